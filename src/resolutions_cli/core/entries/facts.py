"""The facts of each kind of entry, one frozen class each, and how TOML values become them.

An entry's facts (codes, dates, agencies, counts) are in its head. All other input is text, kept
apart so that it can be redacted. `docs/record.md` describes the file.
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
    """A fact of a kind: its key in the head, its field, its reader from TOML, its type, and whether
    it names agencies.

    A fact that is not `required` is left out of the head when it equals the `default`.
    """

    read: Callable[[Any], Any]
    key: str
    required: bool
    default: Any
    agencies: bool = False
    name: str = ""
    type: Any = None


_REQUIRED = object()


def _fact(read: Callable[[Any], Any], default: Any = _REQUIRED, key: str = "") -> Any:
    """A fact that `read` reads from TOML; required if it has no default."""
    return Fact(read, key, default is _REQUIRED, default)


def _agency() -> Any:
    """The code of an agency, if there is one."""
    return Fact(read_code, "", False, "", agencies=True)


def _agencies(key: str = "") -> Any:
    """The codes of agencies."""
    return Fact(read_codes, key, False, (), agencies=True)


def _facts(read: Callable[[Any], Any]) -> Any:
    """A table of facts, empty when it is absent."""
    return _fact(read_table_of(read), {})


# ------------------------------------------------------------------ the kinds


class Facts(Value):
    """The base of every kind: its name, the texts it may have, its facts, its entries' format.

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
    """The date to keep the child safe; `stage` limits it to one stage."""

    KIND = "sooner"
    TEXTS = ("reason",)
    on: Moment = _fact(read_when)
    stage: str = _fact(read_code, "")


class Risk(Facts):
    """Immediate risk: with `on` it begins, with `ended` it ends; `told` has who knew, and when."""

    KIND = "risk"
    TEXTS = ("reason", "told-N")
    on: Moment | None = _fact(read_when, None)
    told: Mapping[str, Moment] = _facts(read_when)
    ended: Moment | None = _fact(read_when, None)


class Chase(Facts):
    """A reminder; or a record that reminder `done`, set by `entry`, is done."""

    KIND = "chase"
    TEXTS = ("who", "what")
    by_when: Moment | None = _fact(read_when, None)
    done: int = _fact(read_count, 0)
    entry: str = _fact(read_code, "")


class Party(Facts):
    """An agency or a person with a role. A role that the procedure does not have is a text."""

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
    """Another entry is corrected or set aside; corrected texts have the key "set-KEY"."""

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
    """The dispute continues in the stage that it was closed from."""

    KIND = "reopened"
    TEXTS = ("reason", "risk_to_child")
    to: str = _fact(read_code)


class Redacted(Facts):
    """Texts of another entry were removed for good.

    `same` has the codes of agencies that had the same name as another code.
    """

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
    """A task without an event in the procedure was done on `on`.

    `duty` names it: an agreed "action" (the text `key` of `entry`), the date to keep the child safe
    ("safe", set by `entry`), an accepted "recommendation" (of the closing `entry`), or a task after
    a move (`entry`): "child-file" and "partners".
    """

    KIND = "done"
    FORMAT = 2
    TEXTS = ("note",)
    duty: str = _fact(read_code)
    entry: str = _fact(read_code)
    key: str = _fact(read_code, "")
    on: Moment = _fact(read_when)


class UnknownKind(Facts):
    """An entry of a kind this program does not know: kept and shown, but without effect."""

    name: str


#: The facts of an entry of any kind. Add a new kind here; mypy names the places that lack it.
AnyFacts = (
    Opened | Escalated | Decided | Recorded | Agreed | Sooner | Risk | Chase | Party | Noted
    | Corrected | Closed | Reopened | Redacted | Settled | Finished | UnknownKind
)  # fmt: skip
KINDS: Mapping[str, type[AnyFacts]] = {kind.KIND: kind for kind in AnyFacts.__args__ if kind.KIND}

#: Facts that a correction never changes: the dispute it belongs to, and where its moves lead.
FIXED = frozenset({"procedure", "version", "digest", "stage", "from", "to", "codes", "entry"})


# ------------------------------------------------------------------ to TOML and back


def fact_items(facts: Facts) -> Iterator[tuple[str, Any]]:
    """The facts that an entry has, as (key, value) in the order they are declared.

    A fact that equals its default is left out.
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


#: Entries that may move a dispute on its route.
Moving = Opened | Escalated | Decided | Closed | Reopened

#: Events and arrangements that leave the dispute in its stage.
Happening = Recorded | Agreed | Sooner | Risk | Chase | Noted

#: An agency or a person joins.
Joining = Party

#: Entries about another entry.
AboutAnother = Corrected | Redacted | Settled | Finished
