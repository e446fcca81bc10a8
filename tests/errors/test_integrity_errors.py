"""Every refusal of checking, settling and redaction: its code and its words, nothing leaked."""

import os
import re
import shutil

import pytest

from resolutions_cli import errors
from resolutions_cli.errors import ResolveError
from resolutions_cli.files.record.redaction import Unread
from tests.desk import REF, Desk

CANARY = "Zaubervogel"
WHY = ("--reason", f"{CANARY} says so.")


@pytest.fixture
def noted(desk: Desk) -> Desk:
    """A dispute with a note, entry 2."""
    desk.at("2026-11-19T10:00").opens("1", "--raised", "2026-11-19")
    desk.done("note", REF, CANARY)
    return desk


def begins(condition: type[ResolveError]) -> str:
    """The message up to its first fact."""
    message = (condition.__doc__ or "").partition("\n")[0]
    return f"resolve: error: {message.partition('{')[0]}"


def test_a_digest_is_digits(noted: Desk) -> None:
    said = noted.refused(2, "verify", "--against", CANARY)
    assert said.startswith(begins(errors.BadDigest))
    assert CANARY not in said


def test_where_nothing_was_made_apart_nothing_is_settled(noted: Desk) -> None:
    said = noted.refused(3, "settle", REF, "1", *WHY)
    assert said.startswith(begins(errors.NothingMadeApart))
    assert "D-1 was not moved on two machines" in said
    assert CANARY not in said


def test_only_a_move_that_was_made_apart_can_be_said_to_stand(noted: Desk) -> None:
    """The dispute is copied, escalated in both copies, and united: two entries of number 3."""
    home = noted.folder / "disputes" / REF
    copy = shutil.copytree(home, noted.folder.parent / "copy")
    noted.done("escalate", REF, *WHY)
    shutil.copytree(home, noted.folder.parent / "mine")
    shutil.rmtree(home)
    shutil.copytree(copy, home)
    noted.at("2026-11-19T11:00").done("escalate", REF, *WHY)
    shutil.copytree(noted.folder.parent / "mine", home, dirs_exist_ok=True)
    said = noted.refused(3, "settle", REF, "2", *WHY)
    assert begins(errors.NotMadeApart) + "2 is not one of the moves" in said
    assert re.search(r"choose one of entry 3-\w{2,}, entry 3-\w{2,}\n", said)
    assert CANARY not in said
    said = noted.refused(2, "settle", REF, "--no-input")
    assert said.startswith(begins(errors.MoveNotSaid))
    command = r"`resolve settle D-1 3-\w{2,}`"
    assert re.search(rf"\n  type one of these, with --reason WHY: {command} or {command}\n", said)
    assert CANARY not in said


def test_nothing_is_removed_twice(noted: Desk) -> None:
    noted.done("redact", REF, "2", "--yes", *WHY)
    said = noted.refused(3, "redact", REF, "2", "--yes", *WHY)
    assert said.startswith(begins(errors.NothingToRedact))
    assert CANARY not in said


def test_what_nobody_asked_to_be_removed_is_not_removed_as_asked(noted: Desk) -> None:
    said = noted.refused(3, "redact", "--as-asked", REF, "2", "--yes")
    assert said.startswith(begins(errors.NothingWasAsked))
    assert CANARY not in said
    said = noted.refused(2, "redact", "--as-asked", REF, "2", "--yes", *WHY)
    assert said.startswith(begins(errors.AskedAlone))
    assert CANARY not in said


def test_a_copy_that_still_holds_the_text_is_named(noted: Desk) -> None:
    (file,) = (noted.folder / "disputes" / REF).glob("*-noted-*.toml")
    shutil.copy(file, noted.folder / "disputes" / "kept.bak")
    said = noted.does("redact", REF, "2", "--yes", *WHY)
    assert said.code == errors.TextRemains.exit_code == 5
    assert begins(errors.TextRemains) in said.err
    assert "kept.bak" in said.err
    assert CANARY not in said.err


def test_a_redaction_that_was_cut_short_says_that_it_was_recorded(
    noted: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", no_room)
    said = noted.does("redact", REF, "2", "--yes", *WHY)
    assert said.code == errors.RedactionUnfinished.exit_code == 7
    assert said.err.startswith(begins(errors.RedactionUnfinished))
    assert CANARY not in said.err


def test_a_redaction_waits_where_a_file_cannot_be_read(
    noted: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unread(*_: object) -> None:
        raise Unread(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr("resolutions_cli.files.record.write.remove_texts", unread)
        said = noted.does("redact", REF, "2", "--yes", *WHY)
    assert said.code == errors.RedactionWaits.exit_code == 5
    assert said.err.startswith(begins(errors.RedactionWaits))
    assert "do not delete anything" in said.err
    assert CANARY not in said.err + said.out, "what was typed is not given back: it is recorded"
