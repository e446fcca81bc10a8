"""`resolve timeline`: a dispute's stages against their limits, drawn over its days."""

from resolutions_cli import options
from resolutions_cli.app import streams
from resolutions_cli.app.questions.which_dispute import Kind, dispute_meant
from resolutions_cli.app.read import read_one, warn_of_damage
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.app.screen import show_page
from resolutions_cli.core.views.timeline import timeline_of
from resolutions_cli.render.formats.json import document
from resolutions_cli.render.timeline.canvas import DRAWN, PLAIN
from resolutions_cli.render.timeline.view import timeline_json, timeline_page


def command(
    reference: options.Reference = None,
    as_of: options.AsOf = "",
    known_at: options.KnownAt = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Draw the stages of a dispute against their time limits, with weekends and bank holidays.

    Below the picture the same is in words.
    """
    run = Run.start(
        SharedOptions(
            workspace=workspace, as_of=as_of, known_at=known_at, json=json, no_color=no_color
        )
    )
    reference = dispute_meant(run, reference, Kind.ANY)
    read = read_one(run, reference, words=not json)
    calendar = run.calendar(read.case.dispute.procedure.nation)
    timeline = timeline_of(read.case, calendar)
    if json:
        body = timeline_json(timeline)
        streams.say_document(document("timeline", run.as_of, calendar.source, timeline=body))
    else:
        signs = DRAWN if streams.holds(DRAWN.all) else PLAIN
        show_page(run, timeline_page(timeline, streams.columns(), signs))
    return warn_of_damage(run, read.findings)
