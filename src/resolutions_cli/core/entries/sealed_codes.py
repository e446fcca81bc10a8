"""The codes that an entry gives to agencies whose words are texts of it: `agency-1` in its own
head, and for everybody who reads it that key with the id of the entry."""

import re
from collections.abc import Collection, Mapping

#: The key of a text that has the words of an agency.
_KEY = re.compile(r"agency-[0-9]{1,4}")

#: A code that an entry gave, as everybody reads it: the key, and as many digits of the entry's
#: id as stand in the name of its file.
_SEALED = re.compile(r"agency-[0-9]{1,4}-[0-9a-f]{16}")
_DIGITS = 16


def is_key(key: str) -> bool:
    """Whether a text of that key has the words of an agency."""
    return _KEY.fullmatch(key) is not None


def is_sealed(code: str) -> bool:
    """Whether an agency is one of a dispute alone, its words in a text there."""
    return _SEALED.fullmatch(code) is not None


def own_names(id_: str, texts: Collection[str]) -> Mapping[str, str]:
    """The codes that an entry gives, by the keys of its texts."""
    return {key: f"{key}-{id_[:_DIGITS]}" for key in texts if is_key(key)}
