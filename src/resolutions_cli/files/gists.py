"""The gists of disputes as an index keeps them: some together, taken apart when needed."""

import marshal
from collections.abc import Container, Iterable, Iterator, Sequence

from resolutions_cli.core.packing import Packed

#: Folders whose gists are kept together: disputes under one procedure say much the same.
CHUNK = 32

#: How many times more chunks than there need be, and how many more besides, are kept before they
#: are put in order anew: to take all apart and together again is most of what noting one costs.
_FULL_ENOUGH, _FEW = 2, 4

#: The names of some folders, and the gists of each as marshal writes them.
Chunk = tuple[tuple[str, ...], bytes]


def chunk_of(gists: dict[str, tuple[Packed, ...]]) -> Chunk:
    """The gists of some folders as they are kept."""
    return tuple(gists), marshal.dumps(gists)


class Gists:
    """The gists of the disputes in each folder, by its name."""

    def __init__(self) -> None:
        self._chunks: dict[str, Chunk] = {}
        #: Names of what was put since all was taken up.
        self._new: set[str] = set()
        self._apart: dict[str, tuple[Packed, ...]] = {}

    def take_up(self, chunks: Iterable[Chunk]) -> None:
        """Hold what was kept, except of folders that are held already: that may be newer."""
        for chunk in chunks:
            for name in chunk[0]:
                self._chunks.setdefault(name, chunk)

    def put(self, chunk: Chunk) -> None:
        """Hold these, instead of what was held of the same folders."""
        self._new.update(chunk[0])
        for name in chunk[0]:
            self._chunks[name] = chunk
            self._apart.pop(name, None)

    def __getitem__(self, name: str) -> tuple[Packed, ...]:
        if name not in self._apart:
            chunk = self._chunks[name]
            for other, gists in marshal.loads(chunk[1]).items():
                # another chunk may have come of it since
                if self._chunks.get(other) is chunk:
                    self._apart[other] = gists
        return self._apart[name]

    def kept(self, names: Container[str]) -> Iterator[Chunk]:
        """The gists of these folders as they are kept, as they were where all of a chunk are
        among them."""
        for chunk in {id(chunk): chunk for chunk in self._chunks.values()}.values():
            mine = [each for each in chunk[0] if self._chunks[each] is chunk and each in names]
            if len(mine) == len(chunk[0]):
                yield chunk
            elif mine:
                yield chunk_of({name: self[name] for name in mine})

    def kept_together(self, names: Sequence[str]) -> Iterator[Chunk]:
        """The gists of these folders as they are kept, those together that stand together; when
        only a few are new since they were taken up the others stay as they were."""
        chunks = {id(self._chunks[name]) for name in names}
        if len(self._new) <= _FEW and len(chunks) <= _FULL_ENOUGH * len(names) // CHUNK + _FEW:
            yield from self.kept(frozenset(names))
            return
        for start in range(0, len(names), CHUNK):
            yield chunk_of({name: self[name] for name in names[start : start + CHUNK]})
