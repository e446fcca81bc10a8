"""Machines that share a record through a bare repository, for tests: git itself, nothing played."""

import shutil
import subprocess
from pathlib import Path

import pytest

from resolutions_cli.errors import ResolveError
from resolutions_cli.files.workspace.create import init
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

    def by_server(self, folder: Path) -> None:
        """Let a machine go to the repository as if that were on a server, which has hooks and
        settings of its own: by an ssh that runs what it is told right here."""
        ssh = self.place / "ssh"
        ssh.write_text('#!/bin/sh\nfor last; do :; done\nexec sh -c "$last"\n')
        ssh.chmod(0o755)
        git(folder, "config", "core.sshCommand", str(ssh))
        git(folder, "remote", "set-url", "origin", f"ssh://git.example.org{self.bare}")

    def hook(self, name: str, says: str) -> Path:
        """A hook of the shared repository: lines of a shell."""
        hook = self.bare / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\n{says}\n")
        hook.chmod(0o755)
        return hook

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


def git(folder: Path, *words: str, fails: bool = False, given: bytes = b"") -> str:
    """Git as a person runs it by hand, with a name of its own."""
    done = subprocess.run(
        ["git", "-c", "user.name=A. Hand", "-c", "user.email=hand@example.org", *words],
        cwd=folder,
        input=given,
        capture_output=True,
        check=False,
    )
    assert fails or done.returncode == 0, done.stderr
    return done.stdout.decode("utf-8", "replace").strip()


def files(folder: Path) -> dict[str, bytes]:
    """Every file of the record, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for place in ("disputes", "procedures", "calendar", "seals", "left-out")
        for path in sorted((folder / place).rglob("*"))
        if path.is_file()
    }


def newest(folder: Path, kind: str, ref: str = REF) -> Path:
    """The newest file of a kind of entry."""
    return max((folder / "disputes" / ref).glob(f"*-{kind}-*.toml"))


def begins(condition: type[ResolveError]) -> str:
    """The message up to its first fact."""
    message = (condition.__doc__ or "").partition("\n")[0]
    return f"resolve: error: {message.partition('{')[0]}"


def refused(
    clones: Clones, condition: type[ResolveError], *words: str, folder: Path | None = None
) -> str:
    """A sync that fails so; the record is as it was, and what git said is not repeated."""
    folder = folder or clones.mine
    before = files(folder)
    said = clones.sync(folder, *words)
    assert said.err.startswith(begins(condition)), said
    assert (said.code, said.out) == (condition.exit_code, ""), said
    assert files(folder) == before
    for secret in (CANARY, "fatal", "remote:", str(clones.bare)):
        assert secret not in said.err
    return said.err


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
