"""The fields of a log entry: one list for `show --json`, the export, the schema and pages."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import fact_items, plain
from resolutions_cli.core.record.log import Line
from resolutions_cli.core.time.moment import LONDON
from resolutions_cli.core.value import Value
from resolutions_cli.render.formats.json import fields_json
from resolutions_cli.render.formats.table import Field


class Numbered(Value):
    """An entry of a log, and the short numbers of all entries by id."""

    line: Line
    numbers: Mapping[str, int]


def _facts(entry: Entry) -> dict[str, Any]:
    return {key: _plain_json(plain(value)) for key, value in fact_items(entry.facts)}


def _plain_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(LONDON).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain_json(item) for key, item in value.items()}
    return value


#: The fields of one version of an entry: the original has them, and the corrected entry too.
SAID: tuple[Field[Entry, None], ...] = (
    Field(
        "at",
        "moment",
        lambda entry: entry.at,
        "When it happened.",
    ),
    Field(
        "facts",
        "facts",
        _facts,
        "Codes, dates, agencies and counts; which there are depends on the kind.",
    ),
    Field(
        "texts",
        "texts",
        lambda entry: dict(sorted(entry.texts.items())),
        "The texts by key; null where they were left out. One that was redacted is null.",
    ),
    Field(
        "held_back",
        "held-back",
        lambda entry: sorted(entry.held_back),
        "The texts that cannot be read because whoever sent the entry held them back.",
    ),
)


def _now(field: Field[Entry, None]) -> Field[Numbered, None]:
    """A field of an entry, read after its corrections."""
    return Field(
        field.name,
        field.kind,
        lambda numbered: field.value(numbered.line.current),
        field.meaning,
    )


def _original(numbered: Numbered) -> dict[str, Any] | None:
    line = numbered.line
    return fields_json(SAID, line.entry) if line.corrections else None


def _withdrawn_by(numbered: Numbered) -> int | None:
    by = numbered.line.withdrawn_by
    return numbered.numbers[by.id] if by else None


#: In the order of JSON. A text that cannot be read is null: it was redacted, or `held_back`
#: names it.
ENTRY: tuple[Field[Numbered, None], ...] = (
    Field(
        "number",
        "ordinal",
        lambda numbered: numbered.line.number,
        "How many entries of the dispute it knows, itself included. It never changes; entries that"
        " do not know each other may have the same.",
    ),
    Field(
        "label",
        "text",
        lambda numbered: numbered.line.label,
        "What it is called and typed by: its number, and where others have the same also the first"
        " letters of its id.",
    ),
    Field(
        "beside",
        "whether",
        lambda numbered: numbered.line.beside,
        "Whether it came beside another entry: neither knows the other, so they were recorded in"
        " two copies.",
    ),
    Field(
        "id",
        "digest",
        lambda numbered: numbered.line.entry.id,
        "The entry's id: the SHA-256 of the head of its file.",
    ),
    Field(
        "kind",
        "text",
        lambda numbered: numbered.line.entry.kind,
        "The kind of entry, such as opened, escalated or noted.",
    ),
    *map(_now, SAID),
    Field(
        "recorded",
        "recorded",
        lambda numbered: numbered.line.entry.recorded,
        "When it was recorded, in UTC.",
    ),
    Field(
        "days_late",
        "count",
        lambda numbered: numbered.line.days_late,
        "How many days after it happened it was recorded.",
    ),
    Field(
        "after",
        "digests",
        lambda numbered: numbered.line.entry.after,
        "The ids of the newest entries that were there when it was recorded.",
    ),
    Field(
        "standing",
        "standing",
        lambda numbered: numbered.line.standing.value,
        "Whether the entry counts, and if not, why.",
    ),
    Field(
        "withdrawn_by",
        "count",
        _withdrawn_by,
        "The number of the entry that withdrew it.",
        optional=True,
    ),
    Field(
        "corrected_by",
        "counts",
        lambda numbered: [numbered.numbers[each.id] for each in numbered.line.corrections],
        "The numbers of the entries that corrected it, the oldest first.",
    ),
    Field(
        "original",
        "original",
        _original,
        "As it was recorded, where it was corrected.",
        optional=True,
    ),
)

#: The export has one more field, since it leaves texts out unless asked for them.
TEXT_KEYS: Field[Numbered, None] = Field(
    "text_keys",
    "codes",
    lambda numbered: sorted(numbered.line.current.texts),
    "Which texts there are, whether or not they are given.",
)
