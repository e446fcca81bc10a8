"""Lists by key that grow while a log is replayed, and that can be read in between."""

from bisect import insort
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Growing(Generic[K, V]):
    """Values by key. Only lists that grew since the last `so_far` are built anew.

    An earlier answer of `so_far` does not change when more is added.
    """

    def __init__(self) -> None:
        self._lists: dict[K, list[V]] = {}
        self._given_out: dict[K, tuple[V, ...]] = {}
        self._grown: set[K] = set()

    def add(self, key: K, value: V, in_order: Callable[[V], Any] | None = None) -> None:
        """Add a value at the end of its list, or at its place in an order."""
        values = self._lists.setdefault(key, [])
        if in_order is None:
            values.append(value)
        else:
            insort(values, value, key=in_order)
        self._grown.add(key)

    def so_far(self) -> Mapping[K, tuple[V, ...]]:
        """Every list as it is now."""
        for key in self._grown:
            self._given_out[key] = tuple(self._lists[key])
        self._grown.clear()
        return dict(self._given_out)


def grouped(pairs: Iterable[tuple[K, V]]) -> Mapping[K, tuple[V, ...]]:
    """The values of each key, in the order given."""
    lists: Growing[K, V] = Growing()
    for key, value in pairs:
        lists.add(key, value)
    return lists.so_far()
