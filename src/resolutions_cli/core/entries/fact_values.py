"""Values of facts, from TOML to Python; every reader raises TypeError."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from resolutions_cli.core.time.moment import FIRST_YEAR, LAST_YEAR, Moment

#: Above every plausible count; tomllib reads numbers too long to be printed.
_TOO_MANY = 10**9


def read_code(value: Any) -> str:
    """A code as it is. Raises TypeError, as every reader of a fact does."""
    if not isinstance(value, str):
        raise TypeError
    return value


def read_codes(value: Any) -> tuple[str, ...]:
    """A list of codes. Raises TypeError."""
    if not isinstance(value, list):
        raise TypeError
    return tuple(read_code(item) for item in value)


def read_flag(value: Any) -> bool:
    """Yes or no. Raises TypeError."""
    if not isinstance(value, bool):
        raise TypeError
    return value


def read_count(value: Any) -> int:
    """A count, from 0. Raises TypeError."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _TOO_MANY:
        raise TypeError
    return value


def read_when(value: Any) -> Moment:
    """A date, or a time with its offset. Raises TypeError, also outside the years counted."""
    # outside these years, adding a day or a time zone can leave Python's range
    if not isinstance(value, date) or not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise TypeError
    if isinstance(value, datetime) and value.tzinfo is None:
        raise TypeError
    return Moment.of(value)


def read_table_of(read: Callable[[Any], Any]) -> Callable[[Any], Mapping[str, Any]]:
    """A reader of tables that reads each value with `read`."""

    def read_table(value: Any) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise TypeError
        return {key: read(item) for key, item in value.items()}

    return read_table


def read_detail(value: Any) -> bool | int | str | tuple[str, ...]:
    """A detail of an event: a code, several, a count, yes or no. Raises TypeError."""
    if isinstance(value, list):
        return read_codes(value)
    if isinstance(value, str | bool):
        return value
    return read_count(value)


def read_any(value: Any) -> Any:
    """A value that a correction may set. Raises TypeError."""
    return read_when(value) if isinstance(value, date) else read_detail(value)
