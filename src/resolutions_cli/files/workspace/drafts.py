"""Drafts: answers that were typed at questions and not recorded, kept on this machine alone.

They lie in the folder `drafts` of the workspace, which no sync and no bundle takes, in files that
only their account can read. A draft is removed when its answers are recorded, and after 14 days.
"""

import contextlib
import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from resolutions_cli.core.value import Value
from resolutions_cli.files.disk import durable
from resolutions_cli.files.disk.plain_toml import TomlFault
from resolutions_cli.files.disk.read import digest_of, read_bytes
from resolutions_cli.files.disk.toml import load_toml

FOLDER = "drafts"

#: How long a draft is kept.
KEPT = timedelta(days=14)

#: In bytes: an entry holds 1 MiB at most, and a draft keeps longer texts too.
_LIMIT = 16 * 1024 * 1024

_FORMAT = 1


class Answered(Value):
    """A question, as it was asked, and its answer; `inner` if another question asked it."""

    question: str
    typed: str
    inner: bool = False


class Unrecorded(Value):
    """A command that was stopped: its words, the answers so far, and the one that was not finished.

    `name` is the name of its file.
    """

    command: str
    words: tuple[str, ...]
    at: datetime
    answers: tuple[Answered, ...]
    unfinished: str = ""
    name: str = ""

    @property
    def outer(self) -> tuple[Answered, ...]:
        """The answers without those to questions that another question asked."""
        return tuple(each for each in self.answers if not each.inner)

    @property
    def count(self) -> int:
        """How many questions were answered, those that were left out among them."""
        return len(self.outer)

    @property
    def reference(self) -> str:
        """The reference of its dispute, as it was typed; "" of a command that begins without."""
        first = self.words[0] if self.words else ""
        return "" if first.startswith("-") or " " in first else first


def keep(top: Path, draft: Unrecorded) -> str:
    """Write a draft into the workspace `top` and return the name of its file. Raises OSError."""
    import tomli_w  # a command that keeps nothing does without it

    folder = top / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    raw = tomli_w.dumps(
        {
            "resolve_draft": _FORMAT,
            "command": draft.command,
            "words": list(draft.words),
            "at": draft.at.isoformat(timespec="milliseconds"),
            "unfinished": draft.unfinished,
            "answer": [
                {"question": each.question, "typed": each.typed, "inner": each.inner}
                for each in draft.answers
            ],
        }
    ).encode()
    name = f"{draft.at:%Y%m%dT%H%M%S}Z-{draft.command}-{digest_of(raw)[:16]}.toml"
    durable.replace(folder, name, raw, up_to=top)
    return name


def drafts_in(top: Path, now: datetime) -> list[Unrecorded]:
    """The drafts in the workspace `top`, the newest first; those that are too old are removed."""
    found = []
    for name in _names(top):
        draft = _read(top / FOLDER / name)
        if draft is None:
            continue
        if draft.at < now - KEPT:
            remove(top, name)
        else:
            found.append(draft)
    return sorted(found, key=lambda each: each.at, reverse=True)


def remove(top: Path, name: str) -> None:
    """Remove a draft, and the folder with the last one. Raises OSError."""
    (top / FOLDER / name).unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # others are there
        (top / FOLDER).rmdir()


def drafts_with(top: Path, texts: Sequence[str]) -> list[str]:
    """The names of the drafts that hold one of the texts, or that cannot be read."""
    found = []
    for name in _names(top):
        draft = _read(top / FOLDER / name)
        if draft is None:
            found.append(name)
            continue
        held = (*draft.words, draft.unfinished, *(each.typed for each in draft.answers))
        if any(text in said for text in texts if text for said in held):
            found.append(name)
    return found


def _names(top: Path) -> list[str]:
    try:
        names = os.listdir(top / FOLDER)  # noqa: PTH208 - strings are enough
    except OSError:
        return []
    return sorted(name for name in names if name.endswith(".toml"))


def _read(file: Path) -> Unrecorded | None:
    """The draft in a file; None if it is not a whole one."""
    try:
        found: dict[str, Any] = load_toml(read_bytes(file, _LIMIT), limit=_LIMIT)
        return Unrecorded(
            command=str(found["command"]),
            words=tuple(map(str, found["words"])),
            at=datetime.fromisoformat(found["at"]),
            answers=tuple(
                Answered(str(each["question"]), str(each["typed"]), bool(each["inner"]))
                for each in found["answer"]
            ),
            unfinished=str(found["unfinished"]),
            name=file.name,
        )
    except (OSError, TomlFault, KeyError, TypeError, ValueError):
        return None
