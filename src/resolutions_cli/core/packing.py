"""Values as plain tuples, lists, texts and numbers, which marshal can write, and back.

A value becomes a tuple of its class's name and its fields; a tuple becomes one that begins with "",
so that the two differ and every packed value without a mapping can be looked up.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from resolutions_cli.core.value import Value

#: A packed value; only unpacking knows its form.
Packed = Any


class Packing:
    """Packs values of the given classes; `unpack(pack(value)) == value`.

    Equal values of a `repeated` class are unpacked once and shared, since hundreds of others hold
    the same few.
    """

    def __init__(
        self, *kinds: type[Value] | type[Enum], repeated: tuple[type[Value], ...] = ()
    ) -> None:
        self._kinds: dict[str, Callable[..., Any]] = {
            "": lambda *items: items,
            "date": date.fromordinal,
            "datetime": lambda seconds: datetime.fromtimestamp(seconds, UTC),
        }
        self._kinds |= {kind.__name__: kind for kind in kinds}
        self._unpack_once = lru_cache(maxsize=1024)(self._unpack_fields)
        self._repeated = frozenset(kind.__name__ for kind in repeated)

    def pack(self, value: Any) -> Packed:
        """The value in packed form. Raises TypeError for a value of any other class."""
        match value:
            case Value() if type(value).__name__ in self._kinds:
                return (type(value).__name__, *map(self.pack, value.as_tuple()))
            case Enum() if type(value).__name__ in self._kinds:
                return (type(value).__name__, value.value)
            case datetime():
                return ("datetime", value.timestamp())
            case date():
                return ("date", value.toordinal())
            case tuple():
                return ("", *map(self.pack, value))
            case dict():
                return {key: self.pack(each) for key, each in value.items()}
            case _ if type(value) in (str, int, float, bool, type(None)):
                return value
            case _:  # a class that was not given
                raise TypeError(type(value).__name__)

    def unpack(self, packed: Packed) -> Any:
        """The value that was packed."""
        kind = type(packed)
        if kind is tuple:
            if packed[0] in self._repeated:
                return self._unpack_once(packed)
            return self._unpack_fields(packed)
        if kind is dict:
            return {key: self.unpack(each) for key, each in packed.items()}
        return packed

    def _unpack_fields(self, packed: tuple[Any, ...]) -> Any:
        name, *fields = packed
        unpack = self.unpack
        # most fields are plain: skipping the call for them saves a third of the time
        given = [unpack(each) if type(each) in (tuple, dict) else each for each in fields]
        return self._kinds[name](*given)
