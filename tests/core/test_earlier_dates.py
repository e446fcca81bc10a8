"""That no date is ever silently later: the record as it stood, told once, against as often as
there are entries that may have moved a date."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from resolutions_cli.core.deadlines.deadline import Key
from resolutions_cli.core.deadlines.duties import owed_in
from resolutions_cli.core.deadlines.earlier import WHY, earlier_dates
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import (
    Agreed,
    Corrected,
    Decided,
    Escalated,
    Finished,
    Recorded,
    Sooner,
)
from resolutions_cli.core.entries.own_codes import SAFE
from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.record.dispute import Dispute, NotYetOpened
from resolutions_cli.core.record.fold import Telling, fold
from resolutions_cli.core.record.log import Log
from resolutions_cli.core.record.safe_dates import dates_set
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.time.working_days import WorkingCalendar
from resolutions_cli.files.record.log import read_log
from resolutions_cli.files.workspace.calendars import calendar_for, shipped_list
from resolutions_cli.files.workspace.procedures import procedure_with_digest
from tests.attacks.comparing import make
from tests.attacks.plain.disputes import Dispute as Made

CALENDAR = calendar_for("england", [shipped_list()])


def may_move(entry: Entry, before: list[Entry]) -> bool:
    """Whether an entry may make a date later than it was."""
    facts, earlier = entry.facts, [other.facts for other in before]
    match facts:
        case Recorded():
            return any(isinstance(o, Recorded) and o.event == facts.event for o in earlier)
        case Agreed() | Sooner():
            return any(type(other) is type(facts) for other in earlier)
        case Escalated() | Decided():
            return any(isinstance(o, Escalated | Decided) and o.to == facts.to for o in earlier)
        case Finished():
            return facts.duty == SAFE
        case Corrected():
            return bool(facts.set) or facts.withdraw
    return False


def as_it_stood(
    log: Log, procedure: Procedure, cut: datetime
) -> Iterator[tuple[Entry, dict[Key, Moment]]]:
    """Each entry that may move a date, and the dates before it; folded anew for each."""
    for index, entry in enumerate(log.entries):
        if may_move(entry, list(log.entries[:index])):
            # of the whole log, so that what its rows are called is the same
            before = log.but(entries=log.entries[:index], whole=log.whole or log)
            try:
                yield entry, dates(fold(before, procedure, cut))
            except NotYetOpened:
                continue


def dates(dispute: Dispute, calendar: WorkingCalendar = CALENDAR) -> dict[Key, Moment]:
    return {owed.key: owed.due for owed in owed_in(dispute, calendar) if owed.due}


@pytest.mark.parametrize("first", range(0, 200, 25))
def test_what_is_told_once_is_what_is_told_afresh_for_every_entry(
    tmp_path: Path, first: int
) -> None:
    disputes = [Made(seed) for seed in range(first, first + 25)]
    make(tmp_path / "book", disputes)
    for made in disputes:
        log = read_log(tmp_path / "book" / "disputes" / made.ref, made.ref)
        assert log.opened is not None
        folder = tmp_path / "book" / "procedures"
        procedure = procedure_with_digest(log.opened.digest, folder).procedure
        for cut in (made.now, made.now - timedelta(days=9), made.now + timedelta(days=30)):
            compare(log, procedure, cut)


def compare(log: Log, procedure: Procedure, cut: datetime) -> None:
    """Compare, for every duty, the earliest date that it had and what moved it last."""
    try:
        dispute = fold(log, procedure, cut)
    except NotYetOpened:
        return
    lists_are_kept(log, procedure, cut)
    stood = list(as_it_stood(log, procedure, cut))
    history = earlier_dates(log, procedure, CALENDAR, cut)
    for key, due in dates(dispute).items():
        had = [(entry, was[key]) for entry, was in stood if key in was]
        sooner = [(entry, was) for entry, was in had if was.ends < due.ends]
        found = history.earliest(key, due)
        if not sooner:
            assert found is None, (log.reference, key)
            continue
        assert found is not None, (log.reference, key)
        earliest = min((was for _, was in sooner), key=lambda was: was.ends)
        assert found[0] == earliest, (log.reference, key)
        assert found[1] == _words(sooner[-1][0]), (log.reference, key)


def lists_are_kept(log: Log, procedure: Procedure, cut: datetime) -> None:
    """Check that what is put in lists while a log is told is what is put in them afterwards."""
    telling = Telling(procedure, log, cut)
    for each in log.entries:
        telling.tell(each, (), counts=True)
        if not telling.story.visits:
            continue
        told = telling.story.so_far()
        afresh = told.but()
        assert dates_set(told) == dates_set(afresh)
        for event in procedure.events:
            assert told.happened(event) == afresh.happened(event)
            for agency in ("", *told.agencies):
                assert told.recorded(event, agency) == afresh.recorded(event, agency)


def _words(entry: Entry) -> str:
    return WHY[type(entry.facts)]
