"""Names that lists are narrowed by, compared whatever their case."""

from collections.abc import Iterable

from resolutions_cli.core.value import Value


def same(one: str, other: str) -> bool:
    """Whether two names are one, whatever their case."""
    return one.casefold() == other.casefold()


def is_among(name: str, names: Iterable[str]) -> bool:
    """Whether a name is one of several, whatever their case."""
    return any(same(name, each) for each in names)


def has_role(typed: str, codes: Iterable[str], words: str) -> bool:
    """Whether a role was meant, by its code or by a part of its words."""
    return is_among(typed, codes) or typed.casefold() in words.casefold()


class Filters(Value):
    """The names that were typed to narrow a list; empty ones were not."""

    stage: str = ""
    procedure: str = ""
    agency: str = ""
    who: str = ""
    concern: str = ""
