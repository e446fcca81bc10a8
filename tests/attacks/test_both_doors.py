"""Both doors into the record, sync and import, against one table of files that do harm.

Whatever comes, the dispute that it was meant for is read and written as before.
"""

from pathlib import Path

import pytest

from resolutions_cli.core.entry import Entry
from resolutions_cli.core.log import Log
from resolutions_cli.files.bundle import BundledDispute, EntryText, read_bundle, write_bundle
from resolutions_cli.files.entry_file import decode
from tests.attacks.forged import OPEN, TABLE, Victim
from tests.clones import REF, WHY, Clones, begun, clones, files, git
from tests.desk import Said
from tests.tools import needs

__all__ = ["begun", "clones"]

pytestmark = needs("git")

WHEN = "2026-11-20T12:00"
IN_BUNDLES = {name: forged for name, forged in TABLE.items() if not forged.by_git_only}


@pytest.fixture
def victim(clones: Clones) -> Victim:
    """What anybody knows who has a copy of the record."""
    return known(clones)


def known(clones: Clones) -> Victim:
    log = clones.desk.log(REF)
    return Victim(log.entries[0], log.heads)


def push(clones: Clones, *many: dict[str, bytes]) -> None:
    """Somebody else commits files by hand and pushes them."""
    place = clones.place / "hand"
    if not place.exists():
        git(clones.place, "clone", "--quiet", str(clones.bare), str(place))
    git(place, "pull", "--quiet", "--no-rebase")
    for made in many:
        for path, raw in made.items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_bytes(raw)
    git(place, "add", "-A")
    git(place, "commit", "--quiet", "-m", "by hand")
    git(place, "push", "--quiet")


def in_git(folder: Path) -> set[str]:
    return set(git(folder, "ls-tree", "-r", "--name-only", "-z", "main").split("\0"))


def is_as_before(clones: Clones, folder: Path, ref: str = REF) -> None:
    """The dispute is read and written, and nothing is wrong with the record."""
    for words in (("show", ref), ("due",), ("list",), ("verify",), ("next",)):
        said = clones.desk.at(WHEN).does(words[0], "-w", str(folder), *words[1:])
        assert said.code == 0, (words, said)
    clones.records(folder, WHEN, "note", ref, "said")
    clones.records(folder, WHEN, "escalate", ref, *WHY)


def is_named_once(said: Said, *paths: str) -> None:
    """A sync ended with 5, and named each file once, and none besides."""
    assert said.code == 5, said
    assert f"not taken in: {len(paths)} file" in said.out
    assert said.err.count("resolve: error: a file that came was not taken in: ") == len(paths)
    for path in paths:
        assert said.err.count(f"  {path}\n") == 1, said.err


# ------------------------------------------------------------------ by git


@pytest.mark.parametrize("name", TABLE)
def test_by_git_it_stays_in_git_is_named_and_can_be_left_out_everywhere(
    clones: Clones, victim: Victim, name: str
) -> None:
    third = clones.empty("third")
    clones.done(third, "--init", str(clones.bare))
    before = files(clones.mine)
    made = TABLE[name].make(victim)
    (path,) = made
    push(clones, made)

    said = clones.sync(clones.mine)
    is_named_once(said, path)
    assert files(clones.mine) == before, "nothing of it was written"
    assert path in in_git(clones.mine) & in_git(clones.bare)
    (refused,) = clones.sync(clones.mine, "--json").document["refused"]
    assert (refused["path"], refused["reason"]) == (path, TABLE[name].reason)
    is_as_before(clones, clones.mine)
    is_named_once(clones.sync(third), path)

    left_out = clones.sync(clones.mine, "--leave-out", path)
    assert (left_out.code, left_out.err) == (0, "")
    for folder in (third, clones.mine):
        quiet = clones.sync(folder)
        assert (quiet.code, quiet.err, "not taken in" in quiet.out) == (0, "", False)
        assert not (folder / path).exists()
    assert path in in_git(clones.bare), "git keeps it"
    assert clones.desk.does("verify", "-w", str(third)).code == 0


@pytest.mark.parametrize("name", OPEN)
def test_by_git_what_a_good_program_can_make_comes_in(
    clones: Clones, victim: Victim, name: str
) -> None:
    made = OPEN[name].make(victim)
    (path,) = made
    push(clones, made)
    assert "not taken in" not in clones.sync(clones.mine).out
    assert (clones.mine / path).exists()
    if OPEN[name].kept:
        twins = clones.desk.done("list", "--json").document["disputes"]
        is_as_before(clones, clones.mine, twins[0]["dispute"])


# ------------------------------------------------------------------ in a bundle


def bundle(clones: Clones, made: dict[str, bytes]) -> Path:
    """A bundle of the dispute with a forged file in it, in which all digests fit."""
    file = clones.place / "bundle.toml"
    clones.desk.done("export", "--bundle", str(file), "--replace", REF)
    good = read_bundle(file.read_bytes())
    ((path, raw),) = made.items()
    _, ref, name = path.split("/")
    texts = [EntryText(name, raw.replace(b"\r\n", b"\n"))]
    if ref == REF:
        texts = [*good.disputes[0].entries, *texts]
    every = [found for each in texts if (found := decode(each.name, each.raw).entry)]
    digest = Log(ref, tuple[Entry, ...](every)).digest
    sent = BundledDispute(ref, digest, tuple(texts))
    labels = dict.fromkeys(good.procedures, "nyscp@as-read-2024-05-r2")
    file.write_bytes(write_bundle(good.but(disputes=(sent,)), labels))
    return file


@pytest.mark.parametrize("name", IN_BUNDLES)
def test_in_a_bundle_all_of_it_is_refused(clones: Clones, victim: Victim, name: str) -> None:
    file = bundle(clones, TABLE[name].make(victim))
    before = files(clones.mine)
    said = clones.desk.does("import", str(file))
    assert (said.code, said.out) == (3, ""), said
    assert files(clones.mine) == before
    is_as_before(clones, clones.mine)


@pytest.mark.parametrize("name", [name for name in OPEN if not OPEN[name].by_git_only])
def test_in_a_bundle_what_a_good_program_can_make_comes_in(
    clones: Clones, victim: Victim, name: str
) -> None:
    file = bundle(clones, OPEN[name].make(victim))
    assert clones.desk.does("import", str(file)).code == 0
    twins = clones.desk.done("list", "--json").document["disputes"]
    is_as_before(clones, clones.mine, twins[0]["dispute"])
