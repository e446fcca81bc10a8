"""Commits of a few kilobytes that stand for gigabytes, made with git's own tools."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

#: In bytes: as large as any file of a record may be.
LARGEST = 8 * 1024 * 1024

#: The name of an entry's file, up to its digits.
_ENTRY = "20261120T113000.000Z-noted-"


class Bombs:
    """A bare repository, and what somebody who may push to it puts there."""

    def __init__(self, bare: Path) -> None:
        self.bare = bare

    def git(self, *words: str, given: bytes = b"") -> str:
        """What a git answers there."""
        said = subprocess.run(
            ["git", "-c", "user.name=A. Hand", "-c", "user.email=hand@example.org", *words],
            cwd=self.bare,
            input=given,
            capture_output=True,
            check=True,
        )
        return said.stdout.decode().strip()

    def blob(self, raw: bytes) -> str:
        """The line of a folder that names a file of these bytes, but for its name."""
        return f"100644 blob {self.git('hash-object', '-w', '--stdin', given=raw)}"

    def folder(self, names: Mapping[str, str]) -> str:
        """The same of a folder with some names, each with its line."""
        lines = "".join(f"{line}\t{name}\n" for name, line in names.items())
        return f"040000 tree {self.git('mktree', given=lines.encode())}"

    def doubled(self, levels: int) -> str:
        """A folder that names one folder ten times, and that one the next: ten to the power of
        `levels` paths, in one object more than there are levels."""
        line = self.blob(b"bang\n")
        for _ in range(levels):
            line = self.folder({f"n{number}": line for number in range(10)})
        return line

    def broad(self, disputes: int, entries: int) -> str:
        """A folder of disputes that all have the same entries, where a record has them."""
        line = self.blob(b"bang\n")
        one = self.folder({f"{_ENTRY}{number:016x}.toml": line for number in range(entries)})
        return self.folder({f"B-{number}": one for number in range(disputes)})

    def long(self, names: int) -> str:
        """A folder with so many names."""
        line = self.blob(b"bang\n")
        return self.folder({f"{number:06d}": line for number in range(names)})

    def zeros(self, count: int, size: int = LARGEST) -> str:
        """A folder with so many different files of nothing but zeros, under names of entries."""
        return self.folder(
            {
                f"{_ENTRY}{number:016x}.toml": self.blob(bytes(size - 8) + number.to_bytes(8))
                for number in range(count)
            }
        )

    def one_file(self, size: int) -> str:
        """A file of zeros, so large that it is not made in memory."""
        zeros = self.bare / "zeros"
        with zeros.open("wb") as file:
            file.truncate(size)
        line = self.git("-c", "core.bigFileThreshold=1m", "hash-object", "-w", str(zeros))
        zeros.unlink()
        return f"100644 blob {line}"

    def put(self, path: str, line: str, branch: str = "main") -> None:
        """Commit it at a path of the record's branch, or as all that another branch has."""
        begun = branch == "main"
        folder = self._with(self._top() if begun else {}, path, line)
        parents = ("-p", branch) if begun else ()
        commit = self.git("commit-tree", folder.split(" ")[2], *parents, "-m", "bang")
        self.git("update-ref", f"refs/heads/{branch}", commit)

    def take_out(self, path: str) -> None:
        """Commit what is there without a name of the first level."""
        names = {name: line for name, line in self._top().items() if name != path}
        commit = self.git("commit-tree", self.folder(names).split(" ")[2], "-p", "main", "-m", "x")
        self.git("update-ref", "refs/heads/main", commit)

    def _top(self, of: str = "main") -> dict[str, str]:
        return dict(self._lines(self.git("ls-tree", of)))

    def _with(self, names: Mapping[str, str], path: str, line: str) -> str:
        first, _, rest = path.partition("/")
        if not rest:
            return self.folder({**names, first: line})
        below = self._top(names[first].split(" ")[2]) if first in names else {}
        return self.folder({**names, first: self._with(below, rest, line)})

    @staticmethod
    def _lines(said: str) -> Iterator[tuple[str, str]]:
        for each in said.splitlines():
            line, _, name = each.partition("\t")
            yield name, line

    def noise(self, size: int) -> str:
        """A file that no packing makes smaller."""
        return self.blob(os.urandom(size))
