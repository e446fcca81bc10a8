"""What a command in this process looks at and what it leaves beside a workspace."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Looking:
    """Which files Python opens while it is looked at. A hook cannot be taken away again, so that
    there is one for all runs."""

    opened: set[str] | None = None
    hooked = False

    @classmethod
    def hook(cls, event: str, arguments: tuple[Any, ...]) -> None:
        if cls.opened is not None and event == "open" and isinstance(arguments[0], str | bytes):
            cls.opened.add(os.path.realpath(os.fsdecode(arguments[0])))

    @classmethod
    @contextlib.contextmanager
    def at(cls) -> Iterator[set[str]]:
        if not cls.hooked:
            sys.addaudithook(cls.hook)
            cls.hooked = True
        opened: set[str] = set()
        cls.opened = opened
        try:
            yield opened
        finally:
            cls.opened = None


def outside(place: Path) -> dict[Path, tuple[int, int]]:
    """Everything beside the machines and the repository, with its size and when it changed."""
    found = [place / "outside", *(place / "outside").rglob("*")]
    kept = {path: (path.lstat().st_size, path.lstat().st_mtime_ns) for path in found}
    return kept | {path: (0, 0) for path in place.iterdir() if path.name != "sent.toml"}
