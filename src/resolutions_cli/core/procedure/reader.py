"""A procedure from its decoded file, with every problem of the file at once."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol, TypeVar

from resolutions_cli.core.procedure.example import Example, read_examples
from resolutions_cli.core.procedure.limit_reader import (
    Cap,
    read_caps,
    read_limits,
    read_strength,
)
from resolutions_cli.core.procedure.model import (
    GENERAL_RISK,
    OPENED_IN_ERROR,
    Decision,
    Detail,
    Duty,
    Event,
    Move,
    Procedure,
    RiskRules,
    Stage,
)
from resolutions_cli.core.procedure.plain_words import plain_words, with_start_words
from resolutions_cli.core.procedure.table import (
    RESERVED_IDS,
    VERSION,
    VERSION_IS,
    Lines,
    Notes,
    Path,
    Problem,
    TomlTable,
    line_at,
    shown,
)
from resolutions_cli.core.time.bank_holidays import NATIONS
from resolutions_cli.core.value import Value

DETAIL_KINDS = ("text", "yes-no", "one-of", "all-of", "people", "agencies")
EACH = ("agency", "concerned")


class ProcedureDraft(Value):
    """A procedure as far as it can be read, for the checks; complete only without problems."""

    procedure: Procedure
    problems: tuple[Problem, ...]
    lines: Lines
    places: Mapping[str, Path] = {}
    caps: tuple[Cap, ...] = ()
    examples: tuple[Example, ...] = ()

    def line(self, *path: str | int) -> int:
        """The line of a key, as `line("risk", "tell")`."""
        return line_at(self.lines, path)

    def stage_line(self, stage: Stage, key: str) -> int:
        """The line of a stage's key, or of the stage when it has none of its own."""
        return line_at(self.lines, (*self.places[stage.id], key))


def read_procedure(
    data: Mapping[str, Any], lines: Lines, digest: str
) -> tuple[Procedure | None, tuple[Problem, ...]]:
    """The procedure that a decoded file describes, or None, and the problems of reading it.

    `digest` is the SHA-256 of the file's bytes. Mistakes of the route itself (a move to a stage
    that does not exist) are for `checks`.
    """
    draft = draft_procedure(data, lines, digest)
    return (None if draft.problems else draft.procedure), draft.problems


def draft_procedure(data: Mapping[str, Any], lines: Lines, digest: str) -> ProcedureDraft:
    """As `read_procedure`, but with as much of the procedure as can be read. Never raises."""
    notes = Notes(lines)
    file = TomlTable(data, (), notes)
    head = file.table("procedure", needed=True) or TomlTable({}, ("procedure",), Notes({}))
    caps = read_caps(file)
    stages = _unique(_stages(file, caps), notes, "stage")
    events = _events(file)
    procedure = Procedure(
        id=head.code("id", needed=True),
        version=_version(head),
        title=head.text("title", needed=True),
        owner=head.text("owner", needed=True),
        nation=head.choice("nation", tuple(NATIONS), needed=True),
        source=head.text("source", needed=True),
        url=_url(head),
        checked_on=head.take("checked_on", date),
        in_force=head.take("in_force", date),
        hours=_hours(head),
        about_whom=head.text("about"),
        meanwhile=head.text("meanwhile"),
        asks=head.codes("asks"),
        concerns=file.meanings("concerns"),
        grounds=file.meanings("grounds"),
        about=file.meanings("about"),
        roles={code: plain_words(role) for code, role in file.meanings("roles").items()},
        risk=_risk(file.table("risk")),
        outcomes=_outcomes(file),
        follow_up=head.codes("follow_up"),
        events=events,
        stages={stage.id: with_start_words(stage, events) for stage, _ in stages},
        digest=digest,
    )
    examples = read_examples(file)
    head.end()
    file.end()
    places = {stage.id: path for stage, path in stages}
    problems = sorted(notes.problems, key=lambda problem: problem.line)
    return ProcedureDraft(procedure, tuple(problems), lines, places, caps, examples)


# ------------------------------------------------------------------ the procedure's own table


def _version(head: TomlTable) -> str:
    version = head.take("version", str, needed=True) or ""
    if version and not VERSION.fullmatch(version):
        head.note("bad-code", "version", f"{shown(version)} cannot be a version", VERSION_IS)
        return ""
    return version


_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)", re.ASCII)


def _hours(head: TomlTable) -> tuple[int, int] | None:
    words = head.text("hours")
    found = _HOURS.fullmatch(words)
    if found is None:
        if words:
            head.note("bad-value", "hours", f"{shown(words)} is no time of day", '"09:00-17:00"')
        return None
    first, from_minute, last, to_minute = map(int, found.groups())
    begin, end = first * 60 + from_minute, last * 60 + to_minute
    if begin >= end:
        head.note("bad-value", "hours", "the hours end before they begin", '"09:00-17:00"')
        return None
    return begin, end


def _url(head: TomlTable) -> str:
    url = head.text("url")
    if url and not url.startswith(("https://", "http://")):
        head.note("bad-value", "url", "`url` is no web address", "https://...")
    return url


def _risk(table: TomlTable | None) -> RiskRules:
    if table is None:
        return GENERAL_RISK
    risk = RiskRules(tell=table.codes("tell"), cite=table.text("cite", needed=True))
    if not risk.tell:
        table.note("missing-key", "tell", "nobody is told of an immediate risk", "role codes")
    table.end()
    return risk


def _outcomes(file: TomlTable) -> dict[str, str]:
    outcomes = file.meanings("outcomes")
    if OPENED_IN_ERROR in outcomes:
        file.notes.add(
            "reserved-id",
            ("outcomes", OPENED_IN_ERROR),
            f"{shown(OPENED_IN_ERROR)} is an outcome of every procedure",
            "leave it out",
        )
    return outcomes


# ------------------------------------------------------------------ events


def _events(file: TomlTable) -> dict[str, Event]:
    events = {}
    for name, table in file.named_tables("events"):
        _refuse_reserved(table, name)
        events[name] = Event(
            id=name,
            means=table.text("means", needed=True),
            kinds=table.codes("kinds"),
            planned=table.flag("planned"),
            recurring=table.flag("recurring"),
            of_agency=table.flag("of_agency"),
            details={
                detail: _detail(detail, part) for detail, part in table.named_tables("details")
            },
            line=table.line,
        )
        table.end()
    return events


def _detail(name: str, table: TomlTable) -> Detail:
    detail = Detail(
        id=name,
        means=table.text("means", needed=True),
        # `choice` gives one of the words, or "" with a problem noted, and then nobody uses it
        kind=table.choice("kind", DETAIL_KINDS, needed=True) or "text",  # type: ignore[arg-type]
        choices=table.meanings("choices"),
        role=table.text("role"),
        at_least=table.take("at_least", int) or 0,
        needed=table.flag("needed"),
    )
    table.end()
    if (detail.kind in ("one-of", "all-of")) != bool(detail.choices):
        table.note("bad-detail", "choices", "`choices` and `kind` do not go together", _CHOICES_IS)
    if detail.role and detail.kind != "people":
        table.note("bad-detail", "role", "`role` is for people", 'kind = "people"')
    if table.has("at_least") and detail.kind not in ("people", "agencies"):
        table.note("bad-detail", "at_least", "`at_least` counts people or agencies", "leave it out")
    if not 0 <= detail.at_least < 100:
        table.note("bad-value", "at_least", "`at_least` is out of range", "1 to 99")
    return detail


_CHOICES_IS = 'one-of and all-of have `choices = { code = "meaning" }`, the others have none'


# ------------------------------------------------------------------ stages


def _stages(file: TomlTable, caps: Sequence[Cap]) -> Iterable[tuple[Stage, Path]]:
    for table in file.tables("stage"):
        stage = _stage(table, caps)
        if stage.id:
            _refuse_reserved(table, stage.id)
            yield stage, table.path


def _stage(table: TomlTable, caps: Sequence[Cap]) -> Stage:
    notes = table.notes
    id_ = table.code("id", needed=True)
    own = read_limits(table, read_strength(table))
    stage = Stage(
        id=id_,
        title=table.text("title", needed=True),
        who=table.texts("who", needed=True),
        does=table.text("does"),
        instead=table.text("instead"),
        start=table.flag("start"),
        needs=table.codes("needs"),
        asks=table.codes("asks"),
        cite=table.text("cite", needed=True),
        moves=tuple(move for move, _ in _unique(_moves(table), notes, "move to")),
        until=table.code_or_codes("until"),
        decide_first=table.flag("decide_first"),
        informal=table.flag("informal"),
        meanwhile=table.text("meanwhile"),
        limits=(*own, *(cap.limit for cap in caps if not cap.stages or id_ in cap.stages)),
        decisions={
            decision.code: decision for decision, _ in _unique(_decisions(table), notes, "decision")
        },
        duties=tuple(duty for duty, _ in _unique(_duties(table), notes, "duty")),
        line=table.line,
    )
    table.end()
    if stage.needs and not stage.start:
        table.note("bad-value", "needs", "`needs` is for a stage where disputes start", "asks")
    return stage


def _moves(stage: TomlTable) -> Iterable[tuple[Move, Path]]:
    for table in stage.tables("moves"):
        move = Move(
            to=table.code("to", needed=True),
            grounds=table.codes("grounds"),
            questions=table.meanings("questions"),
            line=table.line,
        )
        table.end()
        if move.to:
            yield move, table.path


def _decisions(stage: TomlTable) -> Iterable[tuple[Decision, Path]]:
    for table in stage.tables("decision"):
        # an empty `to` means that the dispute stays
        stays = table.data.get("to") == ""
        decision = Decision(
            code=table.code("code", needed=True),
            means=table.text("means", needed=True),
            to=(table.take("to", str) or "") if stays else table.code("to"),
            any=table.flag("any"),
            questions=table.meanings("questions"),
            line=table.line,
        )
        table.end()
        if decision.code:
            yield decision, table.path


def _duties(stage: TomlTable) -> Iterable[tuple[Duty, Path]]:
    for table in stage.tables("duty"):
        duty = Duty(
            id=table.code("id", needed=True),
            title=table.text("title", needed=True),
            who=table.texts("who", needed=True),
            until=table.code_or_codes("until", needed=True),
            # as for `kind` above: `choice` gives one of EACH, or ""
            each=table.choice("each", EACH) or None,  # type: ignore[arg-type]
            arises=table.code("from") or None,
            limits=read_limits(table),
            line=table.line,
        )
        table.end()
        if duty.id:
            _refuse_reserved(table, duty.id)
            yield duty, table.path


# ------------------------------------------------------------------ ids


class _Lined(Protocol):
    @property
    def line(self) -> int: ...


V = TypeVar("V", bound=_Lined)


def _unique(found: Iterable[tuple[V, Path]], notes: Notes, what: str) -> list[tuple[V, Path]]:
    """The values with their paths, without those whose id came before; each of these is noted."""
    kept: dict[str, tuple[V, Path]] = {}
    for value, path in found:
        name = _name(value)
        if name in kept:
            notes.add(
                "duplicate-id",
                path,
                f"the {what} {shown(name)} is there twice",
                f"one; the first is in line {kept[name][0].line}",
            )
        else:
            kept[name] = (value, path)
    return list(kept.values())


def _name(value: object) -> str:
    match value:
        case Stage(id=name) | Duty(id=name) | Decision(code=name) | Move(to=name):
            return name
        case _:  # a protocol names no classes
            raise TypeError(value)


def _refuse_reserved(table: TomlTable, name: str) -> None:
    if name in RESERVED_IDS:
        reserved = ", ".join(sorted(RESERVED_IDS))
        table.note("reserved-id", "", f"{shown(name)} has a meaning of its own", f"not {reserved}")
