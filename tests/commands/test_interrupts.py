"""Ctrl-C at any moment: what the program says of it is true."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from resolutions_cli.app import record
from resolutions_cli.app.exchange import as_asked
from resolutions_cli.app.streams import ClosedPipe
from resolutions_cli.cli import main
from resolutions_cli.files.disk import durable
from tests.desk import REF, Desk, Said
from tests.house.project import SOURCE
from tests.written import written_procedure

DATA = SOURCE / "data"

#: Each recording command, in a dispute at stage 1; those that come after need the ones before.
RECORDING = {
    "open": ("open", "--ref", "D-2", "--raised", "2026-11-19", "--immediate-risk"),
    "escalate": ("escalate", REF, "--reason", "no agreement"),
    "record": ("record", REF, "discussion", "--on", "2026-11-19"),
    "sooner": ("sooner", REF, "--to", "2026-11-23", "--reason", "the child is at risk"),
    "risk": ("risk", REF, "--reason", "the child is at risk"),
    "chase": ("chase", REF, "--by", "2026-11-24", "--who", "the lead", "ask again"),
    "party": ("party", REF, "--add", "lead: A Person, school, by telephone"),
    "note": ("note", REF, "a note"),
    "correct": ("correct", REF, "1", "--reason", "lacking", "--set", "summary=what happened"),
    "redact": ("redact", REF, "1", "--reason", "it names a child", "--yes"),
    "close": ("close", REF, "--outcome", "agreed", "--reason", "agreed", "--no-action"),
}


@pytest.fixture
def one(desk: Desk) -> Desk:
    return desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19") and desk


def entries(desk: Desk) -> int:
    return len(list((desk.folder / "disputes").glob("*/*.toml")))


def interrupting(
    monkeypatch: pytest.MonkeyPatch, where: object, name: str, *, after: bool, times: int = 1
) -> None:
    """Send SIGINT when a function is called the first time, before or after it does its work."""
    real: Callable[..., object] = getattr(where, name)
    left = [times]

    def called(*args: object, **named: object) -> object:
        if not after:
            send()
        result = real(*args, **named)
        if after:
            send()
        return result

    def send() -> None:
        while left[0]:
            left[0] -= 1
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(where, name, called)


@pytest.mark.parametrize("name", RECORDING)
def test_before_anything_was_written_nothing_is_recorded(
    one: Desk, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = entries(one)
    with monkeypatch.context() as patch:
        interrupting(patch, record.lock, "_sign", after=True)
        said = one.does(*RECORDING[name])
    assert (said.code, said.out) == (130, "")
    assert "interrupted, and nothing was recorded" in said.err
    assert entries(one) == before


@pytest.mark.parametrize("name", RECORDING)
@pytest.mark.parametrize(
    ("where", "call", "after"),
    [
        (durable, "create", False),
        (durable, "create", True),
        (record, "read_again", False),  # the reading for the confirmation, the lock let go
        (record.streams, "say", False),
        (record.streams, "say", True),
    ],
)
def test_from_the_write_to_the_confirmation_it_waits_and_then_says_that_it_was_recorded(
    one: Desk, monkeypatch: pytest.MonkeyPatch, name: str, where: object, call: str, after: bool
) -> None:
    before = entries(one)
    with monkeypatch.context() as patch:
        interrupting(patch, where, call, after=after)
        said = one.does(*RECORDING[name])
    assert said.code == 130
    assert said.out.startswith("recorded: entry "), "the confirmation is out all the same"
    assert "interrupted, but it was recorded" in said.err
    assert "nothing was recorded" not in said.err
    assert entries(one) > before
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


@pytest.mark.parametrize(("where", "call"), [(record, "read_again"), (record.streams, "say")])
def test_a_second_one_stops_it_and_is_told_the_truth(
    one: Desk, monkeypatch: pytest.MonkeyPatch, where: object, call: str
) -> None:
    before = entries(one)
    with monkeypatch.context() as patch:
        interrupting(patch, where, call, after=False, times=2)
        said = one.does(*RECORDING["note"])
    assert said.code == 130
    assert "interrupted, but it was recorded" in said.err
    assert entries(one) == before + 1


def test_a_second_one_in_the_write_leaves_nothing_or_says_that_it_is_there(
    one: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for after, made, words in ((False, 0, "nothing was recorded"), (True, 1, "it was recorded")):
        before = entries(one)
        with monkeypatch.context() as patch:
            interrupting(patch, durable, "create", after=after, times=2)
            said = one.does(*RECORDING["note"])
        assert said.code == 130
        assert words in said.err
        assert entries(one) == before + made


def test_what_fails_after_the_write_does_not_hide_that_it_was_recorded(
    one: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(record, "recorded_text", fails)
        said = one.does(*RECORDING["note"])
    assert said.code == 1
    assert f"it was recorded in {REF}" in said.err


def test_a_reader_that_went_away_is_no_fault(one: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(_text: str) -> None:
        raise ClosedPipe

    with monkeypatch.context() as patch:
        patch.setattr(record.streams, "say", closed)
        patch.setattr("resolutions_cli.cli._end_quietly", lambda: 0)
        said = one.does(*RECORDING["note"])
    assert (said.code, said.err) == (0, "")


# ------------------------------------------------------------------ whole files


def kept(desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, after: str) -> tuple[Said, int]:
    """Put a file into the workspace, interrupted after a call; how many are there then."""
    folder, words = _FILES[name]
    monkeypatch.chdir(desk.folder.parent)
    Path("a.toml").write_text(written_procedure("southshire"))
    Path("a.json").write_bytes((DATA / "bank-holidays.json").read_bytes())
    with monkeypatch.context() as patch:
        interrupting(patch, durable, after, after=True)
        said = desk.does(*words)
    return said, len(list((desk.folder / folder).iterdir()))


_FILES = {
    "calendar": ("calendar", ("calendar", "import", "a.json", "--yes", "--no-input")),
    "procedure": ("procedures", ("procedure", "add", "a.toml")),
    "seal": ("seals", ("seal",)),
}


@pytest.mark.parametrize("name", _FILES)
def test_a_file_that_was_kept_is_never_said_not_to_be(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    said, files = kept(desk, monkeypatch, name, "sync_folder")
    assert (said.code, files) == (130, 1)
    assert said.out, "the confirmation is out all the same"
    assert "interrupted, but it was recorded" in said.err
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


@pytest.mark.parametrize("name", _FILES)
def test_before_a_file_is_made_nothing_is_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with monkeypatch.context() as patch:
        interrupting(patch, record.lock, "_sign", after=True)
        said, files = kept(desk, monkeypatch, name, "part_name")
    assert (said.code, said.out, files) == (130, "", 0)
    assert "interrupted, and nothing was recorded" in said.err


def test_a_second_one_after_a_file_was_kept_is_told_the_truth(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        interrupting(patch, record.streams, "say", after=False, times=2)
        said, files = kept(desk, monkeypatch, "procedure", "part_name")
    assert (said.code, files) == (130, 1)
    assert "interrupted, but it was recorded" in said.err


def test_after_the_confirmation_it_is_still_said_to_be_recorded(
    one: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A redaction looks through the files once more when its entry is confirmed."""
    with monkeypatch.context() as patch:
        interrupting(patch, as_asked, "files_with", after=False)
        said = one.does(*RECORDING["redact"])
    assert said.code == 130
    assert "interrupted, but it was recorded" in said.err
    assert "nothing was recorded" not in said.err


def test_what_an_earlier_run_recorded_is_not_what_this_one_did(
    one: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one.done(*RECORDING["note"])
    with monkeypatch.context() as patch:
        interrupting(patch, record.lock, "_sign", after=True)
        assert "interrupted, and nothing was recorded" in one.does(*RECORDING["note"]).err


def test_a_workspace_that_was_made_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patch:
        interrupting(patch, durable, "create", after=True)
        assert main(["init", str(tmp_path / "book")]) == 130
    out, err = capsys.readouterr()
    assert out.startswith("made a workspace in ")
    assert "interrupted, but it was recorded\n  `resolve where` shows it" in err
