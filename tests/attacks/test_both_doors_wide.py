"""Files that fit by themselves and do harm by what they leave out, or by how many they are."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from resolutions_cli import errors
from resolutions_cli.core.entries.facts import Escalated, Opened
from resolutions_cli.core.record.agencies import agencies_named
from resolutions_cli.core.record.integrity import MOST_BESIDE
from resolutions_cli.files.record.first_marks import accept
from resolutions_cli.files.record.left_out import read_mark, read_marks
from resolutions_cli.files.record.log import read_log
from resolutions_cli.files.workspace.accepted import redaction
from tests.attacks.forged import (
    AT,
    NAME,
    OTHER_LIMITS,
    SHIPPED,
    Victim,
    at,
    beside,
    digits,
    entry,
)
from tests.attacks.test_both_doors import (
    WHEN,
    is_as_before,
    is_named_once,
    mark,
    note,
    poison,
    push,
    victim,
)
from tests.clones import REF, WHY, Clones, begins, begun, clones, files, git, newest
from tests.tools import needs
from tests.torture import long
from tests.written import written_procedure

__all__ = ["begun", "clones", "victim"]

pytestmark = [needs("git"), long]


def notes(victim: Victim, count: int) -> list[dict[str, bytes]]:
    """Notes side by side, all after the newest entries."""
    return [note(victim, text=f"note {number}") for number in range(count)]


# ------------------------------------------------------------------ many side by side


def test_of_notes_side_by_side_a_hundred_come_in_the_same_on_every_machine(
    clones: Clones, victim: Victim
) -> None:
    third = clones.empty("third")
    clones.done(third, "--init", str(clones.bare))
    push(clones, *notes(victim, 130))
    said = clones.sync(clones.mine)
    assert (said.code, "not taken in: 30 files" in said.out) == (5, True)
    refused = clones.sync(clones.mine, "--json").document["refused"]
    assert {each["reason"] for each in refused} == {"too-many-beside"}
    assert clones.sync(third).code == 5
    assert files(third) == files(clones.mine)
    assert len(clones.desk.log(REF).heads) == MOST_BESIDE
    is_as_before(clones, clones.mine)
    assert clones.sync(clones.mine).code == 0, "an entry that follows them makes room for the rest"
    assert clones.sync(third).code == 0
    assert files(third) == files(clones.mine)


def test_no_mark_hides_what_waits_for_room(clones: Clones, victim: Victim) -> None:
    many = notes(victim, MOST_BESIDE + 1)
    push(clones, *many, *(mark(path, raw) for each in many for path, raw in each.items()))
    said = clones.sync(clones.mine)
    (refused,) = clones.sync(clones.mine, "--json").document["refused"]
    is_named_once(said, refused["path"])
    left_out = clones.sync(clones.mine, "--leave-out", refused["path"])
    assert (left_out.code, left_out.err.startswith(begins(errors.OnlyWaits))) == (3, True)


def test_a_dispute_that_an_older_version_let_a_thousand_into_is_written_and_sent(
    clones: Clones, victim: Victim
) -> None:
    poison(clones.mine, {p: raw for each in notes(victim, 960) for p, raw in each.items()})
    sent = clones.place / "sent.toml"
    said = clones.desk.at(WHEN).does("export", "--bundle", str(sent), REF)
    assert (said.code, said.out) == (3, "")
    assert said.err.startswith(f"resolve: error: {REF} has 960 entries that do not know each other")
    for words in (
        ("note", REF, "said"),
        ("escalate", REF, *WHY),
        ("correct", REF, "1", "--set", "summary=So.", *WHY),
    ):
        clones.records(clones.mine, WHEN, *words)
    assert len(clones.desk.log(REF).heads) == 1
    clones.desk.done("export", "--bundle", str(sent), REF)
    new = clones.empty("new")
    clones.desk.done("import", str(sent), "-w", str(new))
    assert clones.shown(new) == clones.shown(clones.mine)


def test_of_too_many_to_follow_the_one_that_knows_the_last_move_is_followed(
    clones: Clones, victim: Victim
) -> None:
    clones.records(clones.mine, "2026-11-20T11:00", "escalate", REF, *WHY)
    clones.records(clones.mine, "2026-11-20T11:05", "note", REF, "said")
    poison(clones.mine, {p: raw for each in notes(victim, 600) for p, raw in each.items()})
    clones.records(clones.mine, WHEN, "escalate", REF, *WHY)
    moves = [each for each in clones.desk.log(REF).entries if isinstance(each.facts, Escalated)]
    assert clones.desk.log(REF).knowledge.knows(moves[1].id, moves[0].id)
    assert clones.desk.does("verify").code == 0


def test_an_entry_that_knows_all_that_came_brings_them_in(clones: Clones, victim: Victim) -> None:
    many = notes(victim, 130)
    push(clones, *many, note(victim, *many, text="and all of them"))
    clones.done(clones.mine)
    assert len(clones.desk.log(REF).heads) == 1


@pytest.mark.parametrize("count", [MOST_BESIDE, MOST_BESIDE + 1, 250])
def test_a_bundle_of_many_side_by_side_is_made_only_where_it_can_be_taken_in(
    clones: Clones, victim: Victim, count: int
) -> None:
    poison(clones.mine, {p: raw for each in notes(victim, count) for p, raw in each.items()})
    sent = clones.place / "sent.toml"
    said = clones.desk.at(WHEN).does("export", "--bundle", str(sent), REF)
    assert (said.code, sent.exists()) == ((0, True) if count == MOST_BESIDE else (3, False))
    if sent.exists():
        clones.desk.done("import", str(sent), "-w", str(clones.empty("new")))


# ------------------------------------------------------------------ labels


def of_other_limits(victim: Victim) -> dict[str, bytes]:
    """A dispute that is counted by another content under the shipped label."""
    digest = hashlib.sha256(OTHER_LIMITS).hexdigest()
    return at("N-1", victim.opening("N-1", digest=digest), "opened")


def test_a_dispute_under_a_procedure_whose_label_is_taken_waits_with_it(
    clones: Clones, victim: Victim
) -> None:
    forged = {**beside("procedures", SHIPPED.label, OTHER_LIMITS), **of_other_limits(victim)}
    push(clones, forged)
    before = files(clones.mine)
    is_named_once(clones.sync(clones.mine), *forged)
    refused = clones.sync(clones.mine, "--json").document["refused"]
    assert {each["reason"] for each in refused} == {"label-taken", "no-procedure"}
    assert files(clones.mine) == before
    is_as_before(clones, clones.mine)
    listed = clones.desk.done("procedure", "list").out
    assert "procedure accept" not in listed


def test_a_label_of_a_procedure_that_is_here_is_taken_too(clones: Clones, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(written_procedure("southshire"), "utf-8")
    clones.desk.done("procedure", "add", str(own))
    other = own.read_bytes() + b"\n# of somebody else\n"
    (label,) = {each.stem[:-17] for each in (clones.mine / "procedures").glob("southshire*")}
    forged = beside("procedures", label, other)
    push(clones, forged)
    is_named_once(clones.sync(clones.mine), *forged)


def test_a_procedure_that_a_dispute_here_is_counted_by_is_never_taken_away(
    clones: Clones, victim: Victim
) -> None:
    procedure = beside("procedures", SHIPPED.label, OTHER_LIMITS)
    (path,) = procedure
    dispute = of_other_limits(victim)
    poison(clones.mine, {**procedure, **dispute})
    said = clones.sync(clones.mine, "--leave-out", path)
    assert (said.code, (clones.mine / path).exists()) == (3, True)
    said = clones.sync(clones.mine, "--leave-out", path, "--leave-out", *dispute)
    assert (said.code, said.err) == (0, "")
    assert not {path, *dispute} & files(clones.mine).keys()
    is_as_before(clones, clones.mine)


# ------------------------------------------------------------------ seals


def seal_of(reference: str, id_: str) -> dict[str, bytes]:
    raw = f'format = 2\nsealed = {AT}\n\n[disputes]\n{reference} = [\n    "{id_}",\n]\n'
    return beside("seals", NAME, f"{raw}\n[held_back]\n".encode())


@pytest.mark.parametrize("reference", [REF, "GONE-9"])
def test_a_seal_of_what_never_was_is_named_and_can_be_left_out(
    clones: Clones, reference: str
) -> None:
    forged = seal_of(reference, "ab" * 32)
    push(clones, forged)
    for _ in range(2):
        is_named_once(clones.sync(clones.mine), *forged)
    (refused,) = clones.sync(clones.mine, "--json").document["refused"]
    assert refused["reason"] == "lists-missing"
    assert clones.desk.does("verify").code == 0
    assert clones.sync(clones.mine, "--leave-out", *forged).code == 0
    assert clones.sync(clones.mine).code == 0
    assert not (clones.mine / next(iter(forged))).exists()


def test_a_seal_of_what_comes_with_it_comes_in(clones: Clones, victim: Victim) -> None:
    good = note(victim)
    (path,) = good
    theirs = clones.joins()
    poison(theirs, good)
    clones.desk.at(WHEN).done("seal", "-w", str(theirs))
    clones.done(theirs)
    clones.done(clones.mine)
    assert path in files(clones.mine)
    assert list((clones.mine / "seals").iterdir())
    assert clones.desk.does("verify").code == 0


def test_a_seal_that_stands_here_goes_on_telling_what_is_lost(clones: Clones) -> None:
    clones.records(clones.mine, WHEN, "note", REF, "said")
    clones.desk.at(WHEN).done("seal")
    clones.done(clones.mine)
    (seal,) = (clones.mine / "seals").glob("*.toml")
    path = f"seals/{seal.name}"
    newest(clones.mine, "noted").unlink()
    poison(clones.mine, mark(path, seal.read_bytes()))
    assert clones.desk.does("verify").code == 8
    assert clones.sync(clones.mine, "--leave-out", path).code == 3
    clones.sync(clones.mine)
    assert seal.exists()


# ------------------------------------------------------------------ marks


def test_marks_hide_no_entry_whose_predecessor_somebody_removed(clones: Clones) -> None:
    theirs = clones.empty("theirs")
    clones.done(theirs, "--init", str(clones.bare))
    made = {}
    for minute, text in enumerate(("removed", "follows it", "follows that")):
        clones.records(clones.mine, f"2026-11-20T11:0{minute}", "note", REF, text)
        file = newest(clones.mine, "noted")
        made[f"disputes/{REF}/{file.name}"] = file.read_bytes()
    clones.done(clones.mine)
    removed, *followers = made
    push(clones, *(mark(path, raw) for path, raw in made.items()))
    git(clones.place / "hand", "rm", "--quiet", removed)
    git(clones.place / "hand", "commit", "--quiet", "-m", "by hand")
    git(clones.place / "hand", "push", "--quiet")
    for _ in range(2):
        is_named_once(clones.sync(theirs), *followers)
    clones.done(clones.mine)
    clones.done(theirs)
    assert made.keys() <= files(theirs).keys()
    for folder in (theirs, clones.mine):
        said = clones.desk.at(WHEN).does("verify", "-w", str(folder))
        assert (said.code, "left-out" in said.out, "left out" in said.out) == (0, False, False)


def test_a_mark_holds_no_name_and_one_that_has_one_is_read_and_shows_none(
    clones: Clones,
) -> None:
    bad = at(REF, b"not toml at all ]]]\n")
    ((path, raw),) = bad.items()
    push(clones, bad)
    clones.sync(clones.mine)
    clones.done(clones.mine, "--leave-out", path)
    (file,) = (clones.mine / "left-out").iterdir()
    assert b"by" not in file.read_bytes()
    values: dict[str, Any] = {"format": 1, "left_out": AT, "path": path, "reason": "not-toml"}
    values |= {"digest": hashlib.sha256(raw).hexdigest(), "by": "Zaubervogel"}
    old = tomli_w.dumps(values).encode()
    file.unlink()
    name = f"{NAME}-{digits(old)}.toml"
    (clones.mine / "left-out" / name).write_bytes(old)
    assert read_mark(name, old) == read_marks(clones.mine / "left-out")[name]
    said = clones.desk.does("verify")
    assert (said.code, path in said.out, "Zaubervogel" in said.out) == (0, True, False)


# ------------------------------------------------------------------ agencies said to be one


def test_what_is_only_asked_makes_no_two_agencies_one(clones: Clones) -> None:
    desk = clones.desk.at("2026-11-20T10:00")
    words = ("--raised-by", "Beck School", "--with", "Elm Practice", "--with", "Oak Social Care")
    desk.done("open", "--ref", "D-2", "--raised", "2026-11-19", *words, "--summary", "So.")
    sent, new = clones.place / "sent.toml", clones.empty("new")
    desk.done("export", "--bundle", str(sent), "--without-text", "D-2")
    desk.done("import", str(sent), "-w", str(new))
    (opened,) = read_log(new / "disputes" / "D-2", "D-2").entries
    assert isinstance(opened.facts, Opened)
    first, *others = [*opened.facts.raised_by, *opened.facts.with_]
    keys = [key for key in opened.texts if key.startswith("agency-")]
    facts = {"entry": opened.id, "keys": keys, "same": dict.fromkeys(others, first)}
    common = {"format": 2, "dispute": "D-2", "kind": "redacted", "at": AT, "recorded": AT}
    raw = entry({**common, "after": [opened.id], **facts}, {"reason": "So.", "by": "Somebody"})
    ((path, raw),) = at("D-2", raw, "redacted").items()
    (new / path).write_bytes(raw)
    assert agencies(new) == {first, *others}
    (asked,) = read_log(new / "disputes" / "D-2", "D-2").entries[1:]
    accept(new, [redaction(asked)])
    assert agencies(new) == {first}


def agencies(folder: Path) -> set[str]:
    return set(agencies_named(read_log(folder / "disputes" / "D-2", "D-2")))
