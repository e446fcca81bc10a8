"""The statistics of the period that was asked about, with small numbers hidden."""

from collections.abc import Sequence

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.read import Read, Shelf, read_all
from resolutions_cli.app.run import Run
from resolutions_cli.core.record.log import chronicle
from resolutions_cli.core.statistics.figures import Figures, figures_of
from resolutions_cli.core.statistics.tally import (
    Period,
    Told,
    statistics_of,
    twelve_months_to,
    year_from_april,
)
from resolutions_cli.core.text import is_among
from resolutions_cli.core.time.moment import FIRST_YEAR, LAST_YEAR, Looks, Moment
from resolutions_cli.core.time.working_days import CalendarSource
from resolutions_cli.files.workspace.procedures import names_of, procedures_in, shipped_procedures


def period_asked(run: Run, first: str, last: str, year: int | None) -> Period:
    """The period of --from, --to and --year, or the twelve months up to today.

    The run then asks about the end of it, or about now if the end is still to come.
    Raises BadPeriod, and what `Run.when` raises.
    """
    today = Moment.of(run.now).day
    if year is not None:
        if first or last:
            raise errors.BadPeriod(problem="--year says both its days")
        if not FIRST_YEAR <= year < LAST_YEAR:
            raise errors.BadPeriod(problem="no such year is counted")
        period = year_from_april(year)
    else:
        end = _day(run, last, "--to") if last else Moment(today)
        begin = _day(run, first, "--from").day if first else twelve_months_to(end.day).first
        period = Period(begin, end.day)
    if period.first > today:
        raise errors.BadPeriod(problem="it has not begun yet")
    if period.last < period.first:
        raise errors.BadPeriod(problem="it ends before it begins")
    run.as_of = Moment(period.last) if period.last < today else Moment.of(run.now)
    return period


def _day(run: Run, typed: str, option: str) -> Moment:
    moment = run.when(typed, option, Looks.PAST)
    if moment.instant and typed.strip().lower() != "now":
        raise errors.BadPeriod(option, problem="it is counted in days, without a time")
    return moment


def count_all(
    run: Run, period: Period, procedure: str, *, keep_back: bool
) -> tuple[Figures, Shelf]:
    """The figures of the workspace, or of one procedure in it, and the shelf with the findings.

    Raises NoSuchProcedure.
    """
    _require_procedure(run, procedure)
    shelf = read_all(run)
    wanted = [read for read in shelf.reads if _is_wanted(read, procedure)]
    told = [Told(read.case, chronicle(read.log, run.as_of)) for read in wanted]
    counted = statistics_of(told, period, run.as_of, run.workspace.agencies, run.calendar)
    if not keep_back:
        streams.remark(
            "resolve: warning: small numbers are shown: somebody who knows a little can recognise"
            "\n  a child, a family or a colleague by them; do not publish this"
        )
    return figures_of(counted, keep_back=keep_back), shelf


def _require_procedure(run: Run, procedure: str) -> None:
    """Refuse a name that no procedure has: the statistics would falsely show no disputes."""
    files = (*procedures_in(run.workspace.procedures), *shipped_procedures())
    names = names_of(files)
    if procedure and not is_among(procedure, names):
        raise errors.NoSuchProcedure(known=", ".join(names))


def _is_wanted(read: Read, procedure: str) -> bool:
    own = read.case.dispute.procedure
    return not procedure or is_among(procedure, (own.id, own.label))


def sources_of(run: Run, shelf: Shelf) -> Sequence[CalendarSource]:
    """The sources of the bank holidays that were counted with."""
    nations = sorted({read.case.dispute.procedure.nation for read in shelf.reads})
    return [run.calendar(nation).source for nation in nations or ["england"]]
