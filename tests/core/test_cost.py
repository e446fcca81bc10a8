"""What a long history costs: the program's calls are counted, for so many entries and for twice as
many. Twice as many may cost twice as much; time says nothing, since a machine may be busy."""

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from types import FrameType

import pytest

from resolutions_cli.core.deadlines.case import assess
from resolutions_cli.core.deadlines.summary import Settings
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import (
    Agreed,
    Chase,
    Corrected,
    Escalated,
    Facts,
    Noted,
    Opened,
    Party,
    Recorded,
    Redacted,
    Sooner,
)
from resolutions_cli.core.record.integrity import Found, assemble
from resolutions_cli.core.record.log import chronicle
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.time.working_days import Calendars
from resolutions_cli.core.views.gaps import gaps_of
from resolutions_cli.files.workspace.calendars import calendar_for, shipped_list
from resolutions_cli.files.workspace.procedures import procedure_named
from resolutions_cli.render.views.show import dispute_page

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
NOW = Moment.of(datetime(2026, 12, 20, 10, tzinfo=UTC))
CALENDARS = Calendars(calendar_for("england", [shipped_list()]))

#: How much more twice as many may cost; sorting takes a little more than twice.
TWICE = 2.2

Make = Callable[[int, list[Entry]], Facts]


def minutes(number: int) -> Moment:
    return Moment.of(START + timedelta(minutes=10 * number))


def day(number: int) -> Moment:
    return Moment(date(2026, 1, 6) + timedelta(days=number))


def dispute(make: Make, count: int, *, procedure: str = "nyscp", stage: str = "1") -> list[Entry]:
    """A dispute with so many entries of a kind after its opening, each following the last."""
    file = procedure_named(procedure, None)
    opened = Opened(
        procedure=file.procedure.id,
        version=file.procedure.version,
        digest=file.digest,
        stage=stage,
        events={"raised": minutes(0)},
        raised_by=("school",),
        with_=("social-care",),
    )
    entries = [entry(opened, 0, [])]
    for number in range(1, count + 1):
        entries.append(entry(make(number, entries), number, entries))
    return entries


def entry(facts: Facts, number: int, before: Sequence[Entry]) -> Entry:
    after = (before[-1].id,) if before else ()
    id_ = sha256(f"{number} {facts.KIND}".encode()).hexdigest()
    recorded = START + timedelta(minutes=10 * number)
    texts = {"text": "said", "by": "A. Lead"}
    return Entry(id_, "D-1", Moment.of(recorded), recorded, after, facts, texts)


def read(entries: Sequence[Entry]) -> None:
    """All that a command does with a dispute that was read: `due`, `show` and `verify --gaps`."""
    (log,) = assemble("D-1", (Found(each, each.id) for each in entries))
    opened = log.opened
    assert opened is not None
    file = procedure_named(opened.procedure, None)
    case = assess(log, file.procedure, CALENDARS, NOW, Settings())
    assert len(case.dispute.entries) > len(entries) // 3, "they are told"
    dispute_page(case, chronicle(log, NOW), gaps_of(case), log.digest)


def calls(work: Callable[[], object]) -> int:
    """How many of the program's functions are called, those of its generators included."""
    counted = 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal counted
        counted += event == "call" and "resolutions_cli" in frame.f_code.co_filename

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return counted


def corrects_a_date(number: int, entries: list[Entry]) -> Facts:
    return Corrected(entry=entries[0].id, set={"events.raised": day(-number % 20 - 30)})


def corrects_a_text(_number: int, entries: list[Entry]) -> Facts:
    return Corrected(entry=entries[0].id)


def sets_a_date_and_lets_it_pass(number: int, _entries: list[Entry]) -> Facts:
    return Sooner(on=minutes(number))


def sets_an_earlier_date(number: int, _entries: list[Entry]) -> Facts:
    return Sooner(on=day(400 - number // 10))


def agrees_a_date_and_lets_it_pass(number: int, _entries: list[Entry]) -> Facts:
    return Agreed(duty="main", on=minutes(number))


def plans_the_meeting_anew(number: int, _entries: list[Entry]) -> Facts:
    return Recorded(event="panel-meeting", on=day(number), planned=True)


def reminds(number: int, _entries: list[Entry]) -> Facts:
    return Chase(by_when=day(number % 50))


def goes_back_and_forth(number: int, _entries: list[Entry]) -> Facts:
    there, back = ("1", "2") if number % 2 else ("2", "1")
    return Escalated(from_=there, to=back, departure=there == "2")


def notes(_number: int, _entries: list[Entry]) -> Facts:
    return Noted()


def removes_a_text(number: int, entries: list[Entry]) -> Facts:
    return Redacted(entry=entries[number // 2].id, keys=("text",)) if number % 2 else Noted()


def brings_in_an_agency(number: int, _entries: list[Entry]) -> Facts:
    """Under a name of 192 letters."""
    digits = sha256(f"{number}".encode()).hexdigest() * 3
    return Party(agency=digits.translate(str.maketrans("0123456789", "ghijklmnop")))


@pytest.mark.parametrize(
    ("make", "procedure", "stage"),
    [
        (corrects_a_date, "nyscp", "1"),
        (corrects_a_text, "nyscp", "1"),
        (sets_a_date_and_lets_it_pass, "nyscp", "1"),
        (sets_an_earlier_date, "nyscp", "1"),
        (agrees_a_date_and_lets_it_pass, "cyscb", "practitioners"),
        (plans_the_meeting_anew, "nyscp", "1"),
        (reminds, "nyscp", "1"),
        (goes_back_and_forth, "nyscp", "1"),
        (notes, "nyscp", "1"),
        (removes_a_text, "nyscp", "1"),
        (brings_in_an_agency, "nyscp", "1"),
    ],
)
def test_twice_as_many_entries_cost_twice_as_much(
    make: Make, procedure: str, stage: str, figure: Callable[[str], None]
) -> None:
    few, many = (dispute(make, n, procedure=procedure, stage=stage) for n in (150, 300))
    read(few)  # what is read once for all is read now
    once, twice = calls(lambda: read(few)), calls(lambda: read(many))
    assert twice < TWICE * once, (once, twice)
    figure(f"{twice / once:.2f} times the calls for 300 entries as for 150")
