"""`resolve show`: a dispute as a case file."""

from resolutions_cli import options
from resolutions_cli.context import streams
from resolutions_cli.context.printing import show_page
from resolutions_cli.context.reading import read_one, report
from resolutions_cli.context.run import Asked, Run
from resolutions_cli.core.chronicle import chronicle
from resolutions_cli.core.gaps import gaps_of
from resolutions_cli.render.dispute_json import dispute_json
from resolutions_cli.render.documents import document
from resolutions_cli.render.show import dispute_page


def command(
    reference: options.Reference,
    as_of: options.AsOf = "",
    known_at: options.KnownAt = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """A dispute: facts, each agency's view, stages, duties, log, what the record lacks."""
    run = Run.start(
        Asked(workspace=workspace, as_of=as_of, known_at=known_at, json=json, no_color=no_color)
    )
    read = read_one(run, reference)
    lines = chronicle(read.log, run.as_of)
    if json:
        source = run.calendar(read.case.dispute.procedure.nation).source
        body = dispute_json(read.case, lines, read.log.digest)
        streams.say_document(document("dispute", run.as_of, source, dispute=body))
    else:
        gaps = gaps_of(read.case)
        page = dispute_page(read.case, lines, gaps, read.log.digest, run.known_at)
        show_page(run, page)
    return report(run, read.findings)
