"""The facts of each kind of entry, one frozen class each, and how TOML values become them.

An entry's facts (codes, dates, agencies, counts) stand in its head; whatever else was typed is
a text, kept apart so that it can be redacted. `docs/record.md` describes the file.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

from resolutions_cli.core.entries.fact_values import (
    read_any,
    read_code,
    read_codes,
    read_count,
    read_detail,
    read_flag,
    read_table_of,
    read_when,
)
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.value import Value

# ------------------------------------------------------------------ facts


class BadFacts(Exception):
    """The head of an entry does not hold what its kind needs; `condition` names a finding."""

    def __init__(self, condition: str, key: str = "") -> None:
        super().__init__(condition)
        self.condition = condition
        self.key = key


# ------------------------------------------------------------------ how facts are declared


class Fact(Value):
    """A fact of a kind: its key in the head, the field that holds it, how it is read from TOML,
    its type, and whether it names agencies. One that is not `required` is left out of the head
    when it is no more than the `default`."""

    read: Callable[[Any], Any]
    key: str
    required: bool
    default: Any
    agencies: bool = False
    name: str = ""
    type: Any = None


_REQUIRED = object()


def _fact(read: Callable[[Any], Any], default: Any = _REQUIRED, key: str = "") -> Any:
    """A fact that `read` takes from TOML; without a default it must be there."""
    return Fact(read, key, default is _REQUIRED, default)


def _agency() -> Any:
    """The code of an agency, where there is one."""
    return Fact(read_code, "", False, "", agencies=True)


def _agencies(key: str = "") -> Any:
    """The codes of agencies."""
    return Fact(read_codes, key, False, (), agencies=True)


def _facts(read: Callable[[Any], Any]) -> Any:
    """A table of facts, empty when it is absent."""
    return _fact(read_table_of(read), {})


# ------------------------------------------------------------------ the kinds


class Facts(Value):
    """What every kind of facts has: its name, the texts that may stand beside it, its facts, and
    the format of its entries.

    A text that ends in "-N" is numbered from 1 ("action-1", "action-2").
    """

    KIND: ClassVar[str] = ""
    TEXTS: ClassVar[tuple[str, ...]] = ()
    FACTS: ClassVar[tuple[Fact, ...]] = ()
    FORMAT: ClassVar[int] = 1

    def __init_subclass__(cls) -> None:
        declared = {name: fact for name, fact in vars(cls).items() if isinstance(fact, Fact)}
        cls.FACTS = tuple(
            fact.but(name=name, key=fact.key or name, type=cls.__annotations__[name])
            for name, fact in declared.items()
        )
        for fact in cls.FACTS:
            if fact.required:
                delattr(cls, fact.name)
            else:
                setattr(cls, fact.name, fact.default)
        super().__init_subclass__()


class Opened(Facts):
    """A dispute begins, under one procedure file, in one stage."""

    KIND = "opened"
    TEXTS = ("child-N", "summary", "seeking", "risk_to_child", "position-N", "agency-N")
    procedure: str = _fact(read_code)
    version: str = _fact(read_code)
    digest: str = _fact(read_code)
    stage: str = _fact(read_code)
    reached: Mapping[str, Moment] = _facts(read_when)
    raised_by: tuple[str, ...] = _agencies()
    with_: tuple[str, ...] = _agencies("with")
    concerns: tuple[str, ...] = _fact(read_codes, ())
    about: str = _fact(read_code, "")
    events: Mapping[str, Moment] = _facts(read_when)
    event_kinds: Mapping[str, str] = _facts(read_code)
    follows: str = _fact(read_code, "")


class Escalated(Facts):
    """The dispute moves on; a departure is a move that the route does not have."""

    KIND = "escalated"
    TEXTS = ("reason", "risk_to_child", "answer-N", "position-N")
    from_: str = _fact(read_code, key="from")
    to: str = _fact(read_code)
    grounds: tuple[str, ...] = _fact(read_codes, ())
    departure: bool = _fact(read_flag, False)
    similar: tuple[str, ...] = _fact(read_codes, ())


class Decided(Facts):
    """A decision of the stage: `to` is empty (it stays), a stage, or "closed" with an outcome.

    `action_dates` are the dates of its actions, by their numbers.
    """

    KIND = "decided"
    TEXTS = ("reason", "answer-N", "action-N", "learning-N", "position-N")
    from_: str = _fact(read_code, key="from")
    codes: tuple[str, ...] = _fact(read_codes)
    to: str = _fact(read_code, "")
    outcome: str = _fact(read_code, "")
    agreed_by: tuple[str, ...] = _agencies()
    no_action: bool = _fact(read_flag, False)
    action_dates: Mapping[str, Moment] = _facts(read_when)


class Recorded(Facts):
    """An event happened on `on`, or is planned for it; `details` holds codes and counts."""

    KIND = "recorded"
    TEXTS = ("note", "detail-N")
    event: str = _fact(read_code)
    on: Moment = _fact(read_when)
    planned: bool = _fact(read_flag, False)
    agency: str = _agency()
    details: Mapping[str, bool | int | str | tuple[str, ...]] = _facts(read_detail)


class Agreed(Facts):
    """A date for a duty whose limit is by agreement; `accepted` are the agencies that accept."""

    KIND = "agreed"
    TEXTS = ("with-N", "reason")
    duty: str = _fact(read_code, "main")
    agency: str = _agency()
    on: Moment = _fact(read_when)
    accepted: tuple[str, ...] = _agencies()


class Sooner(Facts):
    """The date that keeps the child safe; `stage` confines it to one stage."""

    KIND = "sooner"
    TEXTS = ("reason",)
    on: Moment = _fact(read_when)
    stage: str = _fact(read_code, "")


class Risk(Facts):
    """Immediate risk: with `on` it begins, with `ended` it ends; `told` says who knew when."""

    KIND = "risk"
    TEXTS = ("reason", "told-N")
    on: Moment | None = _fact(read_when, None)
    told: Mapping[str, Moment] = _facts(read_when)
    ended: Moment | None = _fact(read_when, None)


class Chase(Facts):
    """A date of a person's own, or that the one of number `done`, set by `entry`, is done."""

    KIND = "chase"
    TEXTS = ("who", "what")
    by_when: Moment | None = _fact(read_when, None)
    done: int = _fact(read_count, 0)
    entry: str = _fact(read_code, "")


class Party(Facts):
    """Who is who. A role that the procedure does not have is a text."""

    KIND = "party"
    TEXTS = ("name", "contact", "role", "agency-N")
    role: str = _fact(read_code, "")
    agency: str = _agency()


class Noted(Facts):
    """A line in the log."""

    KIND = "noted"
    TEXTS = ("text", "with-N", "document", "position-N")
    discussion: bool = _fact(read_flag, False)


class Corrected(Facts):
    """Another entry is corrected or set aside; corrected texts stand as "set-KEY"."""

    KIND = "corrected"
    TEXTS = ("reason", "set-N", "agency-N")
    entry: str = _fact(read_code)
    set: Mapping[str, Any] = _facts(read_any)
    withdraw: bool = _fact(read_flag, False)


class Closed(Facts):
    """The dispute ends with an outcome; `action_dates` are those of its actions."""

    KIND = "closed"
    TEXTS = ("reason", "action-N", "learning-N", "position-N")
    from_: str = _fact(read_code, key="from")
    outcome: str = _fact(read_code)
    agreed_by: tuple[str, ...] = _agencies()
    no_action: bool = _fact(read_flag, False)
    action_dates: Mapping[str, Moment] = _facts(read_when)


class Reopened(Facts):
    """The dispute goes on in the stage that it was closed from."""

    KIND = "reopened"
    TEXTS = ("reason", "risk_to_child")
    to: str = _fact(read_code)


class Redacted(Facts):
    """Texts of another entry were removed for good. `same` says which code of an agency stood
    for the same words as which other."""

    KIND = "redacted"
    TEXTS = ("reason",)
    entry: str = _fact(read_code)
    keys: tuple[str, ...] = _fact(read_codes)
    same: Mapping[str, str] = _facts(read_code)


class Settled(Facts):
    """Which of the moves made apart stand."""

    KIND = "settled"
    TEXTS = ("reason",)
    stands: tuple[str, ...] = _fact(read_codes)


class Finished(Facts):
    """Something that the procedure has no event for was done on `on`.

    `duty` says what: an agreed "action" (the text `key` of `entry`), the date to keep the child
    safe ("safe", set by `entry`), an accepted "recommendation" (of the closing `entry`), or what
    a move (`entry`) asks for: "child-file" and "partners".
    """

    KIND = "done"
    FORMAT = 2
    TEXTS = ("note",)
    duty: str = _fact(read_code)
    entry: str = _fact(read_code)
    key: str = _fact(read_code, "")
    on: Moment = _fact(read_when)


class UnknownKind(Facts):
    """An entry of a kind this program does not know: kept, shown, and counts for nothing."""

    name: str


#: The facts of an entry of any kind. Whoever adds a kind adds it here; mypy names what forgot it.
AnyFacts = (
    Opened | Escalated | Decided | Recorded | Agreed | Sooner | Risk | Chase | Party | Noted
    | Corrected | Closed | Reopened | Redacted | Settled | Finished | UnknownKind
)  # fmt: skip
KINDS: Mapping[str, type[AnyFacts]] = {kind.KIND: kind for kind in AnyFacts.__args__ if kind.KIND}

#: Facts that a correction never touches: whose dispute it is and where its moves lead.
FIXED = frozenset({"procedure", "version", "digest", "stage", "from", "to", "codes", "entry"})


# ------------------------------------------------------------------ to TOML and back


def fact_items(facts: Facts) -> Iterator[tuple[str, Any]]:
    """The facts that are there, as (key, value) in the order they are declared.

    One that has a default is left out when it says no more than that.
    """
    for fact in facts.FACTS:
        value = getattr(facts, fact.name)
        if fact.required or value != fact.default:
            yield fact.key, value


def plain(value: Any) -> Any:
    """A fact as TOML and JSON hold it: Moments as dates or London instants, tuples as lists."""
    if isinstance(value, Moment):
        return value.local
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return value


def read_facts(kind: str, head: Mapping[str, Any]) -> AnyFacts:
    """The facts of a head. Raises BadFacts naming the first key that is missing or wrong.

    Keys the kind does not have are left alone: a later version of the same format may add some.
    """
    known = KINDS.get(kind)
    if known is None:
        return UnknownKind(name=kind)
    values = {}
    for fact in known.FACTS:
        if fact.key in head:
            try:
                values[fact.name] = fact.read(head[fact.key])
            except TypeError:
                raise BadFacts("wrong-type", fact.key) from None
        elif fact.required:
            raise BadFacts("missing-key", fact.key)
    return known(**values)


_NUMBERED = re.compile(r"(.+)-\d{1,4}")


def allows_text(kind: type[Facts], key: str) -> bool:
    """Whether entries of that kind may have a text of that key."""
    if key in kind.TEXTS or key == "by":
        return True
    if kind is Corrected and key.startswith("set-"):
        return True
    if kind is Recorded and key.startswith("detail-"):
        return True
    found = _NUMBERED.fullmatch(key)
    return found is not None and f"{found[1]}-N" in kind.TEXTS


# ------------------------------------------------------------------ kinds in groups


#: What may move a dispute on its route.
Moving = Opened | Escalated | Decided | Closed | Reopened

#: What happened or was arranged while it stayed where it was.
Happening = Recorded | Agreed | Sooner | Risk | Chase | Noted

#: Who is who: an agency or a person joins.
Joining = Party

#: What is about another entry.
AboutAnother = Corrected | Redacted | Settled | Finished
