"""What people type to get past a required field, and what is no reason."""

_PLACEHOLDERS = frozenset(
    ("", "na", "n/a", "none", "nil", "tbc", "tba", "tbd", "todo", "x", "xx", "xxx", "same", "ditto")
)
_NO_REASONS = frozenset(("yes", "no", "y", "n", "ok", "okay"))
_STRAY = " \t\r\n.,-–—_?!*/\\"


def is_placeholder(text: str) -> bool:
    """Whether a text says nothing: white space, a dash, "n/a", "tbc"."""
    word = _bare(text)
    return word in _PLACEHOLDERS or not any(char.isalnum() for char in word)


def is_no_reason(text: str) -> bool:
    """Whether a text that explains something explains nothing: a placeholder, or "yes" or "ok",
    which may well answer a question."""
    return is_placeholder(text) or _bare(text) in _NO_REASONS


def _bare(text: str) -> str:
    return text.strip(_STRAY).lower()
