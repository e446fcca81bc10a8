"""The examples of a procedure file: what happened, and the dates that must come out."""

import re
from datetime import date, datetime

from resolutions_cli.core.procedure.limit import MAIN
from resolutions_cli.core.procedure.table import TomlTable, shown
from resolutions_cli.core.time.moment import LONDON, Moment
from resolutions_cli.core.value import Value

#: The word for a deadline that has no date.
NO_DATE = "none"


class ExampleStep(Value):
    """Something that happens in an example, at a moment: an event, a move to a stage, a decision.

    `planned` is when an event was planned for that moment; None if it happened.
    """

    at: Moment
    event: str = ""
    to: str = ""
    decision: str = ""
    agency: str = ""
    planned: Moment | None = None
    line: int = 0

    @property
    def recorded(self) -> Moment:
        """When it is recorded: as it happens, or as it is planned."""
        return self.planned or self.at


class ExpectedDate(Value):
    """A date that must come out of an example: of a duty of a stage, as of `on` (None: at the
    end). `at` is None where it must have no date."""

    stage: str
    at: Moment | None
    duty: str = MAIN
    agency: str = ""
    visit: int = 1
    time: int = 1
    on: Moment | None = None
    line: int = 0


class Example(Value):
    """A dispute told in a procedure file. `start` is the stage it is opened in, empty for the
    first; `opened` is when, None for the moment of its first event."""

    title: str
    start: str
    opened: Moment | None
    steps: tuple[ExampleStep, ...]
    due: tuple[ExpectedDate, ...]
    line: int = 0


def read_examples(file: TomlTable) -> tuple[Example, ...]:
    """The examples of a file that can be read; every problem is noted."""
    return tuple(map(_example, file.tables("example")))


def _example(table: TomlTable) -> Example:
    example = Example(
        title=table.text("title", needed=True),
        start=table.code("start"),
        opened=_moment(table, "opened"),
        steps=(*_events(table), *_moves(table)),
        due=tuple(filter(None, map(_expected, table.tables("due")))),
        line=table.line,
    )
    table.end()
    if not table.has("due"):
        table.note("missing-key", "", "`due` is missing", "the dates that must come out")
    if not table.has("events") and not table.has("opened"):
        table.note("missing-key", "", "nothing happens", "`events`, or `opened`")
    return example


def _events(table: TomlTable) -> tuple[ExampleStep, ...]:
    found = []
    for each in table.tables("events"):
        event, agency = each.code("event", needed=True), each.code("agency")
        at, planned = _moment(each, "on", needed=True), _moment(each, "planned")
        each.end()
        if event and at:
            found.append(
                ExampleStep(at, event=event, agency=agency, planned=planned, line=each.line)
            )
    return tuple(found)


def _moves(table: TomlTable) -> tuple[ExampleStep, ...]:
    found = []
    for each in table.tables("moves"):
        to, decision = each.code("to"), each.code("decision")
        at = _moment(each, "on", needed=True)
        each.end()
        if bool(to) == bool(decision):
            each.note("bad-value", "", "a move has `to` or `decision`", "one of the two")
        elif at:
            found.append(ExampleStep(at, to=to, decision=decision, line=each.line))
    return tuple(found)


def _expected(table: TomlTable) -> ExpectedDate | None:
    has_none = table.data.get("at") == NO_DATE
    at = None if has_none and table.take("at", str) else _moment(table, "at", needed=True)
    expected = ExpectedDate(
        stage=table.code("stage", needed=True),
        at=at,
        duty=table.code("duty") or MAIN,
        agency=table.code("agency"),
        visit=_count(table, "visit"),
        time=_count(table, "time"),
        on=_moment(table, "on"),
        line=table.line,
    )
    table.end()
    return expected if expected.stage and (has_none or at) else None


def _count(table: TomlTable, key: str) -> int:
    number = table.take(key, int)
    if number is not None and number < 1:
        table.note("bad-value", key, f"`{key}` counts from 1", "1, 2, ...")
    return max(number or 1, 1)


_WRITTEN = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d)?", re.ASCII)
_MOMENT_IS = '2026-12-16, or "2026-12-16T15:30" with a time'


def _moment(table: TomlTable, key: str, *, needed: bool = False) -> Moment | None:
    """A date, or a time of London, as TOML has it or in quotation marks."""
    value = table.data.get(key)
    kind = type(value)
    table.take(key, kind if kind in (date, datetime, str) else date, needed=needed)
    try:
        if kind is str:
            value = _from_text(str(value))
    except ValueError:
        table.note("bad-value", key, f"{shown(str(value))} is no date", _MOMENT_IS)
        return None
    if isinstance(value, datetime):
        return Moment.of(value if value.tzinfo else value.replace(tzinfo=LONDON))
    return Moment(value) if isinstance(value, date) else None


def _from_text(text: str) -> date | datetime:
    if not _WRITTEN.fullmatch(text):
        raise ValueError(text)
    return (
        date.fromisoformat(text)
        if len(text) == len("2026-12-16")
        else (datetime.fromisoformat(text))
    )
