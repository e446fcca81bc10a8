"""TOML as `resolve init` writes its settings, read without the library.

Every command reads the settings, and loading tomllib takes longer than all that `due` does with
an index. What is not as plain as this is left to the library.
"""

from typing import Any

#: Digits of a number that is surely one to TOML and to Python alike.
_DIGITS = 9

_WORDS = {"true": True, "false": False}


def plain_values(raw: bytes) -> dict[str, Any] | None:
    """What tomllib would make of these bytes; None for anything but comments, tables of one
    name, and plain keys with true, false, a number or a text without escapes."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None
    values: dict[str, Any] = {}
    table = values
    for line in text.split("\n"):
        line = line.strip(" \t")
        if not line.isprintable():
            return None
        if not line or line[0] == "#":
            continue
        if line[0] == "[":
            name = line[1:-1]
            if line[-1] != "]" or not _is_key(name) or name in values:
                return None
            values[name] = table = {}
            continue
        key, _, typed = (part.strip(" \t") for part in line.partition("="))
        value = _value(typed)
        if value is None or not _is_key(key) or key in table:
            return None
        table[key] = value
    return values


def _is_key(name: str) -> bool:
    return name.isascii() and name.replace("-", "").replace("_", "").isalnum()


def _value(typed: str) -> bool | int | str | None:
    if typed[:1] == '"':
        text = typed[1:-1]
        is_plain = len(typed) > 1 and typed[-1] == '"' and not ('"' in text or "\\" in text)
        return text if is_plain else None
    if typed.isascii() and typed.isdigit() and (typed[0] != "0" or typed == "0"):
        return int(typed) if len(typed) <= _DIGITS else None
    return _WORDS.get(typed)
