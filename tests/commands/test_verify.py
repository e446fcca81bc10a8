"""`resolve verify`: silent when all is well, and each finding with its file and what to do."""

import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from resolutions_cli.app import verify
from resolutions_cli.files.disk import lock
from resolutions_cli.files.workspace.procedures import shipped_procedures
from tests.desk import REF, Desk


@pytest.fixture
def book(desk: Desk) -> Desk:
    """Two disputes: one moved on and noted in, one just opened."""
    desk.at("2026-11-19T10:00").opens("1", "--raised", "2026-11-19", "--summary", "Canary fell")
    desk.at("2026-11-19T11:00").done("note", REF, "a Canary note")
    desk.at("2026-11-19T12:00").done("escalate", REF, "--reason", "no agreement on Canary")
    desk.at("2026-11-19T13:00").opens("1", "--raised", "2026-11-19", ref="D-2")
    return desk


def file_of(desk: Desk, kind: str, ref: str = REF) -> Path:
    return next((desk.folder / "disputes" / ref).glob(f"*-{kind}-*"))


def found(desk: Desk, *words: str) -> list[tuple[str, str]]:
    """Each finding by name and path; that stdout and stderr repeat no text is checked too."""
    said = desk.does("verify", *words, "--json")
    assert "Canary" not in said.out + said.err
    return [(each["name"], each["path"]) for each in said.document["findings"]]


# ------------------------------------------------------------------ all is well


def test_all_is_well_is_said_by_nothing_at_all(book: Desk) -> None:
    said = book.done("verify")
    assert (said.out, said.err) == ("", "")
    assert book.done("verify", "d-2").out == ""


def test_as_json_it_says_what_was_checked_and_that_nothing_anchors_the_newest_entries(
    book: Desk,
) -> None:
    document = book.done("verify", "--json").document
    assert list(document) == [
        *("resolve_format", "kind", "as_of", "calendar", "findings", "against"),
        *("asked_to_be_removed", "anchored", "not_anchored", "checked", "not_covered"),
    ]
    assert document["kind"] == "verify"
    assert document["findings"] == []
    assert document["anchored"] is False
    assert document["not_anchored"] == [
        {"dispute": ref, "digest": book.log(ref).digest} for ref in (REF, "D-2")
    ]
    assert document["checked"] == {"disputes": 2, "entries": 4, "seals": 0}


def test_an_empty_workspace_is_well(desk: Desk) -> None:
    assert desk.done("verify").out == ""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
def test_on_a_terminal_it_says_that_the_newest_entries_are_not_anchored(book: Desk) -> None:
    digests = [book.log(ref).digest for ref in (REF, "D-2")]
    assert "The newest entries of 2 disputes have no proof yet" in on_a_terminal(book)
    assert "The newest entries of D-2 have no proof yet" in on_a_terminal(
        book, "--against", digests[0]
    )
    assert "anchored" not in on_a_terminal(book, "--against", "+".join(digests))


def on_a_terminal(desk: Desk, *words: str) -> str:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "resolutions_cli", "verify", *words]
    environ = {**os.environ, "RESOLVE_WORKSPACE": str(desk.folder), "TERM": "dumb"}
    process = subprocess.Popen(command, stdout=theirs, stderr=subprocess.DEVNULL, env=environ)
    os.close(theirs)
    said = b""
    try:
        while part := os.read(ours, 4096):
            said += part
    except OSError:  # how a terminal ends on Linux
        pass
    os.close(ours)
    assert process.wait() == 0
    return said.decode()


# ------------------------------------------------------------------ what is wrong


def test_a_finding_names_the_file_says_what_is_wrong_and_what_to_do(book: Desk) -> None:
    file = file_of(book, "noted")
    file.write_bytes(file.read_bytes().replace(b"Canary note", b"Canary nope"))
    said = book.does("verify")
    assert (said.code, said.err) == (8, "")
    assert said.out == (
        f"disputes/{REF}/{file.name}\n"
        "  seal-broken: a text is not the one that was sealed (text)\n"
        "  put the file back from a copy, a backup or another agency's record\n"
    )


def test_a_removed_entry_is_named_by_its_digits(book: Desk) -> None:
    file = file_of(book, "noted")
    file.unlink()
    said = book.does("verify")
    assert said.code == 8
    assert file.stem[-16:] in said.out


def make_unreadable(book: Desk) -> None:
    file = file_of(book, "noted")
    file.unlink()
    file.mkdir()


def swap(book: Desk) -> None:
    shutil.copy(file_of(book, "noted"), file_of(book, "escalated"))


def foreign(book: Desk) -> None:
    shutil.copy(file_of(book, "opened", "D-2"), book.folder / "disputes" / REF)


def changed_procedure(book: Desk) -> None:
    (file,) = (book.folder / "procedures").iterdir()
    file.write_bytes(file.read_bytes().replace(b"96 hours", b"97 hours"))


def changed_calendar(book: Desk) -> None:
    (book.folder / "calendar" / "20261119T100000.000Z-0123456789abcdef.json").write_bytes(b"{}")


def other_calendar(book: Desk) -> None:
    (book.folder / "calendar" / "holidays.json").write_bytes(b"{}")


def sub(name: str) -> Callable[[Desk], object]:
    """Put a file of no meaning into the workspace."""
    return lambda book: (book.folder / name).write_bytes(b"Canary")


def linked(name: str) -> Callable[[Desk], object]:
    """Put a link in the place of something of the workspace."""

    def link(book: Desk) -> None:
        path = book.folder / name
        path.rename(book.folder.parent / "outside")
        path.symlink_to(book.folder.parent / "outside")

    return link


WRONG: dict[str, tuple[Callable[[Desk], object], int, str]] = {
    "a text changed": (
        lambda book: file_of(book, "noted").write_bytes(
            file_of(book, "noted").read_bytes().replace(b"note", b"nope")
        ),
        *(8, "changed"),
    ),
    "an entry removed": (lambda book: file_of(book, "noted").unlink(), 8, "missing-entry"),
    "an entry of another dispute": (foreign, 8, "foreign"),
    "an older entry in the place of a newer": (swap, 8, "changed"),
    "an entry renamed": (
        lambda book: file_of(book, "noted").rename(file_of(book, "noted").with_name("x.toml")),
        *(8, "bad-name"),
    ),
    "an entry made unreadable": (make_unreadable, 5, "unreadable"),
    "a folder that is no dispute": (
        lambda book: (book.folder / "disputes" / "D-1 (1)").mkdir(),
        *(8, "bad-folder"),
    ),
    "a procedure changed": (changed_procedure, 8, "procedure-changed"),
    "a calendar changed": (changed_calendar, 8, "calendar-changed"),
    "a calendar misnamed": (other_calendar, 5, "calendar-unread"),
    "a part left over at the top": (sub(".resolve.toml.part"), 0, "left-over"),
    "a part left over in a folder": (sub("seals/.x.toml.part"), 0, "left-over"),
    "a file among the procedures": (sub("procedures/minutes.txt"), 0, "misplaced-file"),
    "a file among the entries": (sub(f"disputes/{REF}/minutes.txt"), 0, "stray-file"),
    "a link for the calendars": (linked("calendar"), 5, "link"),
    "a link for the procedures": (linked("procedures"), 5, "link"),
    "a link for the seals": (linked("seals"), 5, "link"),
    "a link for the disputes": (linked("disputes"), 5, "link"),
    "others may write": (lambda book: book.folder.chmod(0o770), 0, "open-to-others"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_anywhere_is_found_and_the_exit_code_says_how_bad(
    book: Desk, name: str
) -> None:
    breaks, code, finding = WRONG[name]
    breaks(book)
    assert finding in {each for each, _ in found(book)}
    assert book.does("verify").code == code


def test_a_procedure_that_no_program_ships_and_that_was_changed_is_missing(
    desk: Desk, tmp_path: Path
) -> None:
    shipped = next(file for file in shipped_procedures() if file.id == "nyscp")
    own = tmp_path / "own.toml"
    own.write_bytes(shipped.raw.replace(b'"nyscp"', b'"southshire"'))
    desk.done("procedure", "add", str(own))
    desk.opens("1", "--raised", "2026-11-19", procedure="southshire")
    assert desk.done("verify").out == ""
    (file,) = (desk.folder / "procedures").glob("southshire*")
    file.write_bytes(file.read_bytes() + b"\n")
    said = desk.does("verify", "--json")
    assert said.code == 8
    names = [each["name"] for each in said.document["findings"]]
    assert names == ["no-procedure", "procedure-changed"]
    detail = said.document["findings"][0]["detail"]
    assert detail == f"procedures/{file.name}"
    assert detail in desk.does("due").err


def test_procedures_that_cannot_be_read_hide_nothing_else(book: Desk) -> None:
    shutil.rmtree(book.folder / "procedures")
    (book.folder / "procedures").write_bytes(b"")
    file_of(book, "noted").unlink()
    assert [name for name, _ in found(book)] == ["no-procedure", "missing-entry", "no-procedure"]
    assert book.does("due").code == 5


def test_changed_and_unreadable_together_end_with_8(book: Desk) -> None:
    make_unreadable(book)
    file_of(book, "opened", "D-2").write_bytes(b"")
    assert book.does("verify").code == 8
    assert book.does("verify", REF).code == 5
    assert book.does("verify", "D-2").code == 8


def test_what_is_wrong_with_one_dispute_is_not_told_of_another(book: Desk) -> None:
    file_of(book, "noted").unlink()
    assert book.done("verify", "D-2").out == ""
    assert book.does("verify", "D-9").code == 4


def test_what_the_rules_find_is_told_with_the_file_of_the_entry(book: Desk) -> None:
    """A copy of the record moved on in another way; tests/commands/test_settle.py settles it."""
    moved = file_of(book, "escalated")
    away = moved.rename(book.folder / "away.toml")
    book.done("escalate", REF, "--reason", "at once")
    shutil.copy(away, moved)
    away.unlink()
    ((name, path),) = found(book)
    assert name == "made-apart"
    assert path.startswith(f"disputes/{REF}/2026") and path.endswith(".toml")


def test_it_uses_no_answer_of_an_earlier_check_and_writes_nothing(book: Desk) -> None:
    book.done("verify")
    before = snapshot(book.folder)
    file = file_of(book, "noted")
    raw = file.read_bytes()
    times = file.stat()
    file.write_bytes(raw.replace(b"note", b"nope"))
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert book.does("verify").code == 8
    file.write_bytes(raw)
    book.done("verify")
    assert snapshot(book.folder) == before


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def test_a_workspace_that_nobody_can_write_is_checked_without_the_lock(
    book: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a read-only disk; the tests may run as an account that no mode stops."""
    real = os.open

    def read_only(path: object, flags: int, *more: int, **named: int) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise OSError(30, "Read-only file system")
        return real(path, flags, *more, **named)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(os, "open", read_only)
    assert book.done("verify").out == ""
    file_of(book, "noted").unlink()
    assert book.does("verify").code == 8


@pytest.fixture
def at_work(book: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Somebody who has the lock and does not let go of it; the process's id."""
    holds = (
        "import sys, time; from pathlib import Path; from resolutions_cli.files.disk import lock\n"
        "with lock.held(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    words = [sys.executable, "-c", holds, str(book.folder)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    monkeypatch.setattr(verify.lock, "held", partial(lock.held, patience=0.1))
    monkeypatch.setattr(verify, "_BETWEEN_LOOKS", 0.01)
    yield process.pid
    process.kill()
    process.communicate()


def test_beside_somebody_who_writes_the_record_is_checked_all_the_same(
    book: Desk, at_work: int
) -> None:
    said = book.does("verify", "--json")
    assert (said.code, said.document["findings"]) == (0, [])
    assert f"resolve: note: somebody else is writing: process {at_work} on " in said.err
    assert "the record was read; an entry being written right now may be missing" in said.err
    file_of(book, "noted").unlink()
    assert book.does("verify").code == 8


@pytest.mark.usefixtures("at_work")
def test_what_is_half_done_at_one_look_and_done_at_the_next_is_no_finding(
    book: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = file_of(book, "noted")
    raw = file.read_bytes()
    file.unlink()
    monkeypatch.setattr(verify.time, "sleep", lambda _seconds: file.write_bytes(raw))
    assert book.does("verify").code == 0


# ------------------------------------------------------------------ --against


def test_a_digest_that_was_kept_elsewhere_finds_the_newest_entry_removed(book: Desk) -> None:
    digest = book.log().digest
    for typed in (digest, digest[:16], digest.upper()):
        assert book.done("verify", "--against", typed).out == ""
    file_of(book, "escalated").unlink()
    assert book.done("verify").out == "", "nothing in the record covers its newest entry"
    said = book.does("verify", "--against", digest)
    assert said.code == 8
    assert "not-in-record" in said.out and digest[:16] in said.out


def test_the_answer_holds_however_much_was_added_since(book: Desk) -> None:
    digest = book.log().digest
    book.at("2026-11-20T10:00").done("note", REF, "a later note")
    document = book.done("verify", "--against", digest, "--json").document
    assert document["against"] == [
        {"digest": digest, "found": True, "disputes": [REF], "seal": None}
    ]
    assert [each["dispute"] for each in document["not_anchored"]] == [REF, "D-2"]


def test_several_digests_are_asked_about_one_by_one(book: Desk) -> None:
    joined = "+".join(book.log(ref).digest for ref in (REF, "D-2"))
    document = book.done("verify", "--against", joined, "--json").document
    assert [each["found"] for each in document["against"]] == [True, True]
    assert document["anchored"] is True
    said = book.does("verify", "--against", joined, "--against", "0" * 16, "--json")
    assert said.code == 8
    assert [each["found"] for each in said.document["against"]] == [True, True, False]
    assert book.does("verify", "D-2", "--against", book.log().digest).code == 8


@pytest.mark.parametrize("typed", ["", "abc", "0" * 15, "0" * 65, "g" * 16, "0" * 16 + "+"])
def test_what_is_no_digest_is_refused(book: Desk, typed: str) -> None:
    assert "16 to 64 digits" in book.refused(2, "verify", "--against", typed)


# ------------------------------------------------------------------ --gaps


@pytest.mark.clause("N5")
def test_gaps_are_listed_under_the_questions_of_an_inquiry_and_change_no_exit_code(
    book: Desk,
) -> None:
    assert book.done("verify").out == ""
    lines = book.done("verify", REF, "--gaps").out.splitlines()
    assert lines[0] == f"{REF}: WHAT THE RECORD LACKS"
    assert [line.strip() for line in lines if line.startswith("  ") and line[2] != " "] == [
        "What the concern was",
        "How it was followed up",
        "What the procedure asks for",
    ]
    assert "    Not recorded: the disputed decision or action was taken" in "\n".join(lines)
    assert f"        resolve record {REF} disputed --on WHEN" in lines


def test_gaps_as_json_say_the_question_and_the_command_that_closes_them(book: Desk) -> None:
    document = book.done("verify", "--gaps", "--json").document
    assert {gap["dispute"] for gap in document["gaps"]} == {REF, "D-2"}
    assert {gap["question"] for gap in document["gaps"]} == {*("concern", "follow-up", "procedure")}
    assert all(gap["command"].startswith("resolve ") for gap in document["gaps"])
    assert json.dumps(document).count("Canary") == 0
