"""Where words occur in a text: in any case, with or without accents, however lines were broken."""

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

#: A text up to this long is shown whole; around a word in a longer one so much is shown.
_WHOLE, _AROUND = 120, 45

#: Stands where an excerpt leaves something out.
_GAP = "…"

#: Marks that look alike and are typed by different keyboards.
_ALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u2011": "-"})


class Folded(NamedTuple):
    """A text as it is compared, and for each of its characters the place in the text itself."""

    text: str
    places: Sequence[int]


def fold(text: str) -> Folded:
    """The text without case, accents and line breaks, each run of white space being one space."""
    found: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for each in _bare(char):
            if each == " " and found[-1:] == [" "]:
                continue
            found.append(each)
            places.append(place)
    return Folded("".join(found), places)


def _bare(char: str) -> str:
    if char.isspace():
        return " "
    if char.isascii():
        return char.lower()
    taken_apart = unicodedata.normalize("NFD", char.translate(_ALIKE)).casefold()
    return "".join(each for each in taken_apart if not unicodedata.combining(each))


def words_of(typed: Sequence[str]) -> tuple[str, ...]:
    """The words to look for, as they are compared; several within quotation marks stay together."""
    return tuple(dict.fromkeys(word for each in typed if (word := fold(each).text.strip())))


def occurring(words: Sequence[str], texts: Sequence[Folded]) -> bool:
    """Whether every word occurs in one of the texts."""
    return all(any(word in text.text for text in texts) for word in words)


def excerpt(text: str, folded: Folded, words: Sequence[str]) -> str:
    """The text on one line; of a long one the part around the words. Empty if it has none."""
    spans = []
    for word in words:
        at = folded.text.find(word)
        if at >= 0:
            spans.append((folded.places[at], folded.places[at + len(word) - 1] + 1))
    if not spans:
        return ""
    if len(text) <= _WHOLE:
        return " ".join(text.split())
    shown = ""
    end = 0
    for start, stop in _joined([_widened(text, span) for span in spans]):
        shown += (f" {_GAP} " if shown else f"{_GAP} ") if start > end else ""
        shown += " ".join(text[start:stop].split())
        end = stop
    return shown + (f" {_GAP}" if end < len(text) else "")


def _widened(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span with the text around it, no word cut where white space is near."""
    start, stop = max(0, span[0] - _AROUND), min(len(text), span[1] + _AROUND)
    if start:
        after = next((at for at in range(start, span[0]) if text[at].isspace()), start - 1)
        start = after + 1
    if stop < len(text):
        stop = next((at for at in range(stop, span[1], -1) if text[at - 1].isspace()), stop)
    return start, stop


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that touch made one."""
    joined: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined
