"""Text that somebody typed, or put into a file, made harmless for display."""

import re
from collections.abc import Iterable

from resolutions_cli.core.value import Value

# ------------------------------------------------------------------ text made harmless


#: Format characters that join letters or emoji; all others can hide or reorder what is seen.
_JOINERS = "\u200c\u200d"

#: Not characters at all: a Word file or a spreadsheet that holds one cannot be opened.
_NOT_IN_XML = "\ufffe\uffff"

#: Possibly harmful in JSON: it never holds the control characters before the space.
_PERHAPS = r"[^\x00-\x7e]"


def harmless(text: str) -> str:
    """The text on one line, with control and bidirectional characters escaped.

    Then it cannot move a cursor, hide the text beside it, or reverse the direction of a date.
    """
    if text.isprintable():
        return text
    return "".join(_escaped(char) if _is_harmful(char) else char for char in text)


def harmless_lines(text: str) -> str:
    """Each line of the text harmless; line feeds stay."""
    return "\n".join(map(harmless, text.split("\n")))


def harmless_json(text: str) -> str:
    """The same JSON document, with characters that are harmful on a terminal escaped."""
    if text.isascii() and "\x7f" not in text:
        return text
    return re.sub(_PERHAPS, lambda found: _escaped_json(found[0]), text)


def _is_harmful(char: str) -> bool:
    if char.isascii():
        return not char.isprintable()
    import unicodedata  # imported here, since few texts need it

    return char in _NOT_IN_XML or (
        char not in _JOINERS and unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp", "Cs")
    )


def _escaped(char: str) -> str:
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _escaped_json(char: str) -> str:
    if not _is_harmful(char):
        return char
    import json  # already loaded by the code that made the document

    return f"\\u{ord(char):04x}" if ord(char) < 0x100 else json.dumps(char)[1:-1]


# ------------------------------------------------------------------ text in lines


def between_words(text: str, width: int, head: str = "", hang: int = 0) -> list[str]:
    """Lines of at most `width` columns, the first behind `head`, each further one indented by
    `hang`; a longer word stays whole, so no text is lost."""
    from textwrap import wrap  # imported here, since few answers need it

    return wrap(
        text,
        width,
        initial_indent=head,
        subsequent_indent=" " * hang,
        break_long_words=False,
        break_on_hyphens=False,
    )


# ------------------------------------------------------------------ placeholders


_PLACEHOLDERS = frozenset(
    ("", "na", "n/a", "none", "nil", "tbc", "tba", "tbd", "todo", "x", "xx", "xxx", "same", "ditto")
)
_NO_REASONS = frozenset(("yes", "no", "y", "n", "ok", "okay"))
_STRAY = " \t\r\n.,-–—_?!*/\\"


def is_placeholder(text: str) -> bool:
    """Whether a text is only a placeholder: white space, a dash, "n/a", "tbc"."""
    word = _bare(text)
    return word in _PLACEHOLDERS or not any(char.isalnum() for char in word)


def is_no_reason(text: str) -> bool:
    """Whether a text gives no reason: a placeholder, or "yes" or "ok", which may answer a
    question."""
    return is_placeholder(text) or _bare(text) in _NO_REASONS


def _bare(text: str) -> str:
    return text.strip(_STRAY).lower()


# ------------------------------------------------------------------ names compared


def same(one: str, other: str) -> bool:
    """Whether two names are the same in any case."""
    return one.casefold() == other.casefold()


def is_among(name: str, names: Iterable[str]) -> bool:
    """Whether a name is one of several, in any case."""
    return any(same(name, each) for each in names)


def has_role(typed: str, codes: Iterable[str], words: str) -> bool:
    """Whether a role was meant, by its code or by a part of its words."""
    return is_among(typed, codes) or typed.casefold() in words.casefold()


class Filters(Value):
    """The names that were typed to filter a list; an empty one was not typed."""

    stage: str = ""
    procedure: str = ""
    agency: str = ""
    who: str = ""
    concern: str = ""
