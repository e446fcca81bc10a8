"""Texts from a file or standard input, exactly as given."""

import sys
from pathlib import Path

from resolutions_cli import errors

#: In bytes; more than an entry's text can be, so that no endless input is read.
_LIMIT = 1 << 20


def read_text(source: str) -> str:
    """The text of a file, or of standard input for "-".

    Raises TextFileNotUnicode, TextNotRead. Nothing is stripped: the text is exactly as typed.
    """
    try:
        if source == "-":
            raw = sys.stdin.buffer.read(_LIMIT)
        else:
            with Path(source).open("rb") as file:
                raw = file.read(_LIMIT)
    except (OSError, AttributeError):
        raise errors.TextNotRead from None
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise errors.TextFileNotUnicode from None
