"""What of an entry can be corrected: each fact and text by its key, with the value it has now."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import (
    FIXED,
    Corrected,
    Fact,
    Finished,
    Opened,
    Recorded,
    Redacted,
    Settled,
    UnknownKind,
)
from resolutions_cli.core.entries.sealed_codes import is_key
from resolutions_cli.core.record.details import names_of
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.record.setting import OF_DONE
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.value import Value


class FieldKind(StrEnum):
    """How the new value of a field is asked for."""

    WHEN = "when"
    TEXT = "text"
    FLAG = "flag"
    NUMBER = "number"
    CODE = "code"
    CODES = "codes"
    AGENCY = "agency"
    AGENCIES = "agencies"
    DETAIL = "detail"


class Correctable(Value):
    """A fact or text that can be corrected; `key` is the one that `--set` takes.

    `value` is None where the entry has none. `is_absent` says that it is a text that was removed
    or held back.
    """

    key: str
    kind: FieldKind
    value: Any = None
    is_absent: bool = False


#: Events of an opening that clocks of every procedure count from.
_OF_AN_OPENING = ("raised", "disputed")


def correctables(entry: Entry, dispute: Dispute) -> tuple[Correctable, ...]:
    """Everything that can be corrected of an entry as it stands; none of one about others."""
    if isinstance(entry.facts, Corrected | Redacted | Settled | UnknownKind):
        return ()
    found = [Correctable("at", FieldKind.WHEN, entry.at)]
    fixed = FIXED | OF_DONE if isinstance(entry.facts, Finished) else FIXED
    for fact in entry.facts.FACTS:
        if fact.key not in fixed:
            found.extend(_of_fact(entry, dispute, fact))
    found.extend(_texts(entry))
    return tuple(found)


def _of_fact(entry: Entry, dispute: Dispute, fact: Fact) -> Iterator[Correctable]:
    value = getattr(entry.facts, fact.name)
    if isinstance(entry.facts, Recorded) and fact.key == "details":
        yield from _details(entry, entry.facts, dispute)
    elif isinstance(value, Mapping):
        names = dict.fromkeys((*_asked_of(entry, dispute, fact), *value))
        kind = FieldKind.WHEN if fact.type == Mapping[str, Moment] else FieldKind.CODE
        for name in names:
            yield Correctable(f"{fact.key}.{name}", kind, value.get(name))
    else:
        there = value not in ("", (), None, 0) or isinstance(value, bool)
        yield Correctable(fact.key, _kind(fact), value if there else None)


def _asked_of(entry: Entry, dispute: Dispute, fact: Fact) -> tuple[str, ...]:
    """The names that a table should have, whether it has them or not."""
    known = dispute.procedure.events
    if not isinstance(entry.facts, Opened):
        return ()
    if fact.key == "event_kinds":
        return tuple(name for name in _OF_AN_OPENING if name in known and known[name].kinds)
    if fact.key == "events":
        needs = dispute.procedure.stages[entry.facts.stage].needs
        return tuple(name for name in (*_OF_AN_OPENING, *needs) if name in known)
    return ()


def _details(entry: Entry, facts: Recorded, dispute: Dispute) -> Iterator[Correctable]:
    event = dispute.procedure.events.get(facts.event)
    for name in names_of(event) if event else ():
        key = f"detail-{name}"
        value = entry.texts.get(key, facts.details.get(name))
        absent = key in entry.texts and entry.texts[key] is None
        yield Correctable(f"details.{name}", FieldKind.DETAIL, value, absent)


def _kind(fact: Fact) -> FieldKind:
    if fact.agencies:
        return FieldKind.AGENCY if fact.type is str else FieldKind.AGENCIES
    kinds: Mapping[Any, FieldKind] = {
        Moment: FieldKind.WHEN,
        Moment | None: FieldKind.WHEN,
        bool: FieldKind.FLAG,
        int: FieldKind.NUMBER,
        str: FieldKind.CODE,
    }
    return kinds.get(fact.type, FieldKind.CODES)


def _texts(entry: Entry) -> Iterator[Correctable]:
    """The texts that it has, then those that it could have."""
    there = [key for key in entry.texts if key != "by" and not key.startswith("detail-")]
    # the name of an agency stands where the agency does
    for key in (key for key in there if not is_key(key)):
        yield Correctable(key, FieldKind.TEXT, entry.texts[key], entry.texts[key] is None)
    for key in type(entry.facts).TEXTS:
        if not key.endswith("-N") and key not in there:
            yield Correctable(key, FieldKind.TEXT)
