"""`resolve sync`: what came and what went, and what people do to a repository by hand."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from resolutions_cli.app.exchange import sync
from resolutions_cli.files.exchange.repository import Repository
from resolutions_cli.files.record.log import read_logs
from resolutions_cli.files.record.merge import Taken
from tests.clones import CANARY, REF, WHY, Clones, begun, clones, files, git, newest
from tests.tools import needs

__all__ = ["begun", "clones"]

pytestmark = needs("git")

NOTHING = "received: nothing; sent: nothing"


def second(folder: Path) -> str:
    """A beginning of the id of the dispute's second entry, which has no number of its own."""
    (log,) = read_logs(folder / "disputes" / REF)
    return log.entries[1].id[:16]


# ------------------------------------------------------------------ what comes and what goes


@pytest.mark.clause("Y7")
def test_what_one_records_the_other_has_after_two_syncs(clones: Clones) -> None:
    theirs = clones.joins()
    clones.records(clones.mine, "2026-11-20T11:00", "note", REF, "said")
    clones.records(clones.mine, "2026-11-20T12:00", "note", REF, "and said again")
    assert clones.done(clones.mine) == "received: nothing; sent: 2 entries (D-1)"
    assert clones.done(theirs) == "received: 2 entries (D-1); sent: nothing"
    assert clones.done(clones.mine) == clones.done(theirs) == NOTHING
    assert files(theirs) == files(clones.mine)
    assert clones.shown(theirs) == clones.shown(clones.mine)


def test_the_line_as_json(clones: Clones) -> None:
    theirs = clones.joins()
    clones.records(clones.mine, "2026-11-20T11:00", "note", REF, "said")
    clones.done(clones.mine)
    clones.records(theirs, "2026-11-20T12:00", "seal")
    document = clones.sync(theirs, "--json").document
    assert document["kind"] == "sync"
    assert document["synced_at"] == "2026-11-20T12:00:00+00:00"
    assert document["came"] == {"entries": 1, "other_files": 0, "disputes": {"D-1": 1}}
    assert document["went"] == {"entries": 0, "other_files": 1, "disputes": {}}
    assert (document["made_apart"], document["unsettled"]) == ([], [])


def test_an_empty_workspace_joins_and_keeps_its_own_settings(clones: Clones) -> None:
    new = clones.empty("new")
    settings = (new / "resolve.toml").read_text() + '[agencies]\nnursery = "A nursery"\n'
    (new / "resolve.toml").write_text(settings)
    assert clones.done(new, "--init", str(clones.bare)) == (
        "received: 1 entry (D-1) and 1 other file; sent: nothing"
    )
    assert files(new) == files(clones.mine)
    assert (new / "resolve.toml").read_text() == settings
    assert "nursery" not in git(clones.bare, "show", "main:resolve.toml")


def test_who_records_is_no_setting_that_others_get(clones: Clones) -> None:
    named = clones.empty("named")
    (named / "resolve.toml").write_text(
        f'format = 1\npractice = true\n[defaults]\nprocedure = "nyscp"\nby = "{CANARY}"\n'
    )
    other = clones.place / "other.git"
    git(clones.place, "init", "--quiet", "--bare", "-b", "main", str(other))
    clones.done(named, "--init", str(other))
    shared = git(other, "show", "main:resolve.toml")
    assert 'procedure = "nyscp"' in shared
    assert CANARY not in git(other, "log", "-p", "--all")
    assert CANARY in (named / "resolve.toml").read_text()


def test_procedures_calendars_and_seals_go_too(clones: Clones) -> None:
    theirs = clones.joins()
    clones.records(clones.mine, "2026-11-20T11:00", "seal")
    assert clones.done(clones.mine) == "received: nothing; sent: 1 other file"
    assert clones.done(theirs) == "received: 1 other file; sent: nothing"
    clones.desk.done("verify", "-w", str(theirs))


def test_what_others_pushed_first_is_taken_in_and_it_is_sent_again(
    clones: Clones, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = clones.joins()
    clones.records(clones.mine, "2026-11-20T11:00", "note", REF, "mine")
    clones.records(theirs, "2026-11-20T12:00", "note", REF, "theirs")
    push = Repository.push
    quicker: list[Callable[[], object]] = [lambda: clones.done(theirs)]

    def push_second(here: Repository) -> bool:
        if quicker:
            quicker.pop()()
        return push(here)

    monkeypatch.setattr(Repository, "push", push_second)
    assert clones.done(clones.mine) == "received: 1 entry (D-1); sent: 1 entry (D-1)"
    clones.done(theirs)
    assert files(theirs) == files(clones.mine)


def test_recording_goes_on_while_the_network_is_waited_for(
    clones: Clones, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch, push = Repository.fetch, Repository.push

    def note(when: str) -> None:
        clones.records(clones.mine, when, "note", REF, "meanwhile")

    with monkeypatch.context() as patched:
        patched.setattr(
            Repository, "fetch", lambda here: (note("2026-11-20T12:00"), fetch(here))[1]
        )
        patched.setattr(Repository, "push", lambda here: (note("2026-11-20T13:00"), push(here))[1])
        clones.records(clones.mine, "2026-11-20T11:00", "note", REF, "said")
        assert clones.done(clones.mine) == "received: nothing; sent: 1 entry (D-1)"
    assert clones.done(clones.mine) == "received: nothing; sent: 2 entries (D-1)"


def test_nothing_that_was_sent_is_ever_taken_out_of_the_history(clones: Clones) -> None:
    theirs = clones.joins()
    tips = [git(clones.bare, "rev-parse", "main")]
    for hour in range(11, 14):
        for folder in (clones.mine, theirs):
            clones.records(folder, f"2026-11-20T{hour}:00", "note", REF, "said")
        for folder in (clones.mine, theirs):
            clones.done(folder)
            tips.append(git(clones.bare, "rev-parse", "main"))
    for before, after in pairwise(tips):
        git(clones.bare, "merge-base", "--is-ancestor", before, after)


def test_a_history_that_somebody_forced_elsewhere_loses_nothing(clones: Clones) -> None:
    theirs = clones.joins()
    clones.records(clones.mine, "2026-11-20T11:00", "note", REF, "said")
    clones.done(clones.mine)
    clones.done(theirs)
    git(theirs, "push", "--quiet", "--force", "origin", "HEAD~1:main")
    clones.done(clones.mine)
    assert "-noted-" in git(clones.bare, "ls-tree", "-r", "--name-only", "main")


# ------------------------------------------------------------------ messages


def test_a_commit_says_references_and_kinds_and_nothing_that_was_typed(clones: Clones) -> None:
    clones.records(clones.mine, "2026-11-20T11:00", "escalate", REF, *WHY, "--by", CANARY)
    clones.done(clones.mine)
    clones.records(clones.mine, "2026-11-20T12:00", "note", REF, CANARY)
    clones.records(clones.mine, "2026-11-20T12:05", "redact", REF, "1", "--yes", *WHY)
    clones.done(clones.mine)
    messages = git(clones.bare, "log", "--topo-order", "--format=%B").splitlines()
    assert [line for line in messages if line] == [
        "D-1: texts, noted, redacted",
        "D-1: escalated",
        "2 changes",
        "D-1: opened",
        "procedures",
    ]
    who = git(clones.bare, "log", "--format=%an %ae %cn %ce")
    assert set(who.splitlines()) == {"resolve resolve@localhost resolve resolve@localhost"}


# ------------------------------------------------------------------ moves made apart


def test_moves_made_apart_are_in_the_line_end_with_5_and_are_settled_for_all(
    clones: Clones,
) -> None:
    theirs = clones.joins()
    clones.records(clones.mine, "2026-11-20T11:00", "escalate", REF, *WHY)
    clones.records(theirs, "2026-11-20T12:00", "escalate", REF, *WHY)
    clones.done(clones.mine)
    said = clones.sync(theirs)
    assert (said.code, said.out) == (
        5,
        "received: 1 entry (D-1); sent: 1 entry (D-1);"
        " moved on two machines: D-1, choose with `resolve settle D-1` which move counts\n",
    )
    assert "moved on two machines before they were synced" in said.err
    assert CANARY not in said.out + said.err
    again = clones.sync(theirs)
    assert (again.code, again.out.partition("; moved")[0]) == (5, NOTHING), "it is not forgotten"
    assert clones.sync(clones.mine).code == 5
    clones.records(clones.mine, "2026-11-20T13:00", "settle", REF, second(clones.mine), *WHY)
    clones.done(clones.mine)
    assert clones.done(theirs) == "received: 1 entry (D-1); sent: nothing"
    assert clones.done(theirs) == clones.done(clones.mine) == NOTHING
    assert clones.shown(theirs) == clones.shown(clones.mine)


@pytest.mark.clause("Y7")
def test_two_who_escalate_in_two_places_are_told_everywhere_and_how_to_settle_it(
    clones: Clones,
) -> None:
    theirs = clones.joins()
    clones.records(clones.mine, "2026-11-20T11:00", "escalate", REF, *WHY)
    clones.records(theirs, "2026-11-20T12:00", "escalate", REF, *WHY)
    clones.done(clones.mine)
    for words in (("sync",), ("show", REF), ("due",), ("list",), ("verify",), ("next",)):
        said = clones.desk.does(words[0], "-w", str(theirs), *words[1:])
        assert said.code == 5, words
        told = said.out + said.err
        assert "this dispute was moved on two machines before they were synced" in told
        assert f"choose which move counts: `resolve settle {REF} " in told
        assert REF in told
    shown = clones.desk.does("show", REF, "-w", str(theirs)).out
    told = "MOVED ON TWO MACHINES: does not count until you choose a move with `resolve settle`"
    assert told in shown
    clones.records(theirs, "2026-11-20T13:00", "settle", REF, second(theirs), *WHY)
    clones.done(theirs)
    clones.done(clones.mine)
    for words in (("sync",), ("show", REF), ("due",), ("list",), ("verify",)):
        said = clones.desk.done(words[0], "-w", str(clones.mine), *words[1:])
        assert "without knowing" not in said.out + said.err


def test_an_unfinished_file_of_a_sync_that_was_cut_off_stops_none(clones: Clones) -> None:
    theirs = clones.joins()
    clones.accepts(theirs)
    clones.records(clones.mine, "2026-11-20T11:00", "redact", REF, "1", "--yes", *WHY)
    clones.done(clones.mine)
    name = newest(theirs, "opened").name
    left = theirs / "disputes" / REF / f".{name}.part"
    left.write_bytes(b"half")
    long_ago = left.stat().st_mtime - 3600
    os.utime(left, (long_ago, long_ago))
    clones.done(theirs)
    assert not left.exists()
    assert files(theirs) == files(clones.mine)


def test_of_entries_that_came_each_has_what_it_follows_wherever_it_is_cut_off(
    clones: Clones, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names begin with when it was recorded; a clock that goes wrong turns their order round."""
    theirs = clones.joins()
    for when, word in (("T11:30", "first"), ("T11:00", "second"), ("T10:30", "third")):
        clones.records(clones.mine, f"2026-11-20{when}", "note", REF, word)
    clones.desk.at("2026-11-20T12:00")
    clones.done(clones.mine)
    rename = Path.rename
    found: list[int] = []

    def looks(part: Path, final: Path) -> Path:
        done = rename(part, final)
        if final.parent.name == REF:
            found.append(clones.desk.does("show", REF, "-w", str(theirs)).code)
        return done

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", looks)
        clones.done(theirs)
    assert found == [0, 0, 0]


def test_what_came_is_told_and_looked_at_although_nothing_could_be_sent(clones: Clones) -> None:
    theirs = clones.joins()
    clones.records(clones.mine, "2026-11-20T11:00", "escalate", REF, *WHY)
    clones.records(theirs, "2026-11-20T12:00", "escalate", REF, *WHY)
    clones.done(clones.mine)
    clones.by_server(theirs)
    hook = clones.hook("pre-receive", "exit 1")
    said = clones.sync(theirs)
    assert said.code == 3
    assert said.out.startswith("received: 1 entry (D-1); sent: nothing; moved on two machines: D-1")
    assert "moved on two machines before they were synced" in said.err
    assert "does not take what is sent" in said.err
    hook.unlink()
    again = clones.sync(theirs)
    assert again.code == 5
    assert again.out.startswith(
        "received: nothing; sent: 1 entry (D-1); moved on two machines: D-1"
    )


# ------------------------------------------------------------------ what was redacted


def texts_at_the_tip(folder: Path) -> str:
    """Everything that the newest commit holds."""
    names = git(folder, "ls-tree", "-r", "--name-only", "main").splitlines()
    return "".join(git(folder, "show", f"main:{name}") for name in names)


@pytest.mark.parametrize("first", ["mine", "theirs"])
def test_what_one_side_redacts_ends_redacted_on_both_where_the_settings_accept_it(
    clones: Clones, first: str
) -> None:
    theirs = clones.joins()
    clones.accepts(clones.mine, theirs)
    clones.records(clones.mine, "2026-11-20T11:00", "redact", REF, "1", "--yes", "--reason", "why")
    clones.records(theirs, "2026-11-20T12:00", "note", REF, "meanwhile")
    order = [clones.mine, theirs] if first == "mine" else [theirs, clones.mine]
    for folder in (*order, order[0]):
        clones.done(folder)
    for folder in (clones.mine, theirs):
        assert not any(CANARY.encode() in raw for raw in files(folder).values())
        clones.desk.done("verify", "-w", str(folder))
    assert CANARY not in texts_at_the_tip(clones.bare)
    assert clones.shown(theirs) == clones.shown(clones.mine)


def test_a_redacted_text_that_somebody_brings_back_by_hand_does_not_stay(clones: Clones) -> None:
    theirs = clones.joins()
    whole = newest(theirs, "opened").read_bytes()
    clones.records(clones.mine, "2026-11-20T11:00", "redact", REF, "1", "--yes", "--reason", "why")
    clones.done(clones.mine)
    git(theirs, "pull", "--quiet")
    newest(theirs, "opened").write_bytes(whole)
    git(theirs, "commit", "--quiet", "-am", "brought back")
    git(theirs, "push", "--quiet")
    clones.done(clones.mine)
    assert CANARY.encode() not in newest(clones.mine, "opened").read_bytes()
    assert CANARY not in texts_at_the_tip(clones.bare)
    clones.done(theirs)
    assert CANARY.encode() not in newest(theirs, "opened").read_bytes()


def test_texts_that_each_side_redacted_are_gone_on_both_and_others_stay(clones: Clones) -> None:
    clones.records(clones.mine, "2026-11-20T10:30", "note", REF, CANARY, "--with", "Ann")
    clones.done(clones.mine)
    theirs = clones.joins()
    clones.accepts(clones.mine, theirs)
    key = ("redact", REF, "2", "--yes", "--reason", "why", "--key")
    clones.records(clones.mine, "2026-11-20T11:00", *key, "text")
    clones.records(theirs, "2026-11-20T12:00", *key, "with-1")
    for folder in (clones.mine, theirs, clones.mine):
        clones.done(folder)
    for folder in (clones.mine, theirs):
        raw = newest(folder, "noted").read_bytes()
        assert CANARY.encode() not in raw
        assert b"Ann" not in raw
        assert b"[text.by]" in raw
    assert files(theirs) == files(clones.mine)


def test_a_text_that_only_one_side_still_has_is_there_on_both(clones: Clones) -> None:
    """Something took it out of the file on one machine; no entry says that it was redacted."""
    theirs = clones.joins()
    file = newest(clones.mine, "opened")
    whole = file.read_bytes()
    begins = whole.index(b"[text.summary]")
    file.write_bytes(whole[:begins] + whole[whole.index(b"[text.by]") :])
    clones.done(clones.mine)
    assert file.read_bytes() == whole
    clones.done(theirs)
    assert newest(theirs, "opened").read_bytes() == whole


# ------------------------------------------------------------------ files that were touched


def test_an_entry_that_went_from_the_folder_is_put_back(clones: Clones) -> None:
    before = files(clones.mine)
    newest(clones.mine, "opened").unlink()
    assert clones.done(clones.mine) == (
        f"{NOTHING}; put back because it was missing from the folder: 1 entry (D-1)"
    )
    assert files(clones.mine) == before


def test_an_entry_that_somebody_deleted_and_pushed_by_hand_comes_back(clones: Clones) -> None:
    theirs = clones.joins()
    before = files(clones.mine)
    git(theirs, "rm", "--quiet", "-r", "disputes")
    git(theirs, "commit", "--quiet", "-m", "deleted")
    git(theirs, "push", "--quiet")
    for folder in (clones.mine, theirs):
        clones.done(folder)
        assert files(folder) == before


def test_a_damaged_file_is_left_for_verify_to_tell_and_harms_nobody_else(clones: Clones) -> None:
    theirs = clones.joins()
    before = files(theirs)
    file = newest(clones.mine, "opened")
    damaged = file.read_bytes().replace(b"format = 1", b"format = 9")
    file.write_bytes(damaged)
    assert clones.done(clones.mine) == NOTHING
    assert clones.done(theirs) == NOTHING
    assert (file.read_bytes(), files(theirs)) == (damaged, before)
    assert clones.desk.does("verify", "-w", str(clones.mine)).code == 8


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda raw: raw.replace(b"kind", b"kimd"), "the file is not what was recorded"),
        (lambda raw: raw[: len(raw) // 3], "the file is cut short, or is not an entry at all"),
        (lambda _: b"", "the file is empty"),
        (lambda _: b"x" * (9 * 1024 * 1024), ""),
    ],
    ids=["changed", "cut short", "empty", "huge"],
)
def test_a_file_that_is_not_what_its_name_promises_is_not_put_among_the_entries(
    clones: Clones, spoil: Callable[[bytes], bytes], told: str
) -> None:
    theirs = clones.joins()
    name = "20261120T113000.000Z-noted-0123456789abcdef.toml"
    place = theirs / "disputes" / REF / name
    place.write_bytes(spoil(newest(theirs, "opened").read_bytes()))
    procedure = theirs / "procedures" / "evil@1-0123456789abcdef.toml"
    procedure.write_text("id = 'evil'\n")
    git(theirs, "add", "-A")
    git(theirs, "commit", "--quiet", "-m", "by hand")
    git(theirs, "push", "--quiet")
    before = files(clones.mine)
    for _ in range(2):
        said = clones.sync(clones.mine)
        assert (said.code, said.out.startswith(NOTHING)) == (5, True)
        assert said.err.count(name) == (1 if told else 0)
        assert said.err.count(procedure.name) == 1
        assert told in said.err
    assert files(clones.mine) == before


def test_a_link_that_comes_is_not_put_among_the_entries(clones: Clones) -> None:
    theirs = clones.joins()
    (theirs / "disputes" / REF / newest(theirs, "opened").name.replace("T10", "T11")).symlink_to(
        "/etc/passwd"
    )
    (theirs / "disputes" / "E-1").symlink_to("/tmp")
    git(theirs, "add", "-A")
    git(theirs, "commit", "--quiet", "-m", "by hand")
    git(theirs, "push", "--quiet")
    before = files(clones.mine)
    assert clones.done(clones.mine) == NOTHING
    assert files(clones.mine) == before


@pytest.mark.parametrize(
    "name", ["{}-DESKTOP-1A2B3C.toml", "{} (1).toml", "{} (Ann's conflicted copy 2026-11-19).toml"]
)
def test_an_entry_under_a_name_that_a_sync_tool_gave_it_is_sent_under_its_own(
    clones: Clones, name: str
) -> None:
    theirs = clones.joins()
    clones.records(clones.mine, "2026-11-20T11:00", "note", REF, "said")
    file = newest(clones.mine, "noted")
    file.rename(file.with_name(name.format(file.stem)))
    assert clones.done(clones.mine) == "received: nothing; sent: 1 entry (D-1)"
    assert file.exists()
    clones.done(theirs)
    assert newest(theirs, "noted").name == file.name
    assert clones.done(clones.mine) == NOTHING
    assert clones.desk.does("verify", "-w", str(clones.mine)).code == 0


def test_a_copy_that_somebody_committed_by_hand_is_taken_in_under_its_own_name(
    clones: Clones,
) -> None:
    theirs = clones.joins()
    clones.records(theirs, "2026-11-20T11:00", "note", REF, "said")
    file = newest(theirs, "noted")
    file.rename(file.with_name(f"{file.stem} (1).toml"))
    git(theirs, "add", "-A")
    git(theirs, "commit", "--quiet", "-m", "by hand")
    git(theirs, "push", "--quiet")
    assert clones.done(clones.mine).startswith("received: 1 entry (D-1)")
    assert newest(clones.mine, "noted").name == file.name


# ------------------------------------------------------------------ git by hand


def test_a_pull_by_hand_is_as_safe(clones: Clones) -> None:
    theirs = clones.joins()
    clones.records(clones.mine, "2026-11-20T11:00", "note", REF, "mine")
    clones.records(clones.mine, "2026-11-20T11:30", "redact", REF, "1", "--yes", "--reason", "why")
    clones.done(clones.mine)
    clones.records(theirs, "2026-11-20T12:00", "note", REF, "theirs")
    git(theirs, "add", "-A")
    git(theirs, "commit", "--quiet", "-m", "by hand")
    git(theirs, "pull", "--quiet", "--no-rebase", "--no-edit")
    git(theirs, "push", "--quiet")
    clones.done(clones.mine)
    assert files(theirs) == files(clones.mine)
    assert git(theirs, "status", "--porcelain") == git(clones.mine, "status", "--porcelain") == ""


def test_two_versions_of_a_file_leave_one_whole_and_sync_does_what_a_merge_cannot(
    clones: Clones,
) -> None:
    clones.records(clones.mine, "2026-11-20T10:30", "note", REF, CANARY, "--with", "Ann")
    clones.done(clones.mine)
    theirs = clones.joins()
    clones.accepts(clones.mine, theirs)
    key = ("redact", REF, "2", "--yes", "--reason", "why", "--key")
    clones.records(clones.mine, "2026-11-20T11:00", *key, "text")
    clones.done(clones.mine)
    clones.records(theirs, "2026-11-20T12:00", *key, "with-1")
    git(theirs, "add", "-A")
    git(theirs, "commit", "--quiet", "-m", "by hand")
    before = newest(theirs, "noted").read_bytes()
    git(theirs, "pull", "--quiet", "--no-rebase", fails=True)
    assert newest(theirs, "noted").read_bytes() == before, "no marks of a merge in it"
    assert clones.sync(theirs).code == 3
    git(theirs, "merge", "--abort")
    clones.done(theirs)
    assert b"Ann" not in newest(theirs, "noted").read_bytes()
    assert CANARY.encode() not in newest(theirs, "noted").read_bytes()


def test_a_clone_that_turns_line_ends_turns_none_of_these(clones: Clones) -> None:
    folder = clones.place / "windows"
    git(clones.place, "clone", "-c", "core.autocrlf=true", "-q", str(clones.bare), str(folder))
    assert files(folder) == files(clones.mine)
    assert clones.done(folder) == NOTHING


def test_line_ends_that_something_turned_are_not_sent_and_change_no_file(clones: Clones) -> None:
    file = newest(clones.mine, "opened")
    turned = file.read_bytes().replace(b"\n", b"\r\n")
    file.write_bytes(turned)
    assert clones.done(clones.mine) == NOTHING
    assert file.read_bytes() == turned


def test_git_status_by_hand_is_clean_after_a_sync(clones: Clones) -> None:
    theirs = clones.joins()
    clones.records(clones.mine, "2026-11-20T11:00", "note", REF, "said")
    clones.done(clones.mine)
    clones.done(theirs)
    for folder in (clones.mine, theirs):
        assert git(folder, "status", "--porcelain", "--branch") == "## main...origin/main"


def test_what_others_keep_beside_the_record_is_carried_and_not_written_here(
    clones: Clones,
) -> None:
    theirs = clones.joins()
    (theirs / "README.md").write_text("ours\n")
    git(theirs, "add", "README.md")
    git(theirs, "commit", "--quiet", "-m", "by hand")
    git(theirs, "push", "--quiet")
    clones.records(clones.mine, "2026-11-20T11:00", "note", REF, "said")
    clones.done(clones.mine)
    assert git(clones.bare, "show", "main:README.md") == "ours"
    assert not (clones.mine / "README.md").exists()


def test_a_folder_beside_the_record_that_both_added_to_holds_what_either_put_there(
    clones: Clones,
) -> None:
    theirs = clones.joins()
    for folder, name in ((theirs, "one"), (clones.mine, "two")):
        clones.done(folder)
        (folder / "letters" / "sent").mkdir(parents=True, exist_ok=True)
        (folder / "letters" / "sent" / f"{name}.txt").write_text(name)
        git(folder, "add", "letters")
        git(folder, "commit", "--quiet", "-m", "by hand")
    git(theirs, "push", "--quiet")
    assert clones.done(clones.mine) == NOTHING
    assert clones.done(theirs) == NOTHING
    for folder in (clones.mine, theirs):
        held = git(folder, "ls-tree", "-r", "--name-only", "main", "letters")
        assert held.split() == ["letters/sent/one.txt", "letters/sent/two.txt"]
        assert git(folder, "diff", "--cached", "--name-only") == "", "the index knows of both"
    git(theirs, "restore", ".")
    assert (theirs / "letters" / "sent" / "two.txt").read_text() == "two"


# ------------------------------------------------------------------ what an account has set


def test_hooks_of_the_account_neither_stop_a_sync_nor_run_in_it(clones: Clones) -> None:
    for name in (
        "pre-commit",
        "commit-msg",
        "pre-push",
        "reference-transaction",
        "post-index-change",
    ):
        hook = clones.mine / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch '{clones.place}/it-ran'\nexit 1\n")
        hook.chmod(0o755)
    clones.records(clones.mine, "2026-11-20T11:00", "note", REF, "said")
    assert clones.done(clones.mine) == "received: nothing; sent: 1 entry (D-1)"
    assert not (clones.place / "it-ran").exists()


def test_settings_that_sign_ignore_or_turn_change_nothing(
    clones: Clones, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = clones.joins()
    (clones.place / "ignored").write_text("*.toml\n")
    (clones.place / "attributes").write_text("* text eol=crlf filter=spoil\n")
    (clones.place / ".gitconfig").write_text(
        "[commit]\ngpgSign = true\n[push]\ngpgSign = true\n[gpg]\nprogram = false\n"
        f"[core]\nexcludesFile = {clones.place}/ignored\nautocrlf = true\neditor = false\n"
        f'attributesFile = {clones.place}/attributes\n[filter "spoil"]\nclean = cat /dev/null\n'
        "[pull]\nrebase = true\n[init]\ndefaultBranch = other\n[fetch]\nprune = false\n"
    )
    (clones.mine / ".gitignore").write_text("disputes\n")
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.setenv(name, str(clones.place / "elsewhere"))
    clones.records(clones.mine, "2026-11-20T11:00", "note", REF, "said")
    assert clones.done(clones.mine) == "received: nothing; sent: 1 entry (D-1)"
    clones.done(theirs)
    assert files(theirs) == files(clones.mine)


def test_a_repository_around_the_workspace_is_left_alone(clones: Clones) -> None:
    git(clones.place, "init", "--quiet", "-b", "main", str(clones.place))
    new = clones.empty("new")
    clones.done(new, "--init", str(clones.bare))
    assert git(clones.place, "log", fails=True) == ""
    assert not (clones.place / ".git" / "index").exists()


# ------------------------------------------------------------------ setting it up


def test_setting_up_again_with_the_same_address_changes_nothing(clones: Clones) -> None:
    before = (clones.mine / ".git" / "config").read_bytes()
    assert clones.done(clones.mine, "--init", str(clones.bare)) == NOTHING
    assert (clones.mine / ".git" / "config").read_bytes() == before


def test_a_record_joins_a_repository_that_somebody_set_up_with_an_empty_workspace(
    clones: Clones,
) -> None:
    other = clones.place / "other.git"
    git(clones.place, "init", "--quiet", "--bare", "-b", "main", str(other))
    clones.done(clones.empty("first"), "--init", str(other))
    record = clones.empty("second")
    clones.records(record, "2026-11-20T11:00", "open", "--ref", "E-1", "--raised", "2026-11-19")
    assert clones.done(record, "--init", str(other)).endswith(
        "sent: 1 entry (E-1) and 1 other file"
    )
    assert clones.done(clones.place / "first").startswith("received: 1 entry (E-1)")


def test_an_address_that_was_mistyped_is_put_right_by_doing_it_again(clones: Clones) -> None:
    new = clones.empty("new")
    assert clones.sync(new, "--init", str(clones.place / "recrod.git")).code == 7
    clones.done(new, "--init", str(clones.bare))
    assert files(new) == files(clones.mine)
    assert clones.sync(new, "--init", str(clones.place / "recrod.git")).code == 3


def test_a_folder_is_meant_as_it_is_typed_where_one_stands(
    clones: Clones, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = clones.empty("new")
    monkeypatch.chdir(clones.place)
    clones.done(new, "--init", "record.git")
    monkeypatch.chdir(clones.bare)
    assert clones.done(new) == NOTHING


def test_a_workspace_of_an_earlier_version_gets_the_rules_that_are_missing(clones: Clones) -> None:
    old = clones.empty("old")
    (old / ".gitattributes").write_bytes(b"* -text")
    (old / ".gitignore").write_bytes(b".lock\nmine\n")
    clones.done(old, "--init", str(clones.bare))
    rules = "* -text -merge -filter -ident -working-tree-encoding\n"
    assert (old / ".gitattributes").read_text() == f"* -text\n{rules}"
    assert (old / ".gitignore").read_text().startswith(".lock\nmine\n.*.part\n")


def test_copies_of_one_record_that_git_never_saw_are_united(clones: Clones) -> None:
    """A memory stick brought the record to a machine; the two were recorded in since."""
    copy = clones.place / "copy"
    shutil.copytree(clones.mine, copy, ignore=shutil.ignore_patterns(".git"))
    clones.records(copy, "2026-11-20T11:00", "note", REF, "there")
    clones.records(clones.mine, "2026-11-20T12:00", "note", REF, "here")
    clones.done(clones.mine)
    clones.done(copy, "--init", str(clones.bare))
    clones.done(clones.mine)
    assert files(copy) == files(clones.mine)


# ------------------------------------------------------------------ how long ago it was


def test_due_says_how_long_ago_the_last_sync_was_once_that_is_long(clones: Clones) -> None:
    due = ("due", "-w", str(clones.mine))
    assert "sync" not in clones.desk.at("2026-11-24T09:00").does(*due).err, "2 working days"
    said = clones.desk.at("2026-11-25T09:00").does(*due)
    assert said.err == (
        "resolve: note: the last sync was 3 working days ago; `resolve sync` catches up\n"
    )
    assert clones.desk.does(*due, "--json").code == 0
    assert clones.desk.does(*due, "--quiet").err == ""
    assert clones.desk.does(*due, "--as-of", "2026-11-20T12:00").err == ""
    clones.done(clones.mine)
    assert clones.desk.does(*due).err == ""


def test_after_how_long_is_a_setting_and_0_means_never(clones: Clones) -> None:
    settings = clones.mine / "resolve.toml"
    before = settings.read_text()
    due = ("due", "-w", str(clones.mine))
    settings.write_text(f"{before}[settings]\nsync = 0\n")
    assert "sync" not in clones.desk.at("2026-12-18T09:00").does(*due).err
    settings.write_text(f"{before}[settings]\nsync = 1\n")
    assert (
        "the last sync was 2 working days ago" in clones.desk.at("2026-11-24T09:00").does(*due).err
    )


def test_a_workspace_without_sync_never_hears_of_it(clones: Clones) -> None:
    alone = clones.empty("alone")
    said = clones.desk.at("2027-11-24T09:00").does("due", "-w", str(alone))
    assert said.err.startswith("nothing is due: no deadline is open\n")
    assert "sync" not in said.err


def test_where_says_when_and_with_what_and_never_a_password(clones: Clones) -> None:
    def told() -> dict[str, str]:
        found = clones.desk.does("where", "-w", str(clones.mine), "--json").document["settings"]
        return {each["name"]: each["value"] for each in found}

    clones.desk.at("2026-11-24T09:00")
    assert told()["last sync"] == "Fri 20 Nov 2026 10:00, 2 working days ago"
    assert told()["synced with"] == str(clones.bare)
    assert told()["sync"] == "2 working days"
    git(clones.mine, "remote", "set-url", "origin", f"https://me:{CANARY}@example.org/r?k={CANARY}")
    assert told()["synced with"] == "https://example.org/r"
    git(clones.mine, "checkout", "--quiet", "--detach")
    assert "no branch" in told()["synced with"]


def test_json_answers_are_the_same_bytes_whoever_synced_last(clones: Clones) -> None:
    theirs = clones.joins()
    clones.desk.at("2026-12-24T09:00")
    clones.done(theirs)
    first, second = (
        clones.desk.does("due", "-w", str(folder), "--json").out for folder in (clones.mine, theirs)
    )
    assert first == second
    assert json.loads(first)["deadlines"]


# ------------------------------------------------------------------ interrupted


def test_ctrl_c_ends_a_sync_that_waits_and_the_git_that_it_started(clones: Clones) -> None:
    clones.records(clones.mine, "2026-11-20T11:00", "note", REF, "said")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        git(clones.mine, "remote", "set-url", "origin", f"git://127.0.0.1:{port}/r.git")
        with subprocess.Popen(
            [sys.executable, "-m", "resolutions_cli", "sync", "-w", str(clones.mine)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            connection, _ = silent.accept()
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=30)
            with connection:
                connection.settimeout(30)
                while connection.recv(1024):
                    pass  # what it asked for; then the end, since nobody is there
    assert (process.returncode, out) == (130, "")
    assert "interrupted, and nothing was recorded" in err


def test_ctrl_c_while_entries_are_taken_in_is_told_that_they_were(
    clones: Clones, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = clones.joins()
    clones.records(clones.mine, "2026-11-20T11:00", "note", REF, "said")
    clones.done(clones.mine)
    take_in = sync.take_in

    def interrupted(*given: Any, **named: Any) -> Taken:
        os.kill(os.getpid(), signal.SIGINT)
        return take_in(*given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(sync, "take_in", interrupted)
        said = clones.sync(theirs)
    assert said.code == 130
    assert "interrupted, but it was recorded" in said.err
    assert files(theirs) == files(clones.mine)
    assert clones.done(theirs) == NOTHING
