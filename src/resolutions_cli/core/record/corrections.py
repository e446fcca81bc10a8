"""An entry with its corrections: facts and texts replaced, the original untouched."""

from collections.abc import Iterable, Mapping
from typing import Any

from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import (
    FIXED,
    AnyFacts,
    BadFacts,
    Corrected,
    Fact,
    UnknownKind,
    plain,
)
from resolutions_cli.core.time.moment import Moment


def corrected(entry: Entry, corrections: Iterable[Entry]) -> Entry:
    """The entry with each correction applied, oldest first, so that the last one wins.

    Raises BadFacts when a correction sets a fact that the entry's kind does not have.
    """
    at, facts, texts, held_back = entry.at, entry.facts, dict(entry.texts), set(entry.held_back)
    for correction in corrections:
        if not isinstance(correction.facts, Corrected):
            continue
        values = dict(correction.facts.set)
        at = values.pop("at", at)
        if not isinstance(at, Moment):
            raise BadFacts("wrong-type", "at")
        facts = _set_facts(facts, values) if values else facts
        new_texts = {
            key[4:]: text for key, text in correction.texts.items() if key.startswith("set-")
        }
        texts |= new_texts
        held_back -= new_texts.keys()
        held_back |= {key[4:] for key in correction.held_back if key.startswith("set-")}
    return entry.but(at=at, facts=facts, texts=texts, held_back=frozenset(held_back))


def _set_facts(facts: AnyFacts, values: Mapping[str, Any]) -> AnyFacts:
    """The facts with `values` set; "table.name" sets one name of a table, and cannot remove it."""
    if isinstance(facts, UnknownKind):
        raise BadFacts("unknown-kind")
    changes: dict[str, Any] = {}
    for key, value in values.items():
        table, dot, name = key.partition(".")
        fact = _fact(facts, table)
        if dot:
            old = changes.get(fact.name, getattr(facts, fact.name))
            if not isinstance(old, Mapping):
                raise BadFacts("wrong-type", key)
            changes[fact.name] = {**old, name: value}
        else:
            changes[fact.name] = value
    try:
        read = {name: _reader(facts, name)(plain(value)) for name, value in changes.items()}
    except TypeError:
        raise BadFacts("wrong-type", next(iter(values))) from None
    return facts.but(**read)


def _fact(facts: AnyFacts, key: str) -> Fact:
    for fact in facts.FACTS:
        if key == fact.key and key not in FIXED:
            return fact
    raise BadFacts("unknown-key", key)


def _reader(facts: AnyFacts, name: str) -> Any:
    return next(fact.read for fact in facts.FACTS if fact.name == name)
