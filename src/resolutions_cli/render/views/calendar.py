"""Bank holidays in force, and the changes that a newer list makes: as pages and as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from resolutions_cli.core.deadlines.case import MovedDeadline
from resolutions_cli.core.time.bank_holidays import (
    DIVISIONS,
    Holiday,
    OfficialList,
    VanishedHoliday,
    by_day,
)
from resolutions_cli.core.time.working_days import WorkingCalendar
from resolutions_cli.render.formats.json import moment_json, recorded_json
from resolutions_cli.render.formats.page import Block, Heading, Page, Pairs, Para
from resolutions_cli.render.formats.table import Row, Table
from resolutions_cli.render.words.words import (
    NATION_WORDS,
    PROVISIONAL,
    day_words,
    moment_words,
    recorded_words,
    shown,
    source_warnings,
    source_words,
)

#: The time of an import, and the imported list.
Import = tuple[datetime, OfficialList]

#: The file name of a list that waits to be accepted, and the list.
Waiting = tuple[str, OfficialList]

_BEFORE_THE_LIST = "before the official list: by the law of the time"


# ------------------------------------------------------------------ bank holidays in force


def calendar_page(
    calendar: WorkingCalendar,
    years: Iterable[int],
    imports: Sequence[Import],
    waiting: Sequence[Waiting],
    today: date,
) -> Page:
    """The bank holidays of each year, their source, and a warning if a newer list is needed."""
    blocks: list[Block] = []
    for year in years:
        blocks.append(Heading(f"Bank holidays in {NATION_WORDS[calendar.nation]}, {year}"))
        days = calendar.bank_holidays(year).items()
        blocks.append(Pairs(tuple((day_words(day), (name,)) for day, name in days), indent=2))
        blocks += (Para(note, indent=2) for note in _notes(calendar, year))
    blocks += [Heading("Source"), Para(source_words(calendar.source), indent=2)]
    for warning in source_warnings(calendar.source, today):
        blocks.append(Para(f"{warning}: import a newer one", indent=2, style="overdue"))
    for imported_at, official in imports:
        span = f"{official.first_year} to {official.last_year}"
        blocks.append(Para(f"imported {recorded_words(imported_at)}: {span}", indent=2))
    if waiting:
        blocks.append(Heading("Arrived from another machine, not used yet"))
    for name, official in waiting:
        span = f"{official.first_year} to {official.last_year}"
        blocks.append(Para(f"{shown(name)}: {span}", indent=2, style="soon"))
        blocks.append(Para(f"resolve calendar accept {shown(name)}", indent=6, command=True))
    return blocks


def _notes(calendar: WorkingCalendar, year: int) -> Iterator[str]:
    if year > calendar.confirmed_until.year:
        yield PROVISIONAL
    if year < calendar.confirmed_from.year:
        yield _BEFORE_THE_LIST


def calendar_json(
    calendar: WorkingCalendar,
    years: Iterable[int],
    imports: Sequence[Import],
    waiting: Sequence[Waiting],
) -> dict[str, Any]:
    """The bank holidays and imported lists, as the body of a JSON document."""
    return {
        "nation": calendar.nation,
        "years": [
            {
                "year": year,
                "provisional": year > calendar.confirmed_until.year,
                "bank_holidays": [
                    {"date": day.isoformat(), "name": name}
                    for day, name in calendar.bank_holidays(year).items()
                ],
            }
            for year in years
        ],
        "imports": [
            {"imported_at": recorded_json(imported_at), **_span_json(official)}
            for imported_at, official in imports
        ],
        "waiting": [{"name": name, **_span_json(official)} for name, official in waiting],
    }


def _span_json(official: OfficialList) -> dict[str, int]:
    return {"first_year": official.first_year, "last_year": official.last_year}


# ------------------------------------------------------------------ an import


def vanished_lines(vanished: Iterable[VanishedHoliday]) -> list[str]:
    """The bank holidays missing from a list: dates and divisions, no text of the list."""
    lines = [f"  {day_words(each.day)}, {DIVISIONS[each.division]}" for each in vanished]
    return ["these bank holidays are in use, and the list does not have them:", *lines]


def moved_page(moved: Sequence[MovedDeadline]) -> Page:
    """Each open deadline that a list moves, with its old and its new date."""
    if not moved:
        return [Para("no open deadline moves")]
    rows = tuple(
        Row(
            (
                each.deadline.reference,
                each.deadline.key.stage or "",
                _duty(each),
                each.deadline.owed.title,
                moment_words(each.was),
                moment_words(each.is_now),
            )
        )
        for each in moved
    )
    columns = ("DISPUTE", "STAGE", "DUTY", "WHAT", "WAS DUE", "IS DUE")
    return [Heading("Open deadlines that move"), Table(columns, rows)]


def list_page(name: str, imported_at: datetime, official: OfficialList) -> Page:
    """A list from another machine: its name, the time of its import and its years."""
    span = f"{official.first_year} to {official.last_year}"
    return [Para(f"{shown(name)}: imported {recorded_words(imported_at)}, for {span}", indent=2)]


def change_page(
    added: Sequence[Holiday], vanished: Iterable[VanishedHoliday], moved: Sequence[MovedDeadline]
) -> Page:
    """The bank holidays that a list adds and removes, and each open deadline that it moves."""
    blocks: list[Block] = []
    for heading, days in (
        ("Bank holidays that are new", added),
        (
            "Bank holidays that are taken away",
            by_day((each.division, each.day, each.name) for each in vanished),
        ),
    ):
        if days:
            blocks += [Heading(heading), Table(("DAY", "NAME", "WHERE"), _holiday_rows(days))]
    return [*blocks, *moved_page(moved)]


def _holiday_rows(days: Iterable[Holiday]) -> tuple[Row, ...]:
    return tuple(
        Row((day_words(each.day), shown(each.name), _where(each.divisions))) for each in days
    )


def _where(divisions: tuple[str, ...]) -> str:
    if set(divisions) == set(DIVISIONS):
        return "everywhere"
    return ", ".join(DIVISIONS[each] for each in divisions)


def _duty(moved: MovedDeadline) -> str:
    key = moved.deadline.key
    return f"{key.duty} ({key.agency})" if key.agency else key.duty


def import_json(
    official: OfficialList,
    written: bool,
    added: Iterable[Holiday],
    vanished: Iterable[VanishedHoliday],
    moved: Iterable[MovedDeadline],
) -> dict[str, Any]:
    """The changes of an import, made or only shown, as the body of a JSON document."""
    return {"imported": written, **_span_json(official), **_change_json(added, vanished, moved)}


def accepted_json(
    names: Iterable[str],
    written: bool,
    added: Iterable[Holiday],
    vanished: Iterable[VanishedHoliday],
    moved: Iterable[MovedDeadline],
) -> dict[str, Any]:
    """The changes of accepted lists, made or only shown, as the body of a JSON document."""
    return {"accepted": written, "lists": list(names), **_change_json(added, vanished, moved)}


def _change_json(
    added: Iterable[Holiday],
    vanished: Iterable[VanishedHoliday],
    moved: Iterable[MovedDeadline],
) -> dict[str, Any]:
    return {
        "added": [
            {"date": each.day.isoformat(), "name": each.name, "divisions": list(each.divisions)}
            for each in added
        ],
        "vanished": [
            {"division": each.division, "date": each.day.isoformat()} for each in vanished
        ],
        "moved": [
            {
                "dispute": each.deadline.reference,
                "stage": each.deadline.key.stage,
                "visit": each.deadline.key.visit,
                "duty": each.deadline.key.duty,
                "agency": each.deadline.key.agency or None,
                "time": each.deadline.key.time,
                "was": moment_json(each.was),
                "is": moment_json(each.is_now),
            }
            for each in moved
        ],
    }
