"""Every unit of time goes all the way: read, counted, explained, checked, and out in every format.

Whoever adds a unit to `core/time/amount.py` learns here, by name, each place that does not know it
yet.
"""

import re
import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from resolutions_cli.cli import COMMANDS
from resolutions_cli.core.deadlines.clock import Clock
from resolutions_cli.core.deadlines.count import count, rests_on_unpublished
from resolutions_cli.core.deadlines.deadline import act_by
from resolutions_cli.core.deadlines.reckoning import days_of
from resolutions_cli.core.procedure.limit import Limit
from resolutions_cli.core.procedure.model import PROCEDURE
from resolutions_cli.core.time.amount import (
    AMOUNT_IS,
    Amount,
    Counting,
    RestsOn,
    Unit,
    read_amount,
    read_typed_amount,
)
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.time.working_days import WorkingCalendar
from resolutions_cli.errors import ResolveError
from resolutions_cli.files.workspace.procedures import check_bytes
from tests.desk import REF, Desk
from tests.house.project import PROJECT
from tests.story import calendar, when

COUNTED = [unit for unit in Unit if unit.leaves_time]

every_unit = pytest.mark.parametrize("unit", Unit, ids=lambda unit: unit.name)
every_counted_unit = pytest.mark.parametrize("unit", COUNTED, ids=lambda unit: unit.name)

STARTS = [when("2026-12-23"), when("2026-12-23T16:30")]


def amount_of(unit: Unit, number: int = 2) -> Amount:
    """An amount of that unit, as a procedure file has it; of an uncounted one its first word."""
    words = f"{number} {unit.words[-1]}" if unit.leaves_time else unit.words[0]
    amount = read_amount(words)
    assert amount is not None, f"no procedure file can say {words!r}"
    return amount


# ------------------------------------------------------------------ the table and the grammar


def test_no_two_units_share_a_code_or_a_word() -> None:
    words = [word for unit in Unit for word in (*unit.words, *unit.also)]
    assert len(words) == len(set(words))
    assert [Unit(unit.value) for unit in Unit] == list(Unit)


@every_unit
def test_what_the_table_says_of_a_unit_fits_together(unit: Unit) -> None:
    assert (len(unit.words) == 2 and unit.size > 0) or (not unit.leaves_time and unit.size == 0)
    assert (unit.counting is Counting.WORKING_DAYS) == (unit.rests_on is RestsOn.EVERY_DAY)
    assert unit.leaves_time == (unit.rests_on is not RestsOn.NOTHING)


@every_unit
def test_every_word_of_a_unit_is_read_from_a_procedure_file(unit: Unit) -> None:
    for word in (*unit.words, *unit.also):
        words, number = (f"3 {word}", 3) if unit.leaves_time else (word, 0)
        assert read_amount(words) == Amount(number, unit, words)


@every_counted_unit
def test_every_word_of_a_counted_unit_is_read_from_an_option(unit: Unit) -> None:
    for word in (*unit.words, *unit.also):
        for typed in (f"3 {word}", f" 3  {word.upper()} ", f"03 {word}"):
            assert read_typed_amount(typed) == Amount(3, unit, typed)


@pytest.mark.parametrize("words", ["at once", "0 days", "10000 days", "-1 day", "1.5 days", "day"])
def test_what_is_no_counted_amount_is_refused_in_an_option(words: str) -> None:
    with pytest.raises(ResolveError):
        read_typed_amount(words)


def within_of_the_template() -> str:
    template = PROJECT / "src/resolutions_cli/data/procedure-template.toml"
    return next(line for line in template.read_text("utf-8").splitlines() if "within" in line)


@every_unit
def test_people_are_told_of_a_unit_wherever_units_are_listed(unit: Unit) -> None:
    said = unit.words[-1]
    places = {
        "AMOUNT_IS, which answers an amount that cannot be read": AMOUNT_IS,
        "docs/deadlines.md, the table of the units": (PROJECT / "docs/deadlines.md").read_text(),
        "data/procedure-template.toml, at its first `within`": within_of_the_template(),
    }
    if unit.leaves_time:
        places["cli.py, the line of `calc` among the commands"] = COMMANDS["calc"]
        calc = PROJECT / "src/resolutions_cli/commands/calc.py"
        places["commands/calc.py, what `calc --help` says"] = calc.read_text("utf-8")
    else:
        said = unit.words[0]
    forgot = [place for place, text in places.items() if not re.search(rf"\b{said}\b", text)]
    assert forgot == []


# ------------------------------------------------------------------ counting and reckoning


@every_counted_unit
@pytest.mark.parametrize("start", STARTS, ids=str)
def test_counting_on_is_later_counting_back_is_earlier_and_more_is_further(
    unit: Unit, start: Moment
) -> None:
    england = calendar()
    ends = [count(amount_of(unit, number), False, start, england).ends for number in (1, 2, 3)]
    begins = [count(amount_of(unit, number), True, start, england).starts for number in (1, 2, 3)]
    assert start.starts < ends[0] < ends[1] < ends[2]
    assert start.ends > begins[0] > begins[1] > begins[2]


@every_unit
@pytest.mark.parametrize("backward", [False, True], ids=["on", "back"])
@pytest.mark.parametrize("start", STARTS, ids=str)
def test_the_days_of_a_reckoning_end_with_its_size_on_the_day_that_was_counted(
    unit: Unit, backward: bool, start: Moment
) -> None:
    england, amount = calendar(), amount_of(unit)
    due = count(amount, backward, start, england)
    clock = Clock("", "raised", "1", Limit(amount, backward, of="raised"), event=start, due=due)
    days = days_of(clock, england)
    assert bool(days) == unit.leaves_time
    if days:
        last = [day for day in days if day.counts][-1]
        assert last.number == amount.size
        assert last.date in (due.day, due.last_day)
        assert all(day.why for day in days if not day.counts)


# ------------------------------------------------------------------ what is not certain

#: The last day of the list that these calendars rest on; later holidays are proclaimed, or not.
LAST_LISTED = date(2028, 12, 31)


@cache
def calendar_with(*proclaimed: date) -> WorkingCalendar:
    """The calendar of England, were these the bank holidays after its list ends."""
    listed = calendar()
    assert listed.confirmed_until == LAST_LISTED
    holidays = {day: "Jubilee" for day in proclaimed}
    return WorkingCalendar("england", listed.confirmed, lambda _year: holidays, listed.source)


@every_unit
@pytest.mark.parametrize("backward", [False, True], ids=["on", "back"])
def test_an_answer_that_a_proclamation_can_change_says_that_it_is_provisional(
    unit: Unit, backward: bool
) -> None:
    """By trial: each day after the end of the list is proclaimed a bank holiday in turn."""
    amount, nothing = amount_of(unit), calendar_with()
    certain = 0
    for day in range(-20, 10):
        start = count(amount, not backward, Moment(LAST_LISTED + timedelta(day)), nothing)
        due = count(amount, backward, start, nothing)
        if rests_on_unpublished(amount, start, due, nothing):
            continue
        certain += 1
        for later in range(1, 13):
            proclaimed = calendar_with(LAST_LISTED + timedelta(later))
            moved = count(amount, backward, start, proclaimed)
            acts = act_by(due, nothing), act_by(moved, proclaimed)
            same = moved == due and (acts[0] == acts[1] or not unit.leaves_time)
            assert same, f"from {start.day} {amount.words} is given as certain, and is not"
    assert certain, "up to the end of the list something is certain"


# ------------------------------------------------------------------ procedure files

_PROCEDURE = """
[procedure]
id = "southshire"
version = "1"
title = "Escalation"
owner = "Southshire"
nation = "england"
source = "chapter 4"
checked_on = 2026-11-01
[outcomes]
agreed = "agreement was reached"
[events.raised]
means = "it was first put to the other agency"
[[stage]]
id = "1"
title = "First"
who = ["the leads"]
cite = "row 1"
start = true
moves = [{ to = "2" }]
limit = [{ within = "FIRST", of = "entered", cite = "row 1", reading = "so" }]
[[stage]]
id = "2"
title = "Second"
who = ["the managers"]
cite = "row 2"
limit = [
    { within = "FIRST", of = "entered", cite = "row 2", reading = "so" },
    { within = "CAP", of = "raised", cite = "row 2", reading = "so" },
]
"""


def procedure_file(unit: Unit) -> bytes:
    """A procedure of two stages, each with so much time; and a cap on both that is less."""
    cap = amount_of(unit, 3).words
    return _PROCEDURE.replace("FIRST", amount_of(unit, 2).words).replace("CAP", cap).encode()


@every_unit
def test_limits_of_a_unit_that_overrun_a_cap_are_found_by_the_check(unit: Unit) -> None:
    raw = procedure_file(unit)
    procedure, problems = check_bytes(raw, date(2026, 11, 22))
    assert procedure is not None, problems
    assert [each.name for each in problems] == (["cap-overrun"] if unit.leaves_time else [])
    assert PROCEDURE.unpack(PROCEDURE.pack(procedure)) == procedure
    assert tomllib.loads(raw.decode())["stage"][0]["limit"][0]["within"] in str(procedure)


# ------------------------------------------------------------------ through every command


@every_unit
def test_a_dispute_under_a_limit_of_a_unit_comes_out_of_every_command_and_format(
    unit: Unit, desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "southshire@1.toml"
    file.write_bytes(procedure_file(unit))
    desk.at("2026-12-11T10:00").done("procedure", "add", str(file))
    said = desk.done("procedure", "show", "southshire@1").out
    assert amount_of(unit).words in said
    desk.done("procedure", "show", "southshire@1", "--json")
    desk.opens("1", "--raised", "2026-12-11T09:00", procedure="southshire@1")
    row = desk.row("1")
    assert row["due"], "it has a date"
    for words in (
        *(("due",), ("due", "--today"), ("due", "--csv"), ("due", "--ics"), ("list",)),
        *(("due", "--xlsx", "-o", str(tmp_path / "due.xlsx")), ("list", "--csv")),
        *(("show", REF), ("show", REF, "--json"), ("next", REF), ("next", REF, "--json")),
        *(("explain", REF, "--json"), ("timeline", REF), ("timeline", REF, "--json")),
        *(("export", "--jsonl"), ("verify", "--gaps", REF), ("stats", "--json")),
        *(("report", "case", REF, "--format", form) for form in ("md", "html")),
        *(
            ("report", "panel", REF, "--format", form, "-o", str(tmp_path / f"panel.{form}"))
            for form in ("md", "html", "docx")
        ),
    ):
        assert desk.done(*words).code == 0
    explained = desk.done("explain", REF).out
    words = amount_of(unit).words
    start = "the dispute reached stage 1"
    limit = {
        Unit.AT_ONCE: f"at once when {start}",
        Unit.SAME_DAY: f"immediately, on the day that {start}",
    }.get(unit, f"{words} after {start}")
    assert f"Limit 1 of 2: {limit}" in explained
    if unit.leaves_time:
        days = [line for line in explained.splitlines() if re.match(r" {4}\w{3} +\d", line)]
        assert days, "the days that were counted are shown"
        within = desk.done("due", "--within", f"9 {unit.words[-1]}").out
        calculated = desk.done("calc", f"2 {unit.words[-1]}", "--from", "2026-12-11T10:00")
        assert "below a day" in calculated.out
        desk.done("calc", f"2 {unit.words[-1]}", "--from", "2026-12-11T10:00", "--back", "--json")
        assert REF in within
