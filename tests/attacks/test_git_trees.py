"""Folders in git as no git would make them: nothing is written outside, no entry is lost, and
what cannot be read is said to be that, and not that nobody can be reached."""

import hashlib
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.clones import REF, Clones, begun, clones, files, git
from tests.tools import needs
from tests.torture import sampled

__all__ = ["begun", "clones"]

pytestmark = [needs("git"), sampled]

#: The id of what nobody has.
GONE = "12" * 20


class Made:
    """Objects put into a repository byte by byte, past every check of git's."""

    def __init__(self, bare: Path) -> None:
        self.bare = bare
        for pack in (bare / "objects" / "pack").glob("*.pack"):
            away = pack.rename(bare.parent / pack.name)
            git(bare, "unpack-objects", "-q", given=away.read_bytes())
        self.file = self.put("blob", b"evil\n")
        self.folder = self.put("tree", line("100644", b"x", self.file))

    def put(self, kind: str, body: bytes) -> str:
        """An object, whatever it is; its id."""
        raw = f"{kind} {len(body)}".encode() + b"\0" + body
        id_ = hashlib.sha1(raw, usedforsecurity=False).hexdigest()
        path = self.bare / "objects" / id_[:2] / id_[2:]
        path.parent.mkdir(exist_ok=True)
        if not path.exists():
            path.write_bytes(zlib.compress(raw))
        return id_

    def commit(self, more: bytes) -> None:
        """The record's branch gets a commit whose folder ends with some bytes more."""
        top = git(self.bare, "rev-parse", "main^{tree}")
        found = zlib.decompress((self.bare / "objects" / top[:2] / top[2:]).read_bytes())
        folder = self.put("tree", found.partition(b"\0")[2] + more)
        who = "a <a@example.org> 1763600000 +0000"
        about = f"tree {folder}\nparent {git(self.bare, 'rev-parse', 'main')}"
        id_ = self.put("commit", f"{about}\nauthor {who}\ncommitter {who}\n\nx\n".encode())
        (self.bare / "refs" / "heads" / "main").write_text(f"{id_}\n")


def line(mode: str, name: bytes, id_: str) -> bytes:
    """What a folder says of one name."""
    return mode.encode() + b" " + name + b"\0" + bytes.fromhex(id_)


PASSED_OVER: dict[str, Callable[[Made], bytes]] = {
    "a slash": lambda made: line("100644", b"zz/../../x", made.file),
    ".git": lambda made: line("40000", b".git", made.folder),
    ".GIT": lambda made: line("40000", b".GIT", made.folder),
    "as Windows shortens .git": lambda made: line("40000", b"git~1", made.folder),
    ".git with a sign that is not seen": lambda made: line(
        "100644", ".g\u200cit".encode(), made.file
    ),
    "the folder above": lambda made: line("40000", b"..", made.folder),
    "this folder": lambda made: line("40000", b".", made.folder),
    "no mode": lambda made: line("0", b"zz", made.file),
    "a mode of long ago": lambda made: line("100664", b"zz", made.file),
    "another repository": lambda _: line("160000", b"zz", GONE),
    "a link": lambda made: line("120000", b"zz", made.file),
    "one name twice": lambda made: (
        line("100644", b"zz", made.file) + line("100644", b"zz", made.put("blob", b"2"))
    ),
    "a line end": lambda made: line("100644", b"zz\nx", made.file),
    "no UTF-8": lambda made: line("100644", b"zz\xff", made.file),
    "backslashes": lambda made: line("100644", b"zz\\..\\x", made.file),
    ".git further down": lambda made: line(
        "40000", b"zz", made.put("tree", line("40000", b".git", made.folder))
    ),
    "a file instead of the disputes": lambda made: line("100644", b"disputes", made.file),
    "a link instead of the disputes": lambda made: line("120000", b"disputes", made.file),
    "disputes in other letters": lambda made: line("40000", b"DISPUTES", made.folder),
}

TOLD: dict[str, Callable[[Made], bytes]] = {
    "a file that is not there": lambda _: line("100644", b"zz", GONE),
    "a folder that is not there": lambda _: line("40000", b"zz", GONE),
    "no name": lambda made: line("100644", b"", made.file),
    "a file said to be a folder": lambda made: line("40000", b"zz", made.file),
    "a folder said to be a file": lambda made: line("100644", b"zz", made.folder),
    "cut short": lambda _: b"100644 zz\0abc",
    "no folder at all": lambda _: b"\xff" * 40,
}


def around(clones: Clones) -> set[str]:
    """Every path beside the two repositories and what is cached."""
    inside = (clones.bare, clones.mine / ".git", clones.place / "cache")
    return {
        os.fspath(path)
        for path in clones.place.rglob("*")
        if not any(path.is_relative_to(each) for each in inside)
    }


@pytest.mark.parametrize("name", PASSED_OVER)
def test_a_folder_that_git_would_not_make_writes_nothing_and_stops_nobody(
    clones: Clones, name: str
) -> None:
    theirs = clones.joins()
    made = Made(clones.bare)
    made.commit(PASSED_OVER[name](made))
    clones.records(clones.mine, "2026-11-20T11:00", "note", REF, "said")
    before, beside = files(clones.mine), around(clones)
    assert clones.done(clones.mine).startswith("received: nothing; sent: ")
    assert around(clones) == beside
    assert files(clones.mine) == before
    clones.desk.done("verify", "-w", str(clones.mine))
    assert clones.done(theirs) == "received: 1 entry (D-1); sent: nothing"
    assert files(theirs) == files(clones.mine)


@pytest.mark.parametrize("name", TOLD)
def test_a_folder_that_cannot_be_read_is_told_as_that_and_the_record_goes_on(
    clones: Clones, name: str
) -> None:
    made = Made(clones.bare)
    good = git(clones.bare, "rev-parse", "main")
    made.commit(TOLD[name](made))
    clones.records(clones.mine, "2026-11-20T11:00", "note", REF, "said")
    said = clones.sync(clones.mine)
    assert (said.code, said.out) == (5, "")
    assert "the shared repository is damaged, or holds something that git cannot read" in said.err
    clones.desk.done("verify", "-w", str(clones.mine))
    (clones.bare / "refs" / "heads" / "main").write_text(f"{good}\n")
    assert clones.done(clones.mine) == "received: nothing; sent: 1 entry (D-1)"


def test_a_branch_that_is_called_head_and_thousands_of_others_are_not_looked_at(
    clones: Clones,
) -> None:
    tip = git(clones.bare, "rev-parse", "main")
    names = ["HEAD", "main-2", *(f"n{number}" for number in range(5000))]
    lines = "".join(f"create refs/heads/{name} {tip}\n" for name in names)
    git(clones.bare, "update-ref", "--stdin", given=lines.encode())
    clones.records(clones.mine, "2026-11-20T11:00", "note", REF, "said")
    assert clones.done(clones.mine) == "received: nothing; sent: 1 entry (D-1)"
    kept = git(clones.mine, "for-each-ref", "--format=%(refname)", "refs/remotes")
    assert kept == "refs/remotes/origin/main"


def test_another_branch_that_is_broken_stops_nothing_that_comes(clones: Clones) -> None:
    theirs = clones.joins()
    clones.records(theirs, "2026-11-20T11:00", "note", REF, "said")
    clones.done(theirs)
    (clones.bare / "refs" / "heads" / "side").write_text(f"{GONE}\n")
    assert clones.done(clones.mine) == "received: 1 entry (D-1); sent: nothing"
    clones.records(clones.mine, "2026-11-20T12:00", "note", REF, "said")
    said = clones.sync(clones.mine)
    assert said.code == 5, "git there takes nothing with such a branch"
    assert "the shared repository is damaged" in said.err


@pytest.mark.parametrize("what", ["a folder", "a link"])
def test_what_stands_at_the_place_of_an_entry_keeps_it_from_nobody(
    clones: Clones, what: str
) -> None:
    """Somebody puts a folder, or a link, where git had the newest entry, before others had it."""
    theirs = clones.joins()
    clones.records(clones.mine, "2026-11-20T11:00", "note", REF, "rang, and nobody was there")
    clones.done(clones.mine)
    (note,) = (clones.mine / "disputes" / REF).glob("*-noted-*.toml")
    path = note.relative_to(clones.mine).as_posix()
    evil = clones.place / "evil"
    git(clones.place, "clone", "--quiet", str(clones.bare), str(evil))
    (evil / path).unlink()
    if what == "a folder":
        (evil / path).mkdir()
        (evil / path / "x").write_text("x")
    else:
        (evil / path).symlink_to("elsewhere")
    git(evil, "add", "--all")
    git(evil, "commit", "--quiet", "-m", "x")
    git(evil, "push", "--quiet")
    for folder in (theirs, clones.mine, theirs):
        clones.done(folder)
    assert files(theirs) == files(clones.mine)
    assert (theirs / path).read_bytes() == note.read_bytes()
    assert git(clones.bare, "cat-file", "-t", f"main:{path}") == "blob"
