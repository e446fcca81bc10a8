"""`resolve show`: a dispute as a case file."""

from resolutions_cli import options


def command(
    reference: options.Reference = None,
    as_of: options.AsOf = "",
    known_at: options.KnownAt = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Show a dispute: facts, each agency's view, stages, deadlines, log, and what is missing."""
    # Imported here, since shell completion loads this module only for its options.
    from resolutions_cli.app.case_file import show
    from resolutions_cli.app.run import SharedOptions

    return show(
        SharedOptions(
            workspace=workspace, as_of=as_of, known_at=known_at, json=json, no_color=no_color
        ),
        reference,
    )
