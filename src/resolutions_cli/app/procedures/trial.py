"""A procedure tried out: its whole ladder from a moment, with nothing written."""

from datetime import datetime

from resolutions_cli.app import streams
from resolutions_cli.app.procedures.given import procedure_given
from resolutions_cli.app.run import Run
from resolutions_cli.app.screen import show_page
from resolutions_cli.core.procedure.model import Procedure, Stage
from resolutions_cli.core.record.moves import known_stage, stage_in_any_case
from resolutions_cli.core.time.moment import LONDON, Moment
from resolutions_cli.core.views.ladder import ladder_of
from resolutions_cli.render.formats.json import document
from resolutions_cli.render.views.ladder import ladder_json, ladders_page

#: An afternoon from which the limits of most procedures run over Christmas: month, day, hour,
#: minute.
_BEFORE_CHRISTMAS = (12, 16, 15, 30)


def try_procedure(run: Run, given: str, on: str, at_stage: str) -> int:
    """Show the ladder of a procedure from `on`; without it, from now and over Christmas.

    Raises what `procedure_given` raises, UnknownStage, DateOutOfRange, and the error of a date.
    """
    procedure = procedure_given(run, given)
    calendar = run.calendar(procedure.nation)
    run.nation = procedure.nation
    stage = _stage(procedure, at_stage)
    starts = [run.when(on, "--on")] if on else [Moment.of(run.now), _over_christmas(run.now)]
    ladders = [ladder_of(procedure, start, stage, calendar) for start in starts]
    if run.asked.json:
        body = [ladder_json(ladder) for ladder in ladders]
        streams.say_document(document("procedure-try", run.as_of, calendar.source, ladders=body))
    else:
        show_page(run, ladders_page(ladders, calendar))
    return 0


def _stage(procedure: Procedure, typed: str) -> Stage:
    if not typed:
        return procedure.starts[0]
    return procedure.stages[known_stage(procedure, stage_in_any_case(typed, procedure))]


def _over_christmas(now: datetime) -> Moment:
    """The next afternoon from which limits run over Christmas."""
    month, day, hour, minute = _BEFORE_CHRISTMAS
    local = now.astimezone(LONDON)
    this_year = local.replace(
        month=month, day=day, hour=hour, minute=minute, second=0, microsecond=0
    )
    if this_year > local:
        return Moment.of(this_year)
    return Moment.of(this_year.replace(year=local.year + 1))
