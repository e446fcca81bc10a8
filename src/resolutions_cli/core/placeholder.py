"""What people type to get past a required field, and what is no reason."""

_PLACEHOLDERS = frozenset(
    ("", "na", "n/a", "none", "nil", "tbc", "tba", "tbd", "todo", "x", "xx", "xxx", "same", "ditto")
)
_STRAY = " \t\r\n.,-–—_?!*/\\"


def is_placeholder(text: str) -> bool:
    """Whether a text says nothing: white space, a dash, "n/a", "tbc"."""
    word = text.strip(_STRAY).lower()
    return word in _PLACEHOLDERS or not any(char.isalnum() for char in word)
