"""The codes of agencies in an entry's facts, and the texts that hold their names.

If the settings do not list an agency, the first entry that names it holds its name in a text:
`agency-1`, `agency-2`. In the head of that entry its code is the key of the text. Everywhere else
the code is that key with the entry's id, so that no other entry has it.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from resolutions_cli.core.entries.facts import KINDS, AnyFacts, Corrected, Recorded
from resolutions_cli.core.entries.sealed_codes import is_key

# ------------------------------------------------------------------ in facts


#: The facts that name agencies, of any kind, by the keys that a correction sets.
AGENCY_FACTS = frozenset(
    fact.key for kind in KINDS.values() for fact in kind.FACTS if fact.agencies
)

#: Whether a detail of an event holds agencies: the event, and the detail.
IsOfAgencies = Callable[[str, str], bool]

#: The first format in which an entry may have the name of an agency or of a role, or `same`.
_FORMAT = 2


def format_of(facts: AnyFacts, texts: Collection[str]) -> int:
    """The format of an entry; an older program could not tell whose agencies these are."""
    of_text = any(
        key.removeprefix("set-") == "role" or is_key(key.removeprefix("set-")) for key in texts
    )
    is_new = of_text or bool(getattr(facts, "same", None))
    return max(facts.FORMAT, _FORMAT) if is_new else facts.FORMAT


def _any_detail(_event: str, _detail: str) -> bool:
    return True


def renamed(
    facts: AnyFacts, names: Mapping[str, str], is_of_agencies: IsOfAgencies = _any_detail
) -> AnyFacts:
    """The facts with the codes of agencies replaced as `names` says."""
    if not names:
        return facts
    changes: dict[str, Any] = {
        fact.name: _renamed(getattr(facts, fact.name), names)
        for fact in facts.FACTS
        if fact.agencies
    }
    if isinstance(facts, Recorded) and facts.details:
        changes["details"] = {
            key: _renamed_detail(value, names) if is_of_agencies(facts.event, key) else value
            for key, value in facts.details.items()
        }
    if isinstance(facts, Corrected) and facts.set:
        changes["set"] = {
            key: _renamed(value, names)
            if key in AGENCY_FACTS
            else _renamed_detail(value, names)
            if key.startswith("details.")
            else value
            for key, value in facts.set.items()
        }
    return facts.but(**changes) if changes else facts


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(names.get(each, each) for each in value))
    return names.get(value, value) if isinstance(value, str) else value


def _renamed_detail(value: Any, names: Mapping[str, str]) -> Any:
    # a detail's agencies are always a tuple; a single word is a choice
    return _renamed(value, names) if isinstance(value, tuple) else value
