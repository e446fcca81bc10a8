"""Machines that share a record through a bare repository, for tests: git itself, nothing played."""

import shutil
import subprocess
from pathlib import Path

import pytest

from resolutions_cli.files.making import init
from tests.desk import Desk, Said

REF = "D-1"
WHY = ("--reason", "Zaubervogel says so.")

#: What nobody but the entries themselves may hold.
CANARY = "Zaubervogel"


class Clones:
    """The desk's workspace synced with a bare repository, and others that join it."""

    def __init__(self, desk: Desk, place: Path) -> None:
        self.desk, self.place = desk, place
        self.bare = place / "record.git"
        self.mine = desk.folder

    def begin(self, kept: Path) -> "Clones":
        """A dispute is opened here and sent; the second time that is copied from `kept`."""
        self.desk.at("2026-11-20T10:00")
        if kept.exists():
            shutil.rmtree(self.mine)
            shutil.copytree(kept / "mine", self.mine)
            shutil.copytree(kept / "bare", self.bare)
            git(self.mine, "config", "remote.origin.url", str(self.bare))
            return self
        git(self.place, "init", "--quiet", "--bare", "-b", "main", str(self.bare))
        self.desk.opens("1", "--raised", "2026-11-19", "--summary", CANARY)
        self.done(self.mine, "--init", str(self.bare))
        shutil.copytree(self.mine, kept / "mine")
        shutil.copytree(self.bare, kept / "bare")
        return self

    def joins(self, name: str = "theirs") -> Path:
        """Another machine, which clones the repository."""
        folder = self.place / name
        git(self.place, "clone", "--quiet", str(self.bare), str(folder))
        self.done(folder)
        return folder

    def accepts(self, *folders: Path) -> None:
        """The machines are one's own: what one redacts goes from the others without a question."""
        for folder in folders:
            file = folder / "resolve.toml"
            file.write_text(
                f'{file.read_text("utf-8")}\n[settings]\nredactions = "accept"\n', "utf-8"
            )

    def empty(self, name: str, *, practice: bool = True) -> Path:
        """A workspace of its own that knows nothing of the others."""
        init(self.place / name, "nyscp", practice=practice)
        return self.place / name

    def sync(self, folder: Path, *words: str) -> Said:
        """A sync, whatever comes of it."""
        return self.desk.does("sync", "-w", str(folder), *words)

    def done(self, folder: Path, *words: str) -> str:
        """A sync that must come to its end; its line."""
        said = self.sync(folder, *words)
        assert said.code == 0, said
        return said.out.strip()

    def records(self, folder: Path, when: str, *words: str) -> Said:
        """Something is recorded on a machine."""
        return self.desk.at(when).done(words[0], "-w", str(folder), *words[1:])

    def shown(self, folder: Path, ref: str = REF) -> str:
        """The dispute as a machine shows it, to the byte."""
        return self.desk.does("show", ref, "-w", str(folder), "--json").out


def git(folder: Path, *words: str, fails: bool = False) -> str:
    """Git as a person runs it by hand, with a name of its own."""
    done = subprocess.run(
        ["git", "-c", "user.name=A. Hand", "-c", "user.email=hand@example.org", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert fails or done.returncode == 0, done.stderr
    return done.stdout.strip()


def files(folder: Path) -> dict[str, bytes]:
    """Every file of the record, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for place in ("disputes", "procedures", "calendar", "seals")
        for path in sorted((folder / place).rglob("*"))
        if path.is_file()
    }


def newest(folder: Path, kind: str, ref: str = REF) -> Path:
    """The newest file of a kind of entry."""
    return max((folder / "disputes" / ref).glob(f"*-{kind}-*.toml"))


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the beginning of every such test is kept."""
    return tmp_path_factory.mktemp("begun") / "kept"


@pytest.fixture
def clones(desk: Desk, tmp_path: Path, begun: Path, monkeypatch: pytest.MonkeyPatch) -> Clones:
    """A dispute that one machine has recorded and sent; git knows nothing of this account."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return Clones(desk, tmp_path).begin(begun)
