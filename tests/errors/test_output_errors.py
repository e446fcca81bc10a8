"""What can go wrong when something made from the record is handed out: nothing half-written."""

import io
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from resolutions_cli.app import streams
from resolutions_cli.app.output import hand_out, with_reports
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.errors import (
    DiskUnreadable,
    FileThere,
    NotMade,
    NotPrinted,
    OtherEnding,
    OutputInRecord,
    OutputNeeded,
    PerhapsMade,
    RecordedNotPrinted,
    ReportsMissing,
    ResolveError,
)
from resolutions_cli.files.disk import durable
from tests.desk import REF, Desk

PAGE = b"<!doctype html>\n"


@pytest.fixture
def run(desk: Desk) -> Run:
    """A run of some command in an empty workspace."""
    return Run.start(SharedOptions(workspace=desk.folder))


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def refusal(kind: type[ResolveError], run: Run, file: Path | None, **more: bool) -> ResolveError:
    with pytest.raises(kind) as caught:
        hand_out(run, PAGE, file, **more)
    return caught.value


# ------------------------------------------------------------------ to a file


def test_a_file_is_made_for_its_owner_alone_and_nothing_else_is_left(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    old = os.umask(0)
    try:
        hand_out(run, PAGE, folder / "case.html")
    finally:
        os.umask(old)
    assert [(file.name, file.read_bytes(), mode(file)) for file in folder.iterdir()] == [
        ("case.html", PAGE, 0o600)
    ]
    out, err = capsys.readouterr()
    assert (out, err.splitlines()[-1]) == ("", f"made {folder / 'case.html'}")


def test_file_there(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "case.html"
    file.write_bytes(b"somebody's own\n")
    found = refusal(FileThere, run, file)
    assert (found.exit_code, found.place) == (3, str(file))
    assert file.read_bytes() == b"somebody's own\n"


def test_a_file_is_replaced_when_that_is_asked_for_and_by_a_new_one(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "case.html"
    file.write_bytes(b"the one before\n")
    file.chmod(0o644)
    kept = tmp_path / "other-name.html"
    kept.hardlink_to(file)
    hand_out(run, PAGE, file, overwrite=True)
    assert (file.read_bytes(), mode(file)) == (PAGE, 0o600)
    assert kept.read_bytes() == b"the one before\n"


@pytest.mark.parametrize("again", [False, True])
def test_what_is_left_of_a_run_that_was_killed_is_not_in_the_way(
    run: Run, tmp_path: Path, again: bool
) -> None:
    """It is removed when it is old; one of a moment ago may be of a run that is still writing."""
    old = [tmp_path / ".a.html.part", tmp_path / durable.part_name("a.html")]
    new, other = tmp_path / durable.part_name("a.html"), tmp_path / ".b.html.part"
    for left in (*old, new, other):
        left.write_bytes(b"half")
    for left in (*old, other):
        os.utime(left, (0, 0))
    hand_out(run, b"whole", tmp_path / "a.html", overwrite=again)
    there = {path.name for path in tmp_path.iterdir() if path.is_file()}
    assert there == {"a.html", new.name, other.name}
    assert (tmp_path / "a.html").read_bytes() == b"whole"


def test_a_name_may_be_as_long_as_a_file_system_takes(run: Run, tmp_path: Path) -> None:
    for name in ("a" * 250 + ".html", "ü" * 125 + ".html"):
        hand_out(run, PAGE, tmp_path / name)
        assert (tmp_path / name).read_bytes() == PAGE


def test_a_file_that_came_a_moment_ago_is_not_replaced_either(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two runs make one file: both saw that there was none, and the other one was quicker."""
    file = tmp_path / "case.html"

    def quicker(_descriptor: int) -> None:
        file.write_bytes(b"the other's\n")

    monkeypatch.setattr(durable, "sync", quicker)
    refusal(FileThere, run, file)
    assert [each.read_bytes() for each in tmp_path.iterdir() if each.is_file()] == [
        b"the other's\n"
    ]


def test_where_a_file_has_one_name_only_it_is_renamed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    hand_out(run, PAGE, tmp_path / "case.html")
    refusal(FileThere, run, tmp_path / "case.html")
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["case.html"]


def test_perhaps_made(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new file is in its place, and only the disk does not confirm it: not "not written"."""
    file = tmp_path / "case.html"
    file.write_bytes(b"the one before\n")

    def failing(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(durable, "sync_folder", failing)
    found = refusal(PerhapsMade, run, file, overwrite=True)
    assert (found.exit_code, file.read_bytes()) == (7, PAGE)
    assert found.message.startswith("the file was made, but the disk does not confirm")


def test_a_new_file_that_the_disk_does_not_confirm_is_taken_back(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(durable, "sync_folder", failing)
    refusal(NotMade, run, tmp_path / "case.html")
    assert not [each for each in tmp_path.iterdir() if each.is_file()]


def test_a_file_that_is_not_there_is_never_said_to_be(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(_path: object, *_: object) -> int:
        raise FileExistsError(17, "File exists")

    with monkeypatch.context() as patch:
        patch.setattr(durable.os, "open", taken)
        refusal(NotMade, run, tmp_path / "case.html")


def test_a_file_that_cannot_be_replaced_stays_whole(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "case.html"
    file.write_bytes(b"the one before\n")

    def no_space(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(os, "write", no_space)
        found = refusal(NotMade, run, file, overwrite=True)
    assert found.exit_code == 7
    assert "No space left on device" in found.message
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir() if each.is_file()] == [
        ("case.html", b"the one before\n")
    ]


def test_not_made(run: Run, tmp_path: Path) -> None:
    missing = tmp_path / "no-such-folder" / "case.html"
    found = refusal(NotMade, run, missing)
    assert (found.exit_code, found.place) == (7, str(missing))
    assert found.message == "the file could not be written: No such file or directory"
    assert not missing.parent.exists()


@pytest.mark.parametrize("again", [False, True])
def test_a_link_is_neither_followed_nor_replaced(run: Run, tmp_path: Path, again: bool) -> None:
    target = tmp_path / "precious"
    target.write_bytes(b"precious\n")
    link = tmp_path / "case.html"
    link.symlink_to(target)
    refusal(FileThere, run, link, overwrite=again)
    assert link.is_symlink()
    assert target.read_bytes() == b"precious\n"


def test_output_in_record(run: Run, desk: Desk, tmp_path: Path) -> None:
    link = tmp_path / "way-in"
    link.symlink_to(desk.folder / "disputes")
    inside = [desk.folder / "case.html", desk.folder / "disputes" / "x.toml", link / "case.html"]
    for file in [*inside, tmp_path / "out" / ".." / desk.folder.name / "case.html"]:
        for again in (False, True):
            assert refusal(OutputInRecord, run, file, overwrite=again).exit_code == 3
        assert not file.exists()
    assert desk.files() == []


def test_a_folder_that_only_begins_like_the_workspace_is_not_in_it(run: Run, desk: Desk) -> None:
    beside = desk.folder.with_name(desk.folder.name + "-pages")
    beside.mkdir()
    hand_out(run, PAGE, beside / "case.html")
    assert (beside / "case.html").read_bytes() == PAGE


# ------------------------------------------------------------------ to standard output


def test_output_needed(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    monkeypatch.setattr(streams, "is_terminal", lambda _: True)
    with pytest.raises(OutputNeeded) as caught:
        hand_out(run, b"PK\x03\x04\xff\xfe", None)
    assert caught.value.exit_code == 2
    assert capsys.readouterr().out == ""


def test_a_text_on_a_terminal_moves_no_cursor(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(streams, "is_terminal", lambda _: True)
    hand_out(run, b"one\x1b[2Jtwo\x07\n", None)
    assert capsys.readouterr().out == "one\\x1b[2Jtwo\\x07\n"


def test_bytes_go_through_a_pipe_as_they_are(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", _Only(pipe))
    hand_out(run, b"PK\x03\x04\xff\r\n\x1a", None)
    assert pipe.getvalue() == b"PK\x03\x04\xff\r\n\x1a"


def test_a_reader_that_went_away_is_told_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", encoding="utf-8") as closed:
        monkeypatch.setattr(sys, "stdout", closed)
        with pytest.raises(streams.ClosedPipe):
            hand_out(run, PAGE * 100_000, None)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_standard_output_that_takes_nothing_more_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotPrinted) as caught, Path("/dev/full").open("wb", 0) as full:
        monkeypatch.setattr(sys, "stdout", _Only(full))
        hand_out(run, PAGE, None)
    assert "No space left on device" in caught.value.message


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "line",
    [
        *("--help", "--version", "due", "due --json", f"show {REF}", "export --jsonl"),
        *("procedure show nyscp", "list", "stats --json", f"report case {REF} --format md"),
    ],
)
def test_not_printed(desk: Desk, line: str, unbuffered: str) -> None:
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19")
    for output in (">/dev/full", ">&-"):
        said = in_a_shell(line.split(), output, unbuffered)
        assert said.returncode == NotPrinted.exit_code == 7
        assert "resolve: error: the answer could not be printed: " in said.stderr
        assert "fault" not in said.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("output", [">/dev/full", ">&-"])
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_recorded_not_printed(desk: Desk, output: str, more: list[str]) -> None:
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19")
    said = in_a_shell(["note", REF, "rang them", "--no-input", *more], output)
    assert said.returncode == RecordedNotPrinted.exit_code == 7
    assert "it was recorded, but the answer could not be printed: " in said.stderr
    assert f"`resolve show {REF}` shows it; do not record it again" in said.stderr
    assert desk.texts()["text"] == "rang them"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("output", ["2>/dev/full", "2>&-"])
def test_a_warning_that_nobody_can_be_told_of_stops_nothing_and_does_not_end_with_0(
    desk: Desk, output: str
) -> None:
    """A practice workspace says on stderr that it is one."""
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19")
    said = in_a_shell(["note", REF, "rang them", "--no-input"], output)
    assert said.returncode == 7
    assert said.stdout.startswith("recorded: entry 2 ")
    assert in_a_shell(["--version"], output).returncode == 0, "nothing was to be said"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_nothing_is_written_into_a_file_that_was_opened_in_the_place_of_a_closed_stream(
    desk: Desk,
) -> None:
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19")
    said = in_a_shell(["note", REF, "rang them", "--no-input"], "<&- >&- 2>&-")
    assert said.returncode == 7
    assert desk.done("verify").out == ""
    assert desk.texts()["text"] == "rang them"


def in_a_shell(
    words: list[str], output: str, unbuffered: str = ""
) -> "subprocess.CompletedProcess[str]":
    """Run a command as a shell does, its output sent elsewhere."""
    return subprocess.run(
        ["sh", "-c", f'"$0" -m resolutions_cli "$@" {output}', sys.executable, *words],
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        capture_output=True,
        text=True,
        check=False,
    )


class _Only:
    """A stream of text whose bytes go to one file."""

    def __init__(self, buffer: object) -> None:
        self.buffer = buffer

    def flush(self) -> None:
        """Nothing is held back."""


def test_disk_unreadable(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fails where something is only looked for is no fault in the program."""
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19")
    real = Path.stat

    def broken(path: Path, **named: bool) -> os.stat_result:
        if path.name == "procedures":
            raise OSError(5, "Input/output error", str(path))
        return real(path, **named)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "stat", broken)
        said = desk.does("procedure", "list")
    assert said.code == DiskUnreadable.exit_code == 5
    assert said.err.splitlines()[:2] == [
        "resolve: error: a file or a folder cannot be read now: Input/output error",
        f"  {desk.folder / 'procedures'}",
    ]


# ------------------------------------------------------------------ what a format needs


def test_reports_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(ReportsMissing) as caught, with_reports():
        __import__("docx")
    assert caught.value.exit_code == 2
    assert caught.value.message == "this format needs docx, which is not installed"
    assert ".[reports]" in caught.value.advice


def test_a_fault_of_our_own_modules_is_not_called_a_missing_package() -> None:
    with pytest.raises(ImportError), with_reports():
        __import__("resolutions_cli.no_such_module")


def test_unknown_format(desk: Desk) -> None:
    desk.at("2026-10-05T09:00").opens("1")
    said = desk.refused(2, "report", "case", "D-1", "--format", "Zaubervogel")
    assert said.startswith("resolve: error: a report cannot be made in that format\n  --format\n")
    assert "its formats are html, md" in said
    assert "Zaubervogel" not in said


@pytest.mark.parametrize(
    "words",
    [
        ["report", "case", "D-1", "-o", "{tmp}/a.docx"],
        ["report", "panel", "D-1", "-o", "{tmp}/a.pdf"],
        ["due", "--csv", "-o", "{tmp}/a.xlsx"],
    ],
)
def test_other_ending(desk: Desk, tmp_path: Path, words: list[str]) -> None:
    desk.opens("1", "--raised", "2026-10-01")
    err = desk.refused(OtherEnding.exit_code, *(word.format(tmp=tmp_path) for word in words))
    assert "the file's ending is that of another format than" in err
    assert not list(tmp_path.glob("a.*"))
