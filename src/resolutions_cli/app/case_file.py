"""A dispute as a case file: a page to read, or a JSON document."""

from resolutions_cli.app import streams
from resolutions_cli.app.questions.which_dispute import Kind, dispute_meant
from resolutions_cli.app.read import read_one, warn_of_damage
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.app.screen import show_page
from resolutions_cli.core.record.log import chronicle
from resolutions_cli.core.views.gaps import gaps_of
from resolutions_cli.render.formats.json import document
from resolutions_cli.render.views.show import dispute_page
from resolutions_cli.render.views.show_json import dispute_json


def show(asked: SharedOptions, reference: str | None) -> int:
    """Show the named dispute. Returns the exit code; raises what `read_one` raises."""
    run = Run.start(asked)
    reference = dispute_meant(run, reference, Kind.ANY)
    read = read_one(run, reference, words=not asked.json)
    lines = chronicle(read.log, run.as_of)
    if asked.json:
        source = run.calendar(read.case.dispute.procedure.nation).source
        body = dispute_json(read.case, lines, read.log.digest)
        streams.say_document(document("dispute", run.as_of, source, dispute=body))
    else:
        gaps = gaps_of(read.case)
        page = dispute_page(read.case, lines, gaps, read.log.digest, run.known_at)
        show_page(run, page)
    return warn_of_damage(run, read.findings)
