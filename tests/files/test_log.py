"""A dispute's folder: read with everything that is wrong in it, written in the right order."""

import errno
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from resolutions_cli.core.entries.entry import Draft, Entry
from resolutions_cli.core.entries.facts import Corrected, Escalated, Facts, Noted, Opened, Redacted
from resolutions_cli.core.record.log import Log
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.errors import (
    AmbiguousReference,
    BadReference,
    ClockNotYours,
    InterruptedAfterRecording,
    NoSuchDispute,
    NotRecorded,
    RedactionUnfinished,
    ReferenceTaken,
)
from resolutions_cli.files.disk import durable, lock
from resolutions_cli.files.record.entry_file import name_of
from resolutions_cli.files.record.log import find_log, find_logs, read_log, read_logs
from resolutions_cli.files.record.write import record
from resolutions_cli.files.workspace.create import init
from resolutions_cli.files.workspace.settings import Workspace
from tests.tools import needs

REF = "2026-K7Q4M"
AT = Moment(date(2026, 11, 19))
OPENED = Opened(procedure="p", version="1", digest="0" * 64, stage="one")


@pytest.fixture
def here(tmp_path: Path) -> Workspace:
    return init(tmp_path / "book")


def write(here: Workspace, facts: Facts, ref: str = REF, /, **texts: str) -> Entry:
    log = None if isinstance(facts, Opened) else find_log(here, ref)
    with lock.held(here.folder):
        return record(here, ref, Draft(AT, facts, {"by": "CANARY", **texts}), log)


def folder(here: Workspace, ref: str = REF) -> Path:
    return here.disputes / ref


def path_of(here: Workspace, entry: Entry) -> Path:
    return folder(here, entry.dispute) / name_of(entry)


def only(here: Workspace, ref: str = REF) -> Log:
    (log,) = read_logs(folder(here, ref))
    return log


def names(log: Log) -> list[str]:
    return [finding.name for finding in log.findings]


@pytest.fixture
def three(here: Workspace) -> tuple[Entry, Entry, Entry]:
    """A dispute that was opened, noted in, and moved on."""
    return (
        write(here, OPENED, summary="CANARY summary"),
        write(here, Noted(), text="CANARY note"),
        write(here, Escalated(from_="one", to="two"), reason="CANARY reason"),
    )


Three = tuple[Entry, Entry, Entry]

# ------------------------------------------------------------------ what was recorded


def test_what_was_recorded_is_read_back_in_order(here: Workspace, three: Three) -> None:
    log = only(here)
    assert log.entries == three
    assert log.findings == ()
    assert [entry.after for entry in three] == [(), (three[0].id,), (three[1].id,)]
    assert log.digest == three[2].id


def test_the_folder_holds_one_file_an_entry_for_the_owner_alone(
    here: Workspace, three: Three
) -> None:
    assert sorted(path.name for path in folder(here).iterdir()) == sorted(map(name_of, three))
    assert stat.S_IMODE(folder(here).stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder(here).iterdir()} == {0o600}


@pytest.mark.usefixtures("three")
def test_each_text_has_a_salt_of_its_own(here: Workspace) -> None:
    raw = "".join(path.read_text() for path in folder(here).iterdir())
    salts = re.findall('salt = "([0-9a-f]{64})"', raw)
    assert len(set(salts)) == len(salts) == 6


def test_a_folder_that_is_not_there_is_a_log_without_entries(here: Workspace) -> None:
    assert only(here) == Log(REF, ())


def test_a_dispute_is_found_by_what_was_typed(here: Workspace, three: Three) -> None:
    assert find_log(here, "k7q").entries == three
    assert read_log(folder(here), REF).entries == three
    with pytest.raises(NoSuchDispute):
        find_log(here, "zzz")


def test_in_practice_the_clock_says_what_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = init(tmp_path / "book", practice=True)
    monkeypatch.setenv("RESOLVE_NOW", "2026-11-19T15:30")
    entry = write(here, OPENED)
    assert entry.recorded == datetime(2026, 11, 19, 15, 30, tzinfo=UTC)
    assert name_of(entry).startswith("20261119T153000.000Z-opened-")


def test_in_a_real_record_nobody_sets_the_clock(
    here: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RESOLVE_NOW", "2026-11-19")
    with pytest.raises(ClockNotYours) as caught:
        write(here, OPENED)
    assert caught.value.exit_code == 3
    assert only(here).entries == ()


# ------------------------------------------------------------------ what is refused


def test_a_reference_is_given_once_whatever_its_case(here: Workspace, three: Three) -> None:
    for taken in (REF, REF.lower()):
        with pytest.raises(ReferenceTaken):
            write(here, OPENED, taken)
    assert only(here).entries == three


@pytest.mark.parametrize("ref", ["../out", "..", "a/b", "/tmp/x", "a\0", "CON", "", "a\nb"])
def test_nothing_is_written_under_what_is_no_reference(here: Workspace, ref: str) -> None:
    before = sorted(here.folder.parent.rglob("*"))
    with pytest.raises(BadReference):
        write(here, OPENED, ref)
    assert sorted(here.folder.parent.rglob("*")) == before


def test_nothing_but_an_opening_comes_first(here: Workspace) -> None:
    with pytest.raises(ValueError, match="only an opening"), lock.held(here.folder):
        record(here, REF, Draft(AT, Noted(), {}), Log(REF, ()))
    assert not folder(here).exists()


def test_an_entry_that_would_not_come_back_the_same_is_never_written(here: Workspace) -> None:
    for draft in (
        Draft(AT, OPENED, {"reason": "CANARY"}),
        Draft(AT, Opened(procedure=1, version="1", digest="", stage=""), {}),  # type: ignore[arg-type]
    ):
        with pytest.raises(ValueError, match="opened") as caught, lock.held(here.folder):
            record(here, REF, draft, None)
        assert "CANARY" not in str(caught.value)
    assert not folder(here).exists()


@pytest.mark.usefixtures("three")
def test_a_link_in_place_of_a_folder_is_never_written_through(
    here: Workspace, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    log = only(here)
    shutil.move(folder(here), tmp_path / "moved")
    folder(here).symlink_to(outside, target_is_directory=True)
    with pytest.raises(NotRecorded), lock.held(here.folder):
        record(here, REF, Draft(AT, Noted(), {"by": "x"}), log)
    folder(here).unlink()
    here.disputes.rmdir()
    here.disputes.symlink_to(outside, target_is_directory=True)
    with pytest.raises(NotRecorded), lock.held(here.folder):
        record(here, "2026-NEW00", Draft(AT, OPENED, {"by": "x"}), None)
    assert list(outside.iterdir()) == []


# ------------------------------------------------------------------ what is found wrong


def test_a_missing_entry_is_named_by_the_one_that_follows_it(here: Workspace, three: Three) -> None:
    path_of(here, three[1]).unlink()
    log = only(here)
    (finding,) = log.findings
    assert (finding.name, finding.entry) == ("missing-entry", three[1].id)
    assert finding.path == f"disputes/{REF}/{name_of(three[2])}"
    assert [entry.id for entry in log.entries] == [three[0].id, three[2].id]
    assert log.is_damaged


def test_without_its_opening_a_dispute_is_not_opened(here: Workspace, three: Three) -> None:
    path_of(here, three[0]).unlink()
    assert names(only(here)) == ["missing-entry", "not-opened"]


def test_a_damaged_entry_is_not_called_missing_as_well(here: Workspace, three: Three) -> None:
    path = path_of(here, three[1])
    path.write_bytes(path.read_bytes().replace(b"noted", b"nodet"))
    assert names(only(here)) == ["changed"]


def test_an_entry_of_another_dispute_is_foreign_and_not_read(here: Workspace, three: Three) -> None:
    write(here, OPENED, "2026-OTHER")
    other = write(here, Noted(), "2026-OTHER", text="CANARY")
    shutil.copy(path_of(here, other), folder(here))
    log = only(here)
    assert names(log) == ["foreign"]
    assert log.entries == three


def test_an_older_entry_in_the_place_of_a_newer_one_is_found(here: Workspace, three: Three) -> None:
    shutil.copy(path_of(here, three[1]), path_of(here, three[2]))
    assert names(only(here)) == ["changed"]


@pytest.mark.parametrize(
    "rename",
    [
        lambda name: name.replace(".toml", "-LAPTOP.toml"),
        lambda name: name.replace(".toml", " (1).toml"),
        lambda name: name.replace(".toml", " (A's conflicted copy 2026-11-19).toml"),
        lambda name: name.replace(".toml", ".sync-conflict-20261119-153000-ABCDEFG.toml"),
        lambda _name: "copy.toml",
    ],
)
def test_a_sync_tools_copy_counts_once_and_is_the_entry_when_it_is_all_there_is(
    here: Workspace, three: Three, rename: Callable[[str], str]
) -> None:
    path = path_of(here, three[1])
    copy = path.with_name(rename(path.name))
    shutil.copy(path, copy)
    log = only(here)
    assert log.entries == three
    assert names(log) == ["copy"]
    assert log.findings[0].path.endswith(copy.name)
    assert not log.is_damaged
    path.unlink()
    log = only(here)
    assert log.entries == three
    assert names(log) == ["bad-name"]


def test_a_damaged_copy_of_an_entry_that_is_here_harms_nothing(
    here: Workspace, three: Three
) -> None:
    path = path_of(here, three[1])
    path.with_name(path.name.replace(".toml", " (1).toml")).write_bytes(b"")
    assert names(only(here)) == ["stray-file"]
    assert not only(here).is_damaged
    path.unlink()
    assert names(only(here)) == ["empty"]
    assert only(here).is_damaged


def test_files_that_are_no_entries_are_told_and_system_litter_is_not(
    here: Workspace, three: Three
) -> None:
    for name in ("Minutes.docx", "notes.toml", ".DS_Store", "Thumbs.db", "desktop.ini", "._x.toml"):
        (folder(here) / name).write_bytes(b"CANARY")
    (folder(here) / "folder").mkdir()
    os.mkfifo(folder(here) / "pipe.toml")
    log = only(here)
    assert log.entries == three
    assert [(f.name, f.path.rpartition("/")[2]) for f in log.findings] == [
        *(("stray-file", "Minutes.docx"), ("stray-file", "folder"), ("stray-file", "notes.toml")),
        ("unreadable", "pipe.toml"),
    ]


def test_a_link_is_reported_and_never_followed(
    here: Workspace, three: Three, tmp_path: Path
) -> None:
    path = path_of(here, three[1])
    shutil.move(path, tmp_path / path.name)
    path.symlink_to(tmp_path / path.name)
    log = only(here)
    assert names(log) == ["link"]
    assert three[1].id not in {entry.id for entry in log.entries}
    shutil.move(folder(here), tmp_path / "moved")
    folder(here).symlink_to(tmp_path / "moved", target_is_directory=True)
    assert [(f.name, f.path) for f in only(here).findings] == [("link", f"disputes/{REF}")]


def test_a_file_that_only_stands_for_one_in_a_cloud_is_unreadable(
    here: Workspace, three: Three
) -> None:
    path = path_of(here, three[1])
    path.rename(path.with_name(f".{path.name}.icloud"))
    assert names(only(here)) == ["unreadable"]


@pytest.mark.usefixtures("three")
def test_a_name_that_is_not_utf8_can_be_told(here: Workspace) -> None:
    name = os.fsencode(folder(here)) + b"/\xff\xfe.doc"
    os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
    (finding,) = only(here).findings
    finding.path.encode()


@pytest.mark.usefixtures("three")
def test_a_cut_off_recording_is_reported(here: Workspace) -> None:
    part = folder(here) / durable.part_name("20261119T153000.120Z-noted-0123456789abcdef.toml")
    part.write_bytes(b"CANARY")
    assert names(only(here)) == ["left-over"]


def test_an_unknown_kind_is_kept_and_noted(here: Workspace, three: Three) -> None:
    forge(here, three[2], "noted", "dreamt")
    log = only(here)
    assert names(log) == ["unknown-kind"]
    assert log.entries[-1].kind == "dreamt"
    assert not log.is_damaged


def test_an_entry_of_a_newer_program_is_found(here: Workspace, three: Three) -> None:
    forge(here, three[2], "format = 1", "format = 3")
    assert names(only(here)) == ["newer-format"]


def forge(here: Workspace, after: Entry, old: str, new: str) -> None:
    """Put an entry into the folder as another program would make it: a changed copy of a note."""
    made = write(here, Noted())
    assert made.after == (after.id,)
    path = path_of(here, made)
    from hashlib import sha256

    raw = path.read_bytes()
    head = raw[: raw.index(b"[text.")].replace(old.encode(), new.encode())
    name = path.name.replace(made.id[:16], sha256(head).hexdigest()[:16]).replace(old, new)
    path.with_name(name).write_bytes(head + raw[raw.index(b"[text.") :])
    path.unlink()


def test_a_file_that_vanishes_under_the_reading_makes_no_false_alarm(
    here: Workspace, three: Three, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sync tool renames the note's file just when the folder has been listed."""
    path = path_of(here, three[1])
    away = path.with_name("away.toml")
    path.rename(away)
    reads = []

    def read_bytes(name: str, limit: int) -> bytes:
        reads.append(name)
        if len(reads) == 1:
            away.rename(path)
        return real(name, limit)

    from resolutions_cli.files.record import log as module

    real = module.read_bytes
    monkeypatch.setattr(module, "read_bytes", read_bytes)
    log = only(here)
    assert log.entries == three
    assert log.findings == ()


# ------------------------------------------------------------------ redaction


def redact(here: Workspace, entry: Entry, *keys: str) -> Entry:
    return write(here, Redacted(entry=entry.id, keys=keys), reason="a name")


def remove_text(path: Path, key: str) -> None:
    raw = path.read_bytes()
    start = raw.index(f"[text.{key}]\n".encode())
    end = start
    for _ in range(3):
        end = raw.index(b"\n", end) + 1
    path.write_bytes(raw[:start] + raw[end:])


def test_a_redacted_text_is_none_and_nothing_is_wrong(here: Workspace, three: Three) -> None:
    redact(here, three[1], "text")
    log = only(here)
    assert log.findings == ()
    assert log.entries[1].texts == {"by": "CANARY", "text": None}
    assert b"CANARY note" not in path_of(here, three[1]).read_bytes()


def test_a_text_taken_out_without_a_redaction_is_missing(here: Workspace, three: Three) -> None:
    remove_text(path_of(here, three[1]), "text")
    log = only(here)
    assert [(f.name, f.entry) for f in log.findings] == [("text-missing", three[1].id)]
    assert log.entries[1].texts == {"by": "CANARY"}


def test_a_redaction_that_was_cut_off_hides_the_text_and_the_next_writer_finishes_it(
    here: Workspace, three: Three, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        failing(patch, "replace", 1)
        with pytest.raises(RedactionUnfinished) as caught:
            redact(here, three[1], "text")
    assert caught.value.exit_code == 7
    log = only(here)
    assert names(log) == ["redaction-unfinished"]
    assert log.entries[1].texts["text"] is None
    write(here, OPENED, "2026-OTHER")
    assert names(only(here)) == []
    assert b"CANARY note" not in path_of(here, three[1]).read_bytes()


def test_a_copy_that_brings_a_redacted_text_back_is_found(here: Workspace, three: Three) -> None:
    path = path_of(here, three[1])
    raw = path.read_bytes()
    redact(here, three[1], "text")
    path.with_name("old copy.toml").write_bytes(raw)
    log = only(here)
    assert names(log) == ["redaction-undone"]
    assert log.entries[1].texts["text"] is None
    write(here, Noted())
    assert names(only(here)) == ["copy"]


def test_a_text_that_the_own_file_lost_is_read_from_a_copy_beside_it(
    here: Workspace, three: Three
) -> None:
    path = path_of(here, three[1])
    copy = path.with_name(f"{path.stem} (1).toml")
    copy.write_bytes(path.read_bytes())
    remove_text(path, "text")
    log = only(here)
    assert log.entries == three
    assert [(f.name, Path(f.path).name) for f in log.findings] == [("text-in-copy", copy.name)]
    assert not log.is_damaged
    copy.replace(path)
    assert only(here).findings == ()


def test_each_text_is_taken_from_whichever_file_still_has_it(here: Workspace, three: Three) -> None:
    path = path_of(here, three[2])
    copies = [path.with_name(f"{path.stem} ({number}).toml") for number in (1, 2, 3)]
    for copy, lost in zip(copies, ("by", "reason", "by"), strict=True):
        copy.write_bytes(path.read_bytes())
        remove_text(copy, lost)
    for key in ("by", "reason"):
        remove_text(path, key)
    log = only(here)
    assert log.entries == three
    told = {Path(f.path).name: f.name for f in log.findings}
    assert [told[copy.name] for copy in copies] == ["text-in-copy", "text-in-copy", "copy"]


def test_a_text_changed_in_the_own_file_is_named_and_read_from_the_copy(
    here: Workspace, three: Three
) -> None:
    path = path_of(here, three[1])
    copy = path.with_name("x-LAPTOP.toml")
    copy.write_bytes(path.read_bytes())
    path.write_bytes(path.read_bytes().replace(b"CANARY note", b"CANARY lie!"))
    log = only(here)
    assert log.entries == three
    assert sorted(names(log)) == ["seal-broken", "text-in-copy"]


def test_a_copy_whose_text_was_changed_gives_none_of_it(here: Workspace, three: Three) -> None:
    path = path_of(here, three[1])
    changed = path.read_bytes().replace(b"CANARY note", b"CANARY lie!")
    path.with_name("x (1).toml").write_bytes(changed)
    remove_text(path, "text")
    log = only(here)
    assert log.entries[1].texts == {"by": "CANARY"}
    assert sorted(names(log)) == ["copy", "text-missing"]


def test_a_redacted_text_never_comes_back_out_of_a_copy_that_others_are_read_from(
    here: Workspace, three: Three
) -> None:
    path = path_of(here, three[2])
    raw = path.read_bytes()
    redact(here, three[2], "reason")
    remove_text(path, "by")
    copy = path.with_name("x (1).toml")
    copy.write_bytes(raw)
    log = only(here)
    assert log.entries[2].texts == {"by": "CANARY", "reason": None}
    assert sorted(names(log)) == ["redaction-undone", "text-in-copy"]
    write(here, Noted())
    assert b"CANARY reason" not in copy.read_bytes()
    assert only(here).entries[2].texts == {"by": "CANARY", "reason": None}
    assert names(only(here)) == ["text-in-copy"]


def test_a_redaction_covers_corrections_before_it_and_not_those_made_in_its_knowledge(
    here: Workspace, three: Three
) -> None:
    before = write(here, Corrected(entry=three[1].id), reason="r", **{"set-text": "CANARY"})
    redact(here, three[1], "text")
    after = write(here, Corrected(entry=three[1].id), reason="r", **{"set-text": "child A"})
    log = only(here)
    texts = {entry.id: entry.texts for entry in log.entries}
    assert texts[three[1].id]["text"] is None
    assert texts[before.id]["set-text"] is None
    assert texts[after.id]["set-text"] == "child A"


# ------------------------------------------------------------------ two under one reference


def test_two_openings_in_one_folder_are_two_disputes(here: Workspace, tmp_path: Path) -> None:
    other = init(tmp_path / "other")
    mine = [write(here, OPENED), write(here, Noted(), text="mine")]
    theirs = [write(other, OPENED), write(other, Noted(), text="theirs")]
    for path in folder(other).iterdir():
        shutil.copy(path, folder(here))
    logs = read_logs(folder(here))
    by_reference = {log.reference: [entry.id for entry in log.entries] for log in logs}
    assert by_reference == {
        f"{REF}~{mine[0].id[:8]}": [entry.id for entry in mine],
        f"{REF}~{theirs[0].id[:8]}": [entry.id for entry in theirs],
    }
    assert find_logs(here, REF) == logs
    with pytest.raises(AmbiguousReference):
        find_log(here, REF)
    log = find_log(here, f"k7q~{mine[0].id[:4]}")
    with lock.held(here.folder):
        more = record(here, log.reference, Draft(AT, Noted(), {"text": "more"}), log)
    assert more.after == (mine[1].id,)
    assert more.dispute == REF
    assert len(find_log(here, log.reference).entries) == 3


def test_what_is_wrong_with_one_of_two_is_no_fault_of_the_other(
    here: Workspace, tmp_path: Path
) -> None:
    other = init(tmp_path / "other")
    write(here, OPENED)
    theirs = [write(other, OPENED), write(other, Noted()), write(other, Noted())]
    for path in folder(other).iterdir():
        shutil.copy(path, folder(here))
    path_of(here, theirs[0]).with_name("x.toml").write_bytes(path_of(here, theirs[0]).read_bytes())
    findings = {log.entries[0].id: names(log) for log in read_logs(folder(here))}
    assert findings[theirs[0].id] == ["copy"]
    assert sorted(findings.values()) == [[], ["copy"]]


# ------------------------------------------------------------------ writing


def failing(monkeypatch: pytest.MonkeyPatch, name: str, fail_at: int) -> list[object]:
    """Let the n-th call of a function of `os` find no space; the calls that were made."""
    real, calls = getattr(os, name), []

    def fails(*args: object, **options: object) -> object:
        calls.append(args)
        if len(calls) != fail_at:
            return real(*args, **options)
        if name == "close":  # it lets go of the file even when it fails
            real(*args)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, name, fails)
    return calls


@pytest.mark.parametrize("ref", [REF, "2026-NEW00"])
@pytest.mark.parametrize(
    ("name", "fail_at"),
    [
        *(("write", 1), ("rename", 1), ("fsync", 1), ("fsync", 2), ("fsync", 3), ("fsync", 4)),
        # the first ones are of the part file; before them nothing but looking is done
        *(("close", 1), ("close", 2), ("close", 3), ("close", 4)),
        *(("open", 1), ("open", 2), ("open", 3), ("open", 4)),
    ],
)
def test_a_failure_of_any_call_leaves_nothing_and_is_told_without_the_texts(
    here: Workspace,
    three: Three,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    fail_at: int,
    ref: str,
) -> None:
    before = sorted(here.disputes.rglob("*"))
    log, facts = (only(here), Noted()) if ref == REF else (None, OPENED)
    with lock.held(here.folder), monkeypatch.context() as patch:
        calls = failing(patch, name, fail_at)
        with pytest.raises(NotRecorded) as caught:
            record(here, ref, Draft(AT, facts, {"by": "CANARY"}), log)
    assert len(calls) >= fail_at
    told = f"{caught.value.message} {caught.value.advice} {caught.value.place}"
    assert caught.value.exit_code == 7
    assert "No space left" in told
    assert "CANARY" not in told
    assert sorted(here.disputes.rglob("*")) == before
    assert only(here).entries == three


def test_a_write_that_takes_only_some_bytes_is_continued(
    here: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, raw: real(descriptor, raw[:7]))
    entry = write(here, OPENED, summary="long " * 100)
    monkeypatch.undo()
    assert only(here).entries == (entry,)


@pytest.mark.usefixtures("three")
def test_a_part_taken_by_another_writer_is_made_again(
    here: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where locks do nothing, another may take a part for left over."""
    real, calls = os.rename, []

    def rename(part: Path, final: Path) -> None:
        calls.append(part)
        if len(calls) == 1:
            Path(part).unlink()
        real(part, final)

    monkeypatch.setattr(os, "rename", rename)
    write(here, Noted(), text="still there")
    assert len(calls) == 2
    assert only(here).entries[-1].texts["text"] == "still there"


def test_a_file_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_bytes(b"first")
    with pytest.raises(FileExistsError):
        durable.create(tmp_path, "x.toml", b"second", up_to=tmp_path)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("x.toml", b"first")]


def test_an_interrupt_while_writing_is_told_after_the_entry_is_there(
    here: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def fsync(descriptor: int) -> None:
        monkeypatch.undo()
        os.kill(os.getpid(), signal.SIGINT)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(InterruptedAfterRecording) as caught:
        write(here, OPENED)
    assert caught.value.exit_code == 130
    assert len(only(here).entries) == 1
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)


def test_a_second_interrupt_is_not_held_back_and_leaves_nothing(
    here: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fsync(_descriptor: int) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(KeyboardInterrupt):
        write(here, OPENED)
    monkeypatch.undo()
    assert list(here.disputes.iterdir()) == []


def test_an_interrupt_within_another_such_block_is_left_to_that_one() -> None:
    with durable.interrupts_held() as outer:
        with durable.interrupts_held() as inner:
            os.kill(os.getpid(), signal.SIGINT)
        assert (outer.came, inner.came) == (True, False)


WRITES = """
import sys
from pathlib import Path
from datetime import date
from resolutions_cli.core.entries.entry import Draft
from resolutions_cli.core.entries.facts import Noted, Opened
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.files.disk import lock
from resolutions_cli.files.record.log import find_log
from resolutions_cli.files.record.write import record
from resolutions_cli.files.workspace.settings import Origin, read
here = read(Path(sys.argv[1]), Origin.GIVEN)
facts = Opened(procedure="p", version="1", digest="", stage="one")
with lock.held(here.folder):
    log = None if sys.argv[3] == "open" else find_log(here, sys.argv[2])
    facts = facts if log is None else Noted()
    record(here, sys.argv[2], Draft(Moment(date(2026, 11, 19)), facts, {"by": "x"}), log)
print("recorded")
"""


def run_writer(here: Workspace, what: str, *before: str) -> subprocess.CompletedProcess[str]:
    command = [*before, sys.executable, "-c", WRITES, str(here.folder), REF, what]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@needs("strace")
@pytest.mark.parametrize("what", ["open", "note"])
def test_the_system_calls_come_in_the_order_that_loses_nothing(
    here: Workspace, tmp_path: Path, what: str
) -> None:
    if what == "note":
        write(here, OPENED)
    trace = tmp_path / "trace"
    calls = "trace=openat,mkdir,write,fsync,rename,renameat,renameat2,unlink,flock"
    result = run_writer(here, what, "strace", "-f", "-y", "-e", calls, "-o", str(trace))
    assert result.stdout == "recorded\n", result.stderr
    lines = trace.read_text().splitlines()
    start = next(n for n, line in enumerate(lines) if "flock(" in line)
    base = re.escape(str(here.folder))
    steps = [
        (rf'mkdir\("{base}/disputes/{REF}", 0700', "make the folder"),
        (rf'openat\(.*"{base}/disputes/{REF}/\.[^"]*\.part", .*O_EXCL.*O_NOFOLLOW.*0600\)', "part"),
        (rf"write\(\d+<{base}/disputes/{REF}/\.[^>]*\.part>", "write"),
        (rf"fsync\(\d+<{base}/disputes/{REF}/\.[^>]*\.part>\)", "sync the part"),
        (rf'rename\w*\(.*"{base}/disputes/{REF}/\..*\.part", .*"{base}/disputes/{REF}/2', "rename"),
        (rf"fsync\(\d+<{base}/disputes/{REF}>\)", "sync the folder"),
        (rf"fsync\(\d+<{base}/disputes>\)", "sync its parent"),
        (rf"fsync\(\d+<{base}>\)", "sync the workspace"),
        (r'write\(1<.*"recorded', "say so"),
    ]
    seen = [
        word
        for line in lines[start:]
        for pattern, word in steps
        if re.search(pattern, line) and "ENOENT" not in line
    ]
    wanted = [word for _, word in steps if what == "open" or word != "make the folder"]
    assert seen == wanted


def test_many_writers_at_once_lose_nothing(here: Workspace) -> None:
    write(here, OPENED)
    command = [sys.executable, "-c", WRITES, str(here.folder), REF, "note"]
    writers = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(12)]
    assert [writer.communicate()[0] for writer in writers] == [b"recorded\n"] * 12
    log = only(here)
    assert len(log.entries) == 13
    assert log.findings == ()
    assert len(log.heads) == 1


def test_on_windows_a_rename_is_tried_again_and_no_folder_is_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not run there; the path through the code is."""
    real, tries = os.rename, []

    def rename(part: Path, final: Path) -> None:
        tries.append(part)
        if len(tries) < 3:
            raise PermissionError(13, "a scanner holds it")
        real(part, final)

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "rename", rename)
    monkeypatch.setattr(durable.time, "sleep", lambda _seconds: None)
    opened = watch(monkeypatch, os, "open")
    durable.create(tmp_path, "x", b"y", up_to=tmp_path)
    assert (tmp_path / "x").read_bytes() == b"y"
    assert len(tries) == 3
    assert len(opened) == 1
    monkeypatch.setattr(os, "rename", lambda *_: (_ for _ in ()).throw(PermissionError(13, "held")))
    with pytest.raises(PermissionError):
        durable.create(tmp_path, "z", b"y", up_to=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_on_a_mac_the_disk_itself_is_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not run there; plain fsync leaves the bytes in the drive's cache."""
    import fcntl

    asked = []
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", lambda _descriptor, what: asked.append(what))
    durable.create(tmp_path, "x", b"y", up_to=tmp_path)
    assert asked == [51, 51], "the file, and the folder that has its name"


def test_on_a_share_of_a_mac_that_cannot_reach_the_disk_plain_fsync_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not run there; the path through the code is."""
    import fcntl

    def refuses(_descriptor: int, _what: int) -> None:
        raise OSError(errno.ENOTSUP, "Operation not supported")

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", refuses)
    synced = watch(monkeypatch, os, "fsync")
    durable.create(tmp_path, "x", b"y", up_to=tmp_path)
    assert len(synced) == 2


def test_on_windows_a_file_that_somebody_reads_is_replaced_once_it_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not run there. A rename onto an open file fails on Windows, and a redaction does one."""
    real, tries = os.replace, []

    def replace(part: Path, final: Path) -> None:
        tries.append(part)
        if len(tries) < 3:
            raise PermissionError(errno.EACCES, "a reader holds it")
        real(part, final)

    (tmp_path / "x").write_bytes(b"with a text")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr(durable.time, "sleep", lambda _seconds: None)
    durable.replace(tmp_path, "x", b"without", up_to=tmp_path)
    assert ((tmp_path / "x").read_bytes(), len(tries)) == (b"without", 3)
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(PermissionError(13, "")))
    with pytest.raises(PermissionError):
        durable.replace(tmp_path, "x", b"lost", up_to=tmp_path)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("x", b"without")]


def test_on_windows_a_name_that_is_taken_is_refused_by_the_rename_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not run there: its rename never replaces, also when the name appeared a moment ago."""

    def rename(_part: Path, _final: Path) -> None:
        raise FileExistsError(errno.EEXIST, "the file exists")

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "rename", rename)
    with pytest.raises(FileExistsError):
        durable.create(tmp_path, "x", b"y", up_to=tmp_path)
    assert list(tmp_path.iterdir()) == []


def watch(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> list[object]:
    """The arguments of every call to a function, which still does what it does."""
    real, calls = getattr(module, name), []

    def watched(*args: object, **options: object) -> object:
        calls.append(args)
        return real(*args, **options)

    monkeypatch.setattr(module, name, watched)
    return calls
