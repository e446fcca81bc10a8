"""Every path and setting in force, with its origin."""

from collections.abc import Iterable
from typing import Any

from resolutions_cli.core.value import Value
from resolutions_cli.render.formats.table import Row, Table
from resolutions_cli.render.words.words import shown


class InForce(Value):
    """One setting: its value in words, and the origin of that value."""

    name: str
    value: str
    origin: str


def where_table(settings: Iterable[InForce]) -> Table:
    """One row for each setting."""
    rows = tuple(Row((each.name, shown(each.value), each.origin)) for each in settings)
    return Table(("WHAT", "IN FORCE", "FROM"), rows, under={"FROM": "IN FORCE"})


def where_json(settings: Iterable[InForce]) -> list[dict[str, Any]]:
    """The settings as plain values, in the order they are shown."""
    return [
        {"name": each.name, "value": each.value or None, "from": each.origin} for each in settings
    ]
