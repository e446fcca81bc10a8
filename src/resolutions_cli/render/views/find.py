"""What `find` found: where, when, and the words with the text around them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import Opened, UnknownKind, fact_items
from resolutions_cli.core.entries.sealed_codes import is_key
from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.record.log import Line, Standing
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.value import Value
from resolutions_cli.core.views.search import excerpt, fold, occurring
from resolutions_cli.render.formats.json import moment_json
from resolutions_cli.render.formats.page import Block, Pairs, Para
from resolutions_cli.render.words.entry import (
    STANDING_WORDS,
    headline,
    text_label,
    value_words,
)
from resolutions_cli.render.words.words import moment_words, shown


class PlaceFound(Value):
    """A fact or a text that has some of the words: its key, what people call it, an excerpt."""

    key: str
    label: str
    context: str


class EntryFound(Value):
    """An entry that has all the words; `said` is what it says happened."""

    dispute: str
    line: Line
    said: str
    places: tuple[PlaceFound, ...]


def find_in(
    line: Line,
    words: Sequence[str],
    reference: str,
    procedure: Procedure | None,
    labels: Mapping[str, str],
) -> EntryFound | None:
    """The entry with the places of the words in it; None unless it has them all. `procedure` is
    None for a dispute that cannot be assessed."""
    entry = line.entry
    values = [(key, label, text) for key, label, text in _values(entry, reference, procedure)]
    folded = [fold(text) for _, _, text in values]
    if not occurring(words, folded):
        return None
    places = tuple(
        PlaceFound(key, label, context)
        for (key, label, text), each in zip(values, folded, strict=True)
        if (context := excerpt(text, each, words))
    )
    waits = line.standing is Standing.ASKED
    said = headline(entry, procedure, labels, waits=waits) if procedure else shown(entry.kind)
    return EntryFound(reference, line, said, places)


def _values(
    entry: Entry, reference: str, procedure: Procedure | None
) -> Iterator[tuple[str, str, str]]:
    """Key, label and words of each fact and of each text that can be read."""
    if isinstance(entry.facts, Opened):
        yield "dispute", "reference", reference
    for key, text in sorted(entry.texts.items()):
        # where agencies are in words among the facts, each would be found twice
        if text is not None and not (procedure and is_key(key)):
            yield key, text_label(key), text
    if not isinstance(entry.facts, UnknownKind):
        for key, value in fact_items(entry.facts):
            yield from _facts(key, value)


def _facts(key: str, value: Any) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _facts(f"{key}.{name}", f"{name}: {each}" if isinstance(each, str) else each)
    elif isinstance(value, tuple):
        kept = tuple(each for each in value if isinstance(each, str) and not _is_id(each))
        if kept:
            yield key, _words_of(key), ", ".join(kept)
    elif isinstance(value, Moment) or (isinstance(value, str) and not _is_id(value)):
        text = value_words(value) if isinstance(value, Moment) else value
        yield key, _words_of(key), text


def _words_of(key: str) -> str:
    return shown(key.replace("_", " ").replace(".", " "))


def _is_id(value: str) -> bool:
    """Whether it is an entry's id or a digest, which nobody looks for by words."""
    return len(value) == 64 and all(char in "0123456789abcdef" for char in value)


def found_page(found: Iterable[EntryFound]) -> Iterator[Block]:
    """The entries that were found, each with its places."""
    for each in found:
        line = each.line
        head = f"{each.dispute}  entry {line.label}, {moment_words(line.entry.at)}: {each.said}"
        yield Para(head, hang=len(each.dispute) + 2)
        if words := STANDING_WORDS[line.standing]:
            yield Para(words, 4, style="overdue")
        rows = ((place.label, (shown(place.context),)) for place in each.places)
        yield Pairs(tuple(rows), 4)


def found_json(found: Iterable[EntryFound]) -> list[dict[str, Any]]:
    """The same for machines."""
    return [
        {
            "dispute": each.dispute,
            "entry": each.line.entry.id,
            "number": each.line.number,
            "label": each.line.label,
            "at": moment_json(each.line.entry.at),
            "kind": each.line.entry.kind,
            "standing": each.line.standing.value,
            "places": [{"key": place.key, "context": place.context} for place in each.places],
        }
        for each in found
    ]
