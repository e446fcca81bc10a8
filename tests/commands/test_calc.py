"""`resolve calc`: the calculator, with a workspace and without one."""

import io
import json
import sys
from pathlib import Path

import pytest

from resolutions_cli.app import streams
from resolutions_cli.cli import main
from tests.commands.test_calendar import with_holiday
from tests.desk import Desk


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder from which no workspace can be found."""
    folder = tmp_path / "nowhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.delenv("RESOLVE_WORKSPACE", raising=False)
    monkeypatch.delenv("RESOLVE_NOW", raising=False)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    return folder


@pytest.mark.clause("N11")
def test_it_needs_no_workspace(nowhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calc", "10 working days", "--from", "2026-12-16"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("Mon 4 Jan 2027\n  10 working days after Wed 16 Dec 2026, in England\n")
    assert err == ""
    assert list(nowhere.iterdir()) == []


def test_the_json_is_the_answer_with_every_day(desk: Desk) -> None:
    said = desk.at("2026-11-20T10:00").done(
        "calc", "3 working days", "--from", "2026-12-24T15:30", "--json"
    )
    assert said.document == {
        "resolve_format": 1,
        "kind": "calc",
        "as_of": "2026-11-20T10:00:00+00:00",
        "calendar": {
            "source": "GOV.UK bank holidays",
            "listed_on": "2026-02-25",
            "imported": False,
            "confirmed_from": "2012-01-01",
            "confirmed_until": "2028-12-31",
            "ends_soon": False,
            "is_old": False,
        },
        "due": "2026-12-31",
        "due_at": None,
        "act_by": "2026-12-31",
        "provisional": False,
        "days": [
            {"date": "2026-12-25", "counts": False, "why": "Christmas Day"},
            {"date": "2026-12-26", "counts": False, "why": "Saturday"},
            {"date": "2026-12-27", "counts": False, "why": "Sunday"},
            {"date": "2026-12-28", "counts": False, "why": "Boxing Day (substitute day)"},
            {"date": "2026-12-29", "counts": True, "number": 1},
            {"date": "2026-12-30", "counts": True, "number": 2},
            {"date": "2026-12-31", "counts": True, "number": 3},
        ],
    }


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["96 hours", "--from", "2026-12-17T15:30"], ["2026-12-21", "2026-12-21T15:30:00+00:00"]),
        (["24 hours", "--from", "2026-12-19"], ["2026-12-19", "2026-12-20T00:00:00+00:00"]),
        (["1 working day", "--from", "2026-12-29", "--back"], ["2026-12-24", None]),
        (["1 working day", "--from", "30 Nov 2026", "--count", "same-day"], ["2026-11-30", None]),
        (
            [
                "1 working day",
                "--from",
                "30 Nov 2026",
                "--count",
                "same-day",
                "--nation",
                "scotland",
            ],
            ["2026-12-01", None],
        ),
        (["6 months", "--from", "31 August 2026"], ["2027-02-28", None]),
        (["2 Weeks", "--from", "today"], ["2026-12-04", None]),
        (["3  days", "--from", "tomorrow"], ["2026-11-24", None]),
    ],
)
def test_the_options_say_what_is_counted(
    desk: Desk, words: list[str], answer: list[str | None]
) -> None:
    found = desk.at("2026-11-20T10:00").done("calc", *words, "--json").document
    assert [found["due"], found["due_at"]] == answer


def test_an_imported_list_is_counted_by_where_there_is_one(desk: Desk, tmp_path: Path) -> None:
    desk.at("2026-12-18T09:00")
    desk.done("calendar", "import", str(with_holiday(tmp_path, "2026-12-23", "A day of mourning")))
    said = desk.done("calc", "10 working days", "--from", "2026-12-16")
    assert said.out.startswith("Tue 5 Jan 2027\n")
    assert "  Wed 23 Dec 2026  A day of mourning\n" in said.out
    assert "imported on Fri 18 Dec 2026" in said.out


def test_a_damaged_import_is_told_and_not_counted_by(desk: Desk) -> None:
    folder = desk.folder / "calendar"
    (folder / "20261119T120000.000Z-0123456789abcdef.json").write_text("{}")
    said = desk.does("calc", "1 day", "--from", "2026-12-16")
    assert (said.code, said.out.splitlines()[0]) == (5, "Thu 17 Dec 2026")
    assert "is not what it was when it was imported" in said.err


@pytest.mark.parametrize(
    "words",
    [
        ["calc"],
        ["calc", "10 working days", "--no-input"],
        ["calc", "thirteen working days", "--from", "2026-12-16"],
        ["calc", "0 days", "--from", "2026-12-16"],
        ["calc", "10", "--from", "2026-12-16"],
        ["calc", "10 days", "--from", "6/12/2026"],
        ["calc", "10 days", "--from", "30 Feb 2026"],
        ["calc", "10 days", "--from", "2026-12-16", "--nation", "france"],
        ["calc", "10 days", "--from", "2026-12-16", "--count", "whatever"],
        ["calc", "10 days", "--from", "2026-12-16", "--count", "same-day"],
        ["calc", "9999 months", "--from", "2026-12-16"],
        ["calc", "10", "days", "--from", "2026-12-16"],
    ],
)
@pytest.mark.usefixtures("nowhere")
def test_wrong_usage_is_refused_and_nothing_printed(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("resolve: error: ")


@pytest.mark.usefixtures("nowhere")
def test_on_a_terminal_the_start_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(streams, "is_terminal", lambda stream: stream is not sys.stdout)
    monkeypatch.setattr(sys, "stdin", io.StringIO("2026-12-16\n\n"))
    assert main(["calc", "1 day", "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["due"] == "2026-12-17"
    assert err.startswith("The date or time it counts from:   Wed 16 Dec 2026, ")
