"""What a sync did, in one line or as JSON: references and numbers, never a text."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

#: How many references a line lists.
_LISTED = 5


def synced_line(came: Sequence[str], went: Sequence[str], back: Sequence[str]) -> str:
    """What was received and what was sent; each is the reference of an entry's dispute, or "" for a
    procedure, a calendar or a seal."""
    parts = [f"received: {_counted(came)}", f"sent: {_counted(went)}"]
    if back:
        parts.append(f"put back because it was missing from the folder: {_counted(back)}")
    return "; ".join(parts)


def unsettled_words(apart: Sequence[str], unsettled: Sequence[str]) -> str:
    """Which disputes were moved apart, and which have something else to be put right; empty
    without any."""
    words = []
    if apart:
        commands = " or ".join(f"`resolve settle {each}`" for each in apart[:_LISTED])
        said = f"{_listed(apart)}, choose with {commands} which move counts"
        words.append(f"; moved on two machines: {said}")
    if others := [each for each in unsettled if each not in apart]:
        words.append(f"; to be put right: {_listed(others)}")
    return "".join(words)


def refused_words(count: int) -> str:
    """How many files that came were not taken in; empty without any."""
    return f"; not taken in: {count} file{'s' if count > 1 else ''}" if count else ""


def synced_json(
    came: Sequence[str],
    went: Sequence[str],
    back: Sequence[str],
    apart: Sequence[str],
    unsettled: Sequence[str],
    refused: Sequence[tuple[str, str, str]],
    at: datetime,
) -> Mapping[str, Any]:
    """The same as plain values; each that was refused is its path, a code and the reason."""
    return {
        "synced_at": at.isoformat(),
        "came": _numbers(came),
        "went": _numbers(went),
        "put_back": _numbers(back),
        "made_apart": list(apart),
        "unsettled": list(unsettled),
        "refused": [
            {"path": path, "reason": code, "problem": sentence} for path, code, sentence in refused
        ],
    }


def _numbers(paths: Sequence[str]) -> Mapping[str, Any]:
    entries = Counter(each for each in paths if each)
    return {
        "entries": entries.total(),
        "other_files": len(paths) - entries.total(),
        "disputes": dict(sorted(entries.items())),
    }


def _counted(paths: Sequence[str]) -> str:
    entries = [each for each in paths if each]
    others = len(paths) - len(entries)
    words = []
    if entries:
        noun = "entry" if len(entries) == 1 else "entries"
        words.append(f"{len(entries)} {noun} ({_listed(sorted(set(entries)))})")
    if others:
        words.append(f"{others} other file" + ("s" if others > 1 else ""))
    return " and ".join(words) or "nothing"


def _listed(references: Sequence[str]) -> str:
    more = len(references) - _LISTED
    return ", ".join(references[:_LISTED]) + (f" and {more} more" if more > 0 else "")
