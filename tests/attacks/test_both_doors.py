"""Both doors into the record, sync and import, against one table of files that do harm.

Whatever comes, the dispute that it was meant for is read and written as before.
"""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
import tomli_w

from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.record.log import Log
from resolutions_cli.files.exchange.bundle import (
    BundledDispute,
    EntryText,
    read_bundle,
    write_bundle,
)
from resolutions_cli.files.record.entry_file import decode
from tests.attacks.forged import AT, NAME, OPEN, TABLE, Victim, at, beside, digits, entry, head_of
from tests.clones import REF, WHY, Clones, begun, clones, files, git, newest
from tests.desk import Said
from tests.tools import needs
from tests.torture import sampled

__all__ = ["begun", "clones"]

pytestmark = [needs("git"), sampled]

WHEN = "2026-11-20T12:00"
IN_BUNDLES = {name: forged for name, forged in TABLE.items() if not forged.by_git_only}


@pytest.fixture
def victim(clones: Clones) -> Victim:
    """What anybody knows who has a copy of the record."""
    clones.desk.at(WHEN)
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
    assert said.err.count(
        "resolve: error: a file from the shared repository was not taken in: "
    ) == len(paths)
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

    before = files(clones.mine)
    left_out = clones.sync(clones.mine, "--leave-out", path)
    if TABLE[name].waits:
        assert "that file only waits for others, and may be good" in left_out.err
        assert (left_out.code, files(clones.mine)) == (3, before)
        is_named_once(clones.sync(third), path)
        return
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


# ------------------------------------------------------------------ good ones after a bad one


def note(victim: Victim, *after: dict[str, bytes], text: str = "said") -> dict[str, bytes]:
    """A good note that follows others, or the newest."""
    ids = [id_of(each) for each in after] or list(victim.heads)
    return at(REF, entry(victim.head(after=ids), {"text": text, "by": "Somebody"}))


def id_of(made: dict[str, bytes]) -> str:
    return hashlib.sha256(head_of(next(iter(made.values())))).hexdigest()


def test_what_follows_a_bad_entry_waits_by_name_and_comes_once_that_can(
    clones: Clones, victim: Victim
) -> None:
    first = note(victim)
    second = note(victim, first)
    third = note(victim, second)
    push(clones, second, third)
    said = clones.sync(clones.mine)
    is_named_once(said, *second, *third)
    assert "follows one that is not here and was not received" in said.err
    assert "the entry waits, because it follows one that was not taken in" in said.err
    push(clones, first)
    assert clones.done(clones.mine).startswith("received: 3 entries (D-1)")
    is_as_before(clones, clones.mine)


def test_what_follows_one_that_was_left_out_comes_in_and_is_told_by_verify(
    clones: Clones, victim: Victim
) -> None:
    bad = _bad(victim)
    good = note(victim, bad)
    push(clones, bad, good)
    is_named_once(clones.sync(clones.mine), *bad, *good)
    said = clones.sync(clones.mine, "--leave-out", *bad)
    assert said.code == 0
    assert f"left out: {next(iter(bad))}\n" in said.out
    assert {*good} <= {*files(clones.mine)}
    said = clones.desk.at(WHEN).does("verify", "-w", str(clones.mine))
    assert (said.code, "follows-left-out" in said.out) == (8, True)
    assert "left out of it (the entry records something that cannot have happened" in said.out
    for words in (("show", REF), ("due",), ("note", REF, "said"), ("escalate", REF, *WHY)):
        assert clones.desk.at(WHEN).does(words[0], "-w", str(clones.mine), *words[1:]).code == 0


def _bad(victim: Victim) -> dict[str, bytes]:
    """An entry that can be read, and cannot have been."""
    return TABLE["a move from where it is not"].make(victim)


def test_a_good_entry_beside_bad_ones_comes_in(clones: Clones, victim: Victim) -> None:
    bad = [forged.make(victim) for forged in TABLE.values() if not forged.waits]
    good = note(victim, text="good")
    push(clones, *bad, good)
    said = clones.sync(clones.mine)
    assert said.out.startswith("received: 1 entry (D-1)")
    paths = sorted({path for each in bad for path in each})  # some spoil one note in several ways
    refused = clones.sync(clones.mine, "--json").document["refused"]
    assert sorted(each["path"] for each in refused) == paths
    assert f"not taken in: {len(paths)} files" in said.out
    assert f"{len(paths) - 20} more files from the shared repository were not taken in" in said.err
    is_as_before(clones, clones.mine)
    folders = sorted({path.partition("/")[0] for path in paths})
    said = clones.sync(clones.mine, *(word for each in folders for word in ("--leave-out", each)))
    assert (said.code, said.err) == (0, "")
    assert next(iter(good)) in files(clones.mine)


# ------------------------------------------------------------------ nothing good can be left out


def test_a_good_entry_cannot_be_left_out(clones: Clones, victim: Victim) -> None:
    good = note(victim)
    push(clones, good)
    before = files(clones.mine)
    (path,) = good
    for _ in range(2):
        said = clones.sync(clones.mine, "--leave-out", path)
        assert (said.code, said.out) == (3, "")
        assert "there is no file at that path that was not taken in" in said.err
        assert files(clones.mine).keys() - before.keys() <= {path}
        clones.done(clones.mine)
    assert path in files(clones.mine)


def test_a_mark_that_somebody_made_of_a_good_entry_hides_it_nowhere(
    clones: Clones, victim: Victim
) -> None:
    good = note(victim)
    ((path, raw),) = good.items()
    opened = newest(clones.mine, "opened")
    marks = {
        f"disputes/{REF}/{opened.name}": opened.read_bytes(),
        path: raw,
    }
    made = [mark(path, raw) for path, raw in marks.items()]
    push(clones, good, *made)
    assert clones.done(clones.mine).startswith("received: 1 entry (D-1) and 2 other files")
    assert marks.keys() <= files(clones.mine).keys()
    new = clones.empty("new")
    clones.done(new, "--init", str(clones.bare))
    assert marks.keys() <= files(new).keys()
    is_as_before(clones, new)


def mark(path: str, raw: bytes) -> dict[str, bytes]:
    values = {"format": 1, "left_out": AT, "path": path}
    values |= {"digest": hashlib.sha256(raw).hexdigest(), "reason": "garbage"}
    return beside("left-out", NAME, tomli_w.dumps(values).encode())


# ------------------------------------------------------------------ poisoned by an older version


def poison(folder: Path, made: dict[str, bytes]) -> None:
    """A machine takes in whatever comes, as older versions did."""
    for path, raw in made.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(raw)
    git(folder, "add", "-A")
    git(folder, "commit", "--quiet", "-m", "by hand")
    git(folder, "push", "--quiet")


@pytest.mark.parametrize("name", TABLE)
def test_what_an_older_version_took_in_is_left_out_and_the_record_is_well_again(
    clones: Clones, victim: Victim, name: str
) -> None:
    made = TABLE[name].make(victim)
    (path,) = made
    theirs = clones.joins()
    poison(clones.mine, made)
    git(theirs, "pull", "--quiet")
    assert (theirs / path).exists(), "git by hand asks nobody"

    said = clones.sync(clones.mine, "--leave-out", path)
    # a list of bank holidays that stands there waits, until it is taken away
    assert (said.code, "resolve: error" in said.err) == (0, False), said
    assert not (clones.mine / path).exists()
    assert path in in_git(clones.bare)
    again = clones.sync(theirs)
    # what differs in capitals only, or in a label, goes where somebody says so
    if TABLE[name].waits or TABLE[name].reason in ("differs-in-capitals", "label-taken"):
        again = clones.sync(theirs, "--leave-out", path)
    assert (again.code, "resolve: error" in again.err) == (0, False), again
    assert not (theirs / path).exists()
    is_as_before(clones, theirs)
    is_as_before(clones, clones.mine)
    if TABLE[name].waits:
        is_named_once(clones.sync(theirs), path)


def test_of_two_spellings_that_stand_the_one_that_was_opened_first_stays(
    clones: Clones, victim: Victim
) -> None:
    made = TABLE["a reference in other capitals"].make(victim)
    poison(clones.mine, made)
    said = clones.sync(clones.mine, "--leave-out", f"disputes/{REF}")
    assert said.code == 3
    assert clones.sync(clones.mine, "--leave-out", "disputes/d-1").code == 0
    is_as_before(clones, clones.mine)


def test_of_two_spellings_that_come_together_the_one_that_was_opened_first_comes_in(
    clones: Clones, victim: Victim
) -> None:
    made = TABLE["a reference in other capitals"].make(victim)
    push(clones, made)
    new = clones.empty("new")
    is_named_once(clones.sync(new, "--init", str(clones.bare)), *made)
    is_as_before(clones, new)


# ------------------------------------------------------------------ a clock of 2099


def of_2099(victim: Victim) -> dict[str, bytes]:
    when = datetime(2099, 1, 1, 12, tzinfo=UTC)
    raw = entry({**victim.head(), "at": when, "recorded": when})
    return {f"disputes/{REF}/20990101T120000.000Z-noted-{digits(head_of(raw))}.toml": raw}


@pytest.mark.parametrize("door", ["sync", "import"])
def test_an_entry_recorded_in_2099_is_told_of_and_changes_nothing_that_was_known(
    clones: Clones, victim: Victim, door: str
) -> None:
    made = of_2099(victim)
    (path,) = made
    if door == "sync":
        push(clones, made)
        said = clones.sync(clones.mine)
    else:
        said = clones.desk.does("import", str(bundle(clones, made)))
    assert said.code == 0, said
    assert "recorded later than the time on this machine's clock" in said.err
    assert path in said.err
    told = clones.desk.does("verify")
    assert (told.code, "recorded-in-future" in told.out) == (0, True)
    clones.records(clones.mine, "2026-11-25T12:00", "escalate", REF, *WHY)
    for when, stage in (("2026-11-24", "1"), ("2026-11-25", "2"), ("2026-12-01", "2")):
        shown = clones.desk.at("2026-12-02T09:00").done("show", REF, "--known-at", when, "--json")
        assert shown.document["dispute"]["stage"] == stage, when


def test_an_entry_that_was_removed_and_marked_as_left_out_is_told_of_all_the_same(
    clones: Clones,
) -> None:
    clones.records(clones.mine, WHEN, "note", REF, "said")
    clones.records(clones.mine, "2026-11-20T13:00", "note", REF, "and again")
    removed = min((clones.mine / "disputes" / REF).glob("*-noted-*"))
    path = f"disputes/{REF}/{removed.name}"
    ((name, raw),) = mark(path, removed.read_bytes()).items()
    (clones.mine / name).write_bytes(raw)
    removed.unlink()
    said = clones.desk.does("verify")
    assert (said.code, "follows-left-out" in said.out, path in said.out) == (8, True, True)
