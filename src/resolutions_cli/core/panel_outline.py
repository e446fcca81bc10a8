"""The outline of a pack for a panel: its sections, what fills each from the log, what is written.

An outline is data, as a procedure is: which sections a panel needs is the partnership's to say.
It counts no date, so no dispute is pinned to one.
"""

from collections.abc import Mapping
from typing import Any, Literal, cast, get_args

from resolutions_cli.core.procedure_table import Lines, Notes, Problem, TomlTable
from resolutions_cli.core.value import Value

#: What a section can hold, in the order of `docs/reports.md`.
Holding = Literal[
    "matter",
    "asked",
    "risk",
    "positions",
    "route",
    "deadlines",
    "events",
    "reports",
    "chronology",
    "involvement",
    "decisions",
    "learning",
    "gaps",
    "entries",
]
Each = Literal["agency", "concerned"]

#: What there is only of one agency, and what there is only of events that are named.
_OF_AGENCIES = ("involvement", "reports")
_OF_EVENTS = ("events", "reports")


class Section(Value):
    """One section of a pack.

    `holds` is what the log fills it with, `of` narrows that to these stages, events or decisions.
    `asks` are places to write in whatever the log has, `when_empty` only where it has nothing.
    With `each` there is one of all this for every agency of the dispute ("agency"), or for those
    that the concerns relate to ("concerned"). `says` stands under the title, `cite` is where the
    published text asks for the section.
    """

    title: str
    holds: tuple[Holding, ...] = ()
    of: tuple[str, ...] = ()
    each: Each | None = None
    says: str = ""
    asks: tuple[str, ...] = ()
    when_empty: tuple[str, ...] = ()
    cite: str = ""


class Outline(Value):
    """The sections of a pack; `procedures` are the labels ("nyscp@as-read-2024-05") it is for.

    `stages` are those in which the panel has the matter: in any other a pack says that it is
    early. Without any, nothing is said.
    """

    title: str
    sections: tuple[Section, ...]
    procedures: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    says: str = ""


def read_outline(
    data: Mapping[str, Any], lines: Lines
) -> tuple[Outline | None, tuple[Problem, ...]]:
    """The outline that a decoded file describes, or None, and every problem of the file."""
    notes = Notes(lines)
    file = TomlTable(data, (), notes)
    head = file.table("pack", needed=True) or TomlTable({}, ("pack",), Notes({}))
    outline = Outline(
        title=head.text("title", needed=True),
        procedures=head.texts("procedures"),
        stages=head.codes("stages"),
        says=head.text("says"),
        sections=tuple(_section(table) for table in file.tables("section")),
    )
    if not outline.sections:
        file.note("missing-key", "", "there is no section", "at least one [[section]]")
    head.end()
    file.end()
    return (None if notes.problems else outline), tuple(notes.problems)


def _section(table: TomlTable) -> Section:
    each = table.choice("each", get_args(Each))
    section = Section(
        title=table.text("title", needed=True),
        holds=_holdings(table),
        of=table.codes("of"),
        each=cast(Each, each) if each else None,
        says=table.text("says"),
        asks=table.texts("asks"),
        when_empty=table.texts("when_empty"),
        cite=table.text("cite"),
    )
    table.end()
    if not (section.holds or section.asks):
        table.note("missing-key", "", "nothing fills this section", "`holds`, `asks` or both")
    for holding in section.holds:
        if holding in _OF_AGENCIES and not section.each:
            table.note("missing-key", "", f"`{holding}` is of one agency", "`each`")
        if holding in _OF_EVENTS and not section.of:
            table.note("missing-key", "", f"`{holding}` says not of which events", "`of`")
    return section


def _holdings(table: TomlTable) -> tuple[Holding, ...]:
    known = get_args(Holding)
    named = table.codes("holds")
    for code in named:
        if code not in known:
            table.note("bad-value", "holds", "`holds` names what there is not", ", ".join(known))
    return cast(tuple[Holding, ...], tuple(code for code in named if code in known))
