"""`resolve seal`: a digest to keep elsewhere, and what it says later."""

import signal
from hashlib import sha256
from pathlib import Path

import pytest

from resolutions_cli.commands import seal as module
from tests.desk import REF, Desk


@pytest.fixture
def one(desk: Desk) -> Desk:
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19")
    return desk


def test_the_digest_is_that_of_the_file_that_was_made(one: Desk) -> None:
    said = one.done("seal")
    (file,) = (one.folder / "seals").iterdir()
    assert said.out == sha256(file.read_bytes()).hexdigest() + "\n"
    assert said.err == ""


def test_as_json_it_says_what_was_sealed(one: Desk) -> None:
    document = one.done("seal", "--json").document
    (file,) = (one.folder / "seals").iterdir()
    assert document["kind"] == "seal"
    assert document["digest"] == sha256(file.read_bytes()).hexdigest()
    assert document["path"] == f"seals/{file.name}"
    assert document["sealed"] == "2026-11-20T10:00:00.000Z"
    assert document["disputes"] == {REF: one.log().digest}


def test_a_seal_of_a_damaged_record_is_made_and_the_damage_said(one: Desk) -> None:
    one.done("note", REF, "a note")
    file = next((one.folder / "disputes" / REF).glob("*-noted-*"))
    file.write_bytes(b"")
    said = one.does("seal")
    assert said.code == 5
    assert len(said.out.strip()) == 64
    assert "the file is empty" in said.err


def test_what_cannot_be_written_is_not_sealed(one: Desk) -> None:
    (one.folder / "seals").rmdir()
    (one.folder / "seals").write_bytes(b"")
    said = one.does("seal")
    assert (said.code, said.out) == (7, "")
    assert "nothing was recorded" in said.err


def test_an_interrupt_waits_until_the_digest_is_out(
    one: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = module.write_seal

    def interrupted(*args: object) -> object:
        made = real(*args)  # type: ignore[arg-type]
        signal.raise_signal(signal.SIGINT)
        return made

    monkeypatch.setattr(module, "write_seal", interrupted)
    said = one.does("seal")
    assert said.code == 130
    assert len(said.out.strip()) == 64
    assert "interrupted, but it was recorded" in said.err
    assert f"`resolve verify --against {said.out[:16]}` shows it" in said.err


def test_a_seal_that_was_kept_elsewhere_finds_a_newest_entry_removed(one: Desk) -> None:
    one.done("note", REF, "the newest")
    digest = one.done("seal").out.strip()
    assert one.done("verify", "--against", digest).out == ""
    assert one.done("verify", "--against", digest[:16]).out == ""
    next((one.folder / "disputes" / REF).glob("*-noted-*")).unlink()
    said = one.does("verify", "--against", digest)
    assert said.code == 8
    assert "sealed-entry-missing" in said.out
    assert REF in said.out


def test_a_dispute_that_vanished_whole_is_missed_by_the_seal(one: Desk) -> None:
    digest = one.done("seal").out.strip()
    folder = one.folder / "disputes" / REF
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    said = one.does("verify", "--against", digest)
    assert said.code == 8
    assert f"disputes/{REF}" in said.out


def test_a_seal_that_was_removed_is_missed_by_its_digest(one: Desk) -> None:
    digest = one.done("seal").out.strip()
    for file in Path(one.folder / "seals").iterdir():
        file.unlink()
    assert one.done("verify").out == ""
    said = one.does("verify", "--against", digest)
    assert said.code == 8
    assert "not-in-record" in said.out
    assert digest[:16] in said.out
