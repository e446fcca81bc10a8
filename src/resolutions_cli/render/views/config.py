"""Settings: all in a table, one on a page, both as JSON."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from resolutions_cli.core.value import Value
from resolutions_cli.render.formats.page import Block, Page, Pairs, Para
from resolutions_cli.render.formats.table import Row, Table
from resolutions_cli.render.words.words import shown

_NONE: Mapping[str, str] = {}


class SettingShown(Value):
    """A setting with its value: as plain data, and in words.

    `origin` says where the value comes from, `takes` what it may be, and `change` how it is
    changed. `parts` are the agencies, code and name.
    """

    name: str
    value: Any
    words: str
    origin: str
    meaning: str
    default: str
    takes: str
    change: str
    parts: Mapping[str, str] = _NONE


def settings_table(settings: Iterable[SettingShown]) -> Table:
    """One row a setting."""
    rows = tuple(
        Row((each.name, shown(each.words), each.origin, each.meaning)) for each in settings
    )
    return Table(
        ("SETTING", "VALUE", "FROM", "WHAT IT MEANS"),
        rows,
        under={"FROM": "VALUE", "WHAT IT MEANS": "VALUE"},
        notes={"WHAT IT MEANS": "VALUE"},
    )


def setting_page(setting: SettingShown) -> Page:
    """One setting with everything about it."""
    return tuple(_setting_blocks(setting))


def _setting_blocks(setting: SettingShown) -> Iterator[Block]:
    yield Para(f"{setting.name}: {shown(setting.words)}")
    yield Para(setting.meaning)
    if setting.parts:
        yield Pairs(tuple((code, (shown(name),)) for code, name in setting.parts.items()), 2)
    yield Pairs(
        (
            ("from", (setting.origin,)),
            ("default", (setting.default,)),
            ("takes", (setting.takes,)),
            ("to change it", (setting.change,)),
        ),
        2,
    )


def setting_json(setting: SettingShown) -> dict[str, Any]:
    """A setting as plain values."""
    return {
        "name": setting.name,
        "value": setting.value,
        "from": setting.origin,
        "means": setting.meaning,
        "default": setting.default,
        "takes": setting.takes,
        "change": setting.change,
    }
