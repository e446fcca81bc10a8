"""`resolve demo`: an invented log book that shows the same states on any day."""

from pathlib import Path

import pytest

from resolutions_cli.cli import main
from tests.desk import Desk, Said


def demo(
    folder: Path, when: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Said:
    monkeypatch.setenv("RESOLVE_NOW", when)
    code = main(["demo", "--in", str(folder)])
    out, err = capsys.readouterr()
    return Said(code, out, err)


def states(out: str) -> list[str]:
    """The status of each row of the table, with the middle of its reference."""
    rows = [line for line in out.split("TRY NEXT")[0].splitlines() if line[:1].isupper()][1:]
    return [row.split("  ")[0] for row in rows]


DAYS = [
    "2026-11-22T10:00",  # a Sunday
    "2026-11-24T00:05",  # a Tuesday just after midnight
    "2026-12-25T12:00",  # Christmas Day
    "2027-01-04T09:00",  # the first working day of the year
    "2026-03-30T09:00",  # the day after the clocks went forward
    "2026-04-07T09:00",  # after Easter
    "2026-10-25T01:30Z",  # the second half past one of the night the clocks went back
    "2028-02-29T23:59",  # a leap day, at its end
]


@pytest.mark.parametrize("when", DAYS)
def test_on_any_day_it_shows_the_same_states(
    when: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = demo(tmp_path / "demo", when, monkeypatch, capsys)
    assert said.code == 0, said.err
    shown = states(said.out)
    assert shown.count("OVERDUE") == 4
    assert shown[:4] == ["OVERDUE"] * 4
    assert shown.count("NOW") == 1
    assert shown.count("QUIET") == 1
    assert {"DUE SOON", "NO DATE"} <= set(shown)
    assert "counted from a planned date" in said.out
    assert "no date yet: agree one" in said.out


def test_it_is_the_same_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first = demo(tmp_path / "a", "2026-11-24T10:00", monkeypatch, capsys).out
    second = demo(tmp_path / "b", "2026-11-24T10:00", monkeypatch, capsys).out
    assert first.replace("/a", "/b") == second


def test_every_command_it_names_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import shlex

    said = demo(tmp_path / "demo", "2026-11-24T10:00", monkeypatch, capsys)
    commands = [line.strip() for line in said.out.splitlines() if line.startswith("      resolve ")]
    assert len(commands) >= 8
    for command in commands:
        assert main(shlex.split(command)[1:]) == 0, (command, capsys.readouterr().err)


def test_the_record_is_whole_and_nothing_needed_was_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    demo(tmp_path / "demo", "2026-11-24T10:00", monkeypatch, capsys)
    assert main(["list", "--all", "--json", "-w", str(tmp_path / "demo")]) == 0
    out = capsys.readouterr().out
    assert out.count('"dispute": ') == 8
    assert '"unreadable": []' in out


def test_without_a_place_it_takes_a_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert main(["demo"]) == 0
    (made,) = tmp_path.glob("resolve-demo-*")
    assert f"made a practice workspace in {made}\n" in capsys.readouterr().out


def test_it_makes_none_where_there_is_one(desk: Desk) -> None:
    before = desk.files()
    assert desk.does("demo", "--in", str(desk.folder)).code == 3
    assert desk.files() == before


def test_the_clock_is_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import os

    monkeypatch.delenv("RESOLVE_NOW", raising=False)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert main(["demo", "--in", str(tmp_path / "demo")]) == 0
    assert "RESOLVE_NOW" not in os.environ
    assert capsys.readouterr().out
