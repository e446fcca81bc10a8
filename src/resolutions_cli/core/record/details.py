"""Details of an event besides its date, read as the procedure file describes them.

Codes, yes-or-no, agencies and counts are facts. Texts and people are texts; the number of people is
a fact too, so that a redacted name still counts.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import assert_never

from resolutions_cli import errors
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import Recorded
from resolutions_cli.core.procedure.model import Detail, Event
from resolutions_cli.core.record.agency_names import Agencies, separated
from resolutions_cli.core.record.moves import agency_of, code_in_any_case
from resolutions_cli.core.text import is_placeholder
from resolutions_cli.core.value import Value

DetailValue = bool | int | str | tuple[str, ...]

#: The name of the detail that holds an event's kind.
KIND = "kind"

_YES = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}


class Details(Value):
    """Details as an entry holds them: `facts` by name, `texts` by their key ("detail-NAME")."""

    facts: Mapping[str, DetailValue] = {}
    texts: Mapping[str, str] = {}


def split_pair(typed: str, option: str) -> tuple[str, str]:
    """NAME=VALUE in two parts, the value exactly as typed. Raises BadPair."""
    name, _, value = typed.partition("=")
    if not name.strip() or not value.strip():
        raise errors.BadPair(option=option, form="NAME=VALUE")
    return name.strip(), value


def read_details(
    event: Event, typed: Iterable[tuple[str, str]], agencies: Agencies, option: str
) -> Details:
    """The details of an event, from (name, value) pairs as typed.

    A name may be repeated for people, agencies and all-of. Raises UnknownCode for a name or a code
    that the procedure does not have, UnknownAgency, BadPair for a value of the wrong form,
    PlaceholderText for a placeholder.
    """
    values: dict[str, list[str]] = {}
    for name, value in typed:
        known = code_in_any_case(f"detail of {event.id}", name, names_of(event))
        values.setdefault(known, []).append(value)
    facts: dict[str, DetailValue] = {}
    texts: dict[str, str] = {}
    for name, given in values.items():
        detail = event.details.get(name)
        if detail is None:
            kind = _one(given, name, option).strip()
            facts[KIND] = code_in_any_case(f"kind of {event.id}", kind, event.kinds)
            continue
        fact, text = _read(detail, given, agencies, option)
        if fact is not None:
            facts[name] = fact
        if text is not None:
            texts[f"detail-{name}"] = text
    return Details(facts, texts)


def names_of(event: Event) -> tuple[str, ...]:
    """The names of an event's details, with its kind if it has kinds."""
    kind = (KIND,) if event.kinds and KIND not in event.details else ()
    return (*kind, *event.details)


def said_of(entry: Entry) -> frozenset[str]:
    """The details that an event's entry holds; empty for an event of the opening."""
    facts = entry.facts.details if isinstance(entry.facts, Recorded) else {}
    texts = (key.removeprefix("detail-") for key in entry.texts if key.startswith("detail-"))
    return frozenset((*facts, *texts))


def form_of(detail: Detail) -> str:
    """A detail's meaning and how to type it, for a prompt."""
    return f"{detail.means} (yes or no)" if detail.kind == "yes-no" else detail.means


def _read(
    detail: Detail, given: Sequence[str], agencies: Agencies, option: str
) -> tuple[DetailValue | None, str | None]:
    match detail.kind:
        case "text":
            return None, _said(_one(given, detail.id, option), option)
        case "people":
            people = [_said(person, option) for person in _split(given, ";")]
            return len(people), "; ".join(people)
        case "yes-no":
            word = _one(given, detail.id, option).strip().lower()
            if word not in _YES:
                name = f"{detail.id}=" if option else ""
                raise errors.BadPair(option=option, form=f"{name}yes or {name}no")
            return _YES[word], None
        case "one-of":
            kind = f"choice for {detail.id}"
            code = _one(given, detail.id, option)
            return code_in_any_case(kind, code, detail.choices), None
        case "all-of":
            codes = _split(given, ",;")
            kind = f"choice for {detail.id}"
            meant = (code_in_any_case(kind, code, detail.choices) for code in codes)
            return tuple(dict.fromkeys(meant)), None
        case "agencies":
            names = (name for value in given for name in separated(value, agencies.spellings))
            return tuple(dict.fromkeys(agency_of(agencies, name) for name in names)), None
    assert_never(detail.kind)


def _one(given: Sequence[str], name: str, option: str) -> str:
    if len(given) > 1:
        raise errors.BadPair(option=option, form=f"{name}=VALUE, once")
    return given[0]


def _said(text: str, option: str) -> str:
    if is_placeholder(text):
        raise errors.PlaceholderText(option=option)
    return text


def _split(given: Iterable[str], marks: str) -> tuple[str, ...]:
    words = (word.strip() for value in given for word in re.split(f"[{marks}]", value))
    return tuple(dict.fromkeys(word for word in words if word))
