"""Texts that a test expects to the byte, kept as files under tests/snapshots.

`RENEW_SNAPSHOTS=1 python -m pytest tests` writes down what the program says today instead;
read the difference before it is kept.
"""

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "snapshots"


def kept(name: str, text: str) -> str:
    """The text that is kept under a name; with RENEW_SNAPSHOTS set, `text` is kept from now on."""
    path = FOLDER / f"{name}.txt"
    if os.environ.get("RENEW_SNAPSHOTS"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return path.read_bytes().decode() if path.exists() else ""
