"""Entries written down by docs/record.md: a head of TOML, texts, their seals, names by digest."""

import hashlib
import json
import random
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.attacks.plain.days import LONDON


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(LONDON).isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(_value(each) for each in value)}]"
    return json.dumps(value, ensure_ascii=False)


def _lines(values: Mapping[str, Any]) -> str:
    return "".join(f"{json.dumps(key)} = {_value(value)}\n" for key, value in values.items())


def written(
    dispute: str,
    kind: str,
    at: date,
    recorded: datetime,
    after: list[str],
    facts: Mapping[str, Any],
    texts: Mapping[str, str],
    chance: random.Random,
) -> tuple[str, str, str]:
    """The id of an entry, the name of its file and what is in it."""
    blocks = {
        key: f"[text.{key}]\nsalt = {_value(chance.randbytes(32).hex())}\nvalue = {_value(text)}\n"
        for key, text in texts.items()
    }
    form = 2 if kind == "done" else 1
    first = {"format": form, "dispute": dispute, "kind": kind, "at": at}
    plain = {key: value for key, value in facts.items() if not isinstance(value, dict)}
    utc = recorded.astimezone(UTC)
    head = _lines({**first, "recorded": utc, "after": sorted(after), **plain})
    for key, value in facts.items():
        if isinstance(value, dict):
            head += f"\n[{key}]\n{_lines(value)}"
    seals = {key: hashlib.sha256(block.encode()).hexdigest() for key, block in blocks.items()}
    head += f"\n[seal]\n{_lines(seals)}"
    id_ = hashlib.sha256(head.encode()).hexdigest()
    stamp = f"{utc:%Y%m%dT%H%M%S}.{utc.microsecond // 1000:03}Z"
    return id_, f"{stamp}-{kind}-{id_[:16]}.toml", head + "".join(blocks.values())


def put(folder: Path, entries: list[dict[str, Any]]) -> None:
    """Write the entries of one dispute into its folder."""
    folder.mkdir(parents=True)
    for each in entries:
        (folder / each["name"]).write_text(each["file"], "utf-8", newline="\n")
