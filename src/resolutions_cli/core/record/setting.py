"""`correct --set KEY=VALUE`: the fact or text of that key, its value read by type."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from resolutions_cli import errors
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import (
    FIXED,
    Agreed,
    Closed,
    Corrected,
    Decided,
    Fact,
    Finished,
    Recorded,
    Redacted,
    Risk,
    Settled,
    Sooner,
    UnknownKind,
    allows_text,
)
from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.record.agency_names import Agencies, sealed_names, separated
from resolutions_cli.core.record.details import read_details
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.record.moves import agency_of, known_code, outcomes_of
from resolutions_cli.core.text import is_no_reason, is_placeholder
from resolutions_cli.core.time.moment import Looks, Moment
from resolutions_cli.core.time.phrases import AddWorkingDays
from resolutions_cli.core.time.typed import Doubtful, Understood, read_when, reading_of
from resolutions_cli.core.value import Value

OPTION = "--set"

#: The keys that every entry has besides its facts; a correction cannot change them.
_OF_EVERY_ENTRY = frozenset({"format", "dispute", "kind", "recorded", "after", "id"})

#: The keys that say what was done; for anything else, a new entry is needed.
OF_DONE = frozenset({"duty", "key"})

#: Texts that need more than a bare yes or no.
_EXPLANATIONS = frozenset(("reason", "summary", "seeking", "risk_to_child", "text"))

#: Facts that name agencies which the dispute may not have yet.
_AGENCIES = ("agency", "raised_by", "with")

_NO_AGENCIES: Mapping[str, str] = {}

_FLAGS = {"yes": True, "true": True, "no": False, "false": False}

#: The type of value in each table of facts.
_TABLES: Mapping[Any, Any] = {Mapping[str, Moment]: Moment, Mapping[str, str]: str}


class Setting(Value):
    """The values that a correction sets.

    Facts by key ("table.name" for one of a table), texts by key, and the names of new agencies by
    their code.
    """

    facts: Mapping[str, Any]
    texts: Mapping[str, str]
    agencies: Mapping[str, str] = {}


def read_settings(
    typed: Iterable[tuple[str, str]],
    entry: Entry,
    dispute: Dispute,
    now: datetime,
    listed: Mapping[str, str] = _NO_AGENCIES,
    add_working_days: AddWorkingDays | None = None,
) -> Setting:
    """Read every KEY=VALUE for an entry as it is now.

    `now` is for "today" and the like; `listed` are the agencies of the settings. A list, as `with`
    or `concerns`, may be given several times, or with commas or semicolons. Raises
    NotToBeCorrected, NeverCorrected, SetTwice, SeveralAgencies; UnknownCode for an unknown key or
    code; UnknownAgency, PlaceholderText, BadPair, and the errors of `read_when`.
    """
    number = dispute.labels[entry.id]
    if isinstance(entry.facts, Corrected | Redacted | Settled | UnknownKind):
        raise errors.NotToBeCorrected(number=number, kind=entry.kind)
    reader = _Reader(entry, number, dispute, now, listed, add_working_days)
    for key, value in typed:
        reader.read(key, value)
    return reader.setting()


@dataclass
class _Reader:
    """Reads the settings for one entry, one by one."""

    entry: Entry
    number: str
    dispute: Dispute
    now: datetime
    listed: Mapping[str, str]
    add_working_days: AddWorkingDays | None
    facts: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    details: list[tuple[str, str]] = field(default_factory=list)
    agencies: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def read(self, typed: str, value: str) -> None:
        """Read one setting. Raises SetTwice for a key that is repeated and is not a list."""
        key = self._key(typed)
        table, _, name = key.partition(".")
        again = key in self.seen
        self.seen.add(key)
        if detail := self._detail(key):
            self.details.append((detail, value))
            return
        if again and not self._is_list(key):
            raise errors.SetTwice(fact=key)
        if allows_text(type(self.entry.facts), key):
            explains = key in _EXPLANATIONS and is_no_reason(value)
            if is_placeholder(value) or explains:
                raise errors.PlaceholderText(option=OPTION)
            self.texts[key] = value
        elif key == "at":
            self.facts[key] = self._when(key, value)
        else:
            found = self._fact(table, name, value.strip())
            self.facts[key] = tuple(dict.fromkeys(self.facts[key] + found)) if again else found

    def _is_list(self, key: str) -> bool:
        """Whether a key takes several values, as `with` does, so that setting it twice adds
        some."""
        return self.types.get(key) == tuple[str, ...]

    def setting(self) -> Setting:
        """All the settings read."""
        facts = self.entry.facts
        if self.details:
            assert isinstance(facts, Recorded)
            event = self.dispute.procedure.events[self.facts.get("event", facts.event)]
            found = read_details(event, self.details, self.dispute.named, OPTION)
            self.facts.update({f"details.{name}": value for name, value in found.facts.items()})
            self.texts.update(found.texts)
        happened = isinstance(facts, Risk | Finished)
        happened = happened or (isinstance(facts, Recorded) and not facts.planned)
        on = facts.on if isinstance(facts, Recorded | Risk | Finished) and happened else None
        if on == self.entry.at and "on" in self.facts:
            # the entry was dated by the event it records, so the two dates change together
            self.facts.setdefault("at", self.facts["on"])
        self._date_actions()
        return Setting(self.facts, self.texts, self.agencies)

    def _date_actions(self) -> None:
        """Set an action's date from its new words, unless it is set separately or there is none."""
        if not isinstance(self.entry.facts, Closed | Decided):
            return
        for key, text in self.texts.items():
            name, _, number = key.rpartition("-")
            if name == "action" and (by := self._action_date(key, text)):
                self.facts.setdefault(f"action_dates.{number}", by)

    def _action_date(self, key: str, text: str) -> Moment | None:
        """The date of an action in its new words; None without one. Raises the error of a doubtful
        date."""
        _, found, when = text.rpartition(" by ")
        reading = reading_of(when, self.now, Looks.FUTURE, self.add_working_days) if found else None
        match reading:
            case Understood(moment):
                return moment
            case Doubtful(error=error):
                error.place = f"{OPTION} {key}"
                raise error
            case _:  # the words have no date
                return None

    @property
    def types(self) -> Mapping[str, Any]:
        """The type of each fact, by its key."""
        return {fact.key: fact.type for fact in self.entry.facts.FACTS}

    def _key(self, typed: str) -> str:
        """The key that was meant; hyphens may replace underscores."""
        head, dot, rest = typed.partition(".")
        fixed = FIXED | OF_DONE if isinstance(self.entry.facts, Finished) else FIXED
        for key in (typed, f"{head.replace('-', '_')}{dot}{rest}"):
            table = key.partition(".")[0]
            if table in fixed or table in _OF_EVERY_ENTRY:
                raise errors.NeverCorrected(fact=table, number=self.number)
            known = table == "at" or table in self.types
            if known or allows_text(type(self.entry.facts), key):
                return key
        allowed = ["at", *(key for key in self.types if key not in fixed)]
        kind = f"fact or text of that kind of entry ({self.entry.kind})"
        return known_code(kind, typed, [*allowed, *type(self.entry.facts).TEXTS])

    def _detail(self, key: str) -> str:
        """The detail that a key of a recorded event names: "details.NAME" or "detail-NAME"."""
        if not isinstance(self.entry.facts, Recorded):
            return ""
        table, _, name = key.partition(".")
        if table == "details":
            return name
        return key.removeprefix("detail-") if key.startswith("detail-") else ""

    def _fact(self, table: str, name: str, typed: str) -> Any:
        kind = self.types[table]
        if kind in _TABLES:
            if not name:
                raise errors.BadPair(option=OPTION, form=f"{table}.NAME=VALUE")
            known_code(f"name for {table}", name, self._names(table))
            kind = _TABLES[kind]
        elif name:
            raise errors.BadPair(option=OPTION, form=f"{table}=VALUE")
        if kind in (Moment, Moment | None):
            return self._when(f"{table}.{name}" if name else table, typed)
        if kind is bool:
            if typed.lower() not in _FLAGS:
                raise errors.BadPair(option=OPTION, form=f"{table}=yes or {table}=no")
            return _FLAGS[typed.lower()]
        if kind is int:
            if not (typed.isascii() and typed.isdecimal() and len(typed) < 7):
                raise errors.BadPair(option=OPTION, form=f"{table}=NUMBER")
            return int(typed)
        if kind is str:
            return self._code(table, name, typed)
        # commas and semicolons separate values, except in the name of a known agency
        codes = separated(typed, self._known.spellings)
        return tuple(dict.fromkeys(self._code(table, name, code) for code in codes))

    def _agency(self, name: str) -> str:
        """The code of an agency, which may be new; a known name takes its known spelling.

        Raises SeveralAgencies for several names where one is needed.
        """
        known = self._known
        if len(several := separated(name, known.spellings)) > 1:
            raise errors.SeveralAgencies(option=f"{OPTION} agency", count=len(several))
        # a correction may change this entry's own spelling, so that spelling is left out
        own = [value for fact in self.entry.facts.FACTS for value in self._named_by(fact)]
        spelt = [code for code in own if code not in known.words]
        others = known.but(codes=tuple(each for each in known.codes if each not in spelt))
        sealed = sealed_names([name], others, first=len(self.agencies) + 1)
        new = Agencies(tuple(self.agencies), self.agencies).code_of(name)
        if new is None and (code := sealed.codes[name]) in sealed.texts:
            self.agencies |= sealed.texts
            return code
        return new or sealed.codes[name]

    @property
    def _known(self) -> Agencies:
        """The agencies of the dispute and those listed in the settings."""
        return self.dispute.named.with_more(Agencies(tuple(self.listed), self.listed))

    def _named_by(self, fact: Fact) -> tuple[str, ...]:
        value = getattr(self.entry.facts, fact.name) if fact.key in _AGENCIES else ()
        return (value,) if isinstance(value, str) else tuple(value)

    def _when(self, key: str, typed: str) -> Moment:
        with errors.placed(f"{OPTION} {key}"):
            looks = looks_of(self.entry, key)
            return read_when(typed, self.now, looks, self.add_working_days)

    def _names(self, table: str) -> Iterable[str]:
        """The names that a table of facts may have."""
        procedure = self.dispute.procedure
        names: Mapping[str, Iterable[str]] = {
            "events": procedure.events,
            "event_kinds": [event.id for event in procedure.events.values() if event.kinds],
            "reached": procedure.stages,
            "told": procedure.risk.tell,
            "action_dates": self._numbers_of_actions(),
        }
        return names.get(table, ())

    def _numbers_of_actions(self) -> Iterable[str]:
        """The numbers of the entry's actions, including those that this correction adds."""
        keys = {**self.entry.texts, **self.texts}
        return [key.rpartition("-")[2] for key in keys if key.startswith("action-")]

    def _code(self, table: str, name: str, code: str) -> str:
        """A code that the procedure or the dispute has. Keys without a list take any value."""
        procedure = self.dispute.procedure
        if table in ("agency", "agreed_by", "accepted") and self.entry.kind != "party":
            return agency_of(self.dispute.named, code)
        if table in _AGENCIES:
            return self._agency(code)
        if known := choices_of(procedure, table, name):
            return known_code(known[0], code, known[1])
        return code


def looks_of(entry: Entry, key: str) -> Looks:
    """Where a date looks: at what is to be done, or at what happened; a plan at either."""
    table = key.partition(".")[0]
    if table in ("by_when", "action_dates"):
        return Looks.FUTURE
    if table == "on" and isinstance(entry.facts, Agreed | Sooner):
        return Looks.FUTURE
    return Looks.EITHER if isinstance(entry.facts, Recorded) else Looks.PAST


def choices_of(
    procedure: Procedure, table: str, name: str = ""
) -> tuple[str, Mapping[str, str]] | None:
    """What the code of a fact is called, and the codes there are with their meanings; None for a
    code that is free."""
    lists: Mapping[str, tuple[str, Mapping[str, str]]] = {
        "concerns": ("concern", procedure.concerns),
        "grounds": ("ground", procedure.grounds),
        "about": ("thing for about", procedure.about),
        "outcome": ("outcome", outcomes_of(procedure)),
        "event": ("event", {each.id: each.means for each in procedure.events.values()}),
    }
    if table == "event_kinds":
        return f"kind of {name}", dict.fromkeys(procedure.events[name].kinds, "")
    return lists.get(table)
