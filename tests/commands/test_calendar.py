"""`resolve calendar`: what is in force, and what a newer list does to open deadlines."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from resolutions_cli.app.questions import ask
from resolutions_cli.cli import main
from resolutions_cli.files.disk import durable
from resolutions_cli.files.disk.places import DATA
from tests.desk import Desk

SHIPPED = DATA / "bank-holidays.json"

Decoded = dict[str, dict[str, Any]]


def a_list(folder: Path, change: Callable[[Decoded], object]) -> Path:
    """GOV.UK's list of today, the proclaimed day in it, with something changed."""
    decoded: Decoded = json.loads(SHIPPED.read_bytes())
    event = {"title": "World Cup bank holiday", "date": "2026-06-15", "notes": ""}
    decoded["scotland"]["events"].append(event)
    change(decoded)
    path = folder / "bank-holidays.json"
    path.write_text(json.dumps(decoded))
    return path


def with_holiday(folder: Path, day: str, title: str = "An extra day") -> Path:
    """A list with one more bank holiday in England and Wales."""
    event = {"title": title, "date": day, "notes": ""}
    return a_list(folder, lambda decoded: decoded["england-and-wales"]["events"].append(event))


def without(folder: Path, day: str) -> Path:
    """A list in which a day is a bank holiday nowhere any longer; another takes its place, so
    that the year is not too short."""

    def change(decoded: Decoded) -> None:
        for division in decoded.values():
            for event in division["events"]:
                if event["date"] == day:
                    event["date"] = "2026-12-23"

    return a_list(folder, change)


@pytest.fixture
def christmas(desk: Desk) -> Desk:
    """A dispute in stage 3: disputed Wed 16 Dec 2026, so due on Mon 4 Jan 2027."""
    desk.at("2026-12-17T16:00")
    events = ("--raised", "2026-12-17T15:30", "--disputed", "2026-12-16")
    desk.opens("3", *events, "--reached", "3=2026-12-17T15:45")
    return desk.at("2026-12-18T09:00")


def imports(desk: Desk) -> list[Path]:
    return sorted((desk.folder / "calendar").iterdir())


# ------------------------------------------------------------------ what is in force


def test_this_year_and_the_next_are_shown_with_their_source(desk: Desk) -> None:
    assert (
        desk.at("2026-11-20T10:00").done("calendar").out
        == """\
Bank holidays in England, 2026
  Thu 1 Jan 2026   New Year’s Day
  Fri 3 Apr 2026   Good Friday
  Mon 6 Apr 2026   Easter Monday
  Mon 4 May 2026   Early May bank holiday
  Mon 25 May 2026  Spring bank holiday
  Mon 31 Aug 2026  Summer bank holiday
  Fri 25 Dec 2026  Christmas Day
  Mon 28 Dec 2026  Boxing Day (substitute day)

Bank holidays in England, 2027
  Fri 1 Jan 2027   New Year’s Day
  Fri 26 Mar 2027  Good Friday
  Mon 29 Mar 2027  Easter Monday
  Mon 3 May 2027   Early May bank holiday
  Mon 31 May 2027  Spring bank holiday
  Mon 30 Aug 2027  Summer bank holiday
  Mon 27 Dec 2027  Christmas Day (substitute day)
  Tue 28 Dec 2027  Boxing Day (substitute day)

Source
  GOV.UK bank holidays, list of Wed 25 Feb 2026, confirmed from Sun 1 Jan 2012 to Sun 31 Dec 2028
"""
    )


@pytest.mark.parametrize(
    ("year", "note"),
    [
        ("2011", "before the official list: by the law of the time"),
        ("2029", "may change: the bank holidays of that time are not published yet"),
    ],
)
def test_a_year_outside_the_list_says_so(desk: Desk, year: str, note: str) -> None:
    assert f"\n  {note}\n\nSource\n" in desk.done("calendar", year).out
    document = desk.done("calendar", year, "--json").document
    assert [found["provisional"] for found in document["years"]] == [year == "2029"]


@pytest.mark.parametrize(
    ("today", "old", "ends"),
    [
        ("2027-02-25", False, False),
        ("2027-02-26", True, False),
        ("2027-12-31", True, False),
        ("2028-01-01", True, True),
        ("2028-02-29", True, True),
        ("2029-06-01", True, True),
    ],
)
def test_it_says_when_the_list_is_old_or_ends_within_a_year(
    desk: Desk, today: str, old: bool, ends: bool
) -> None:
    said = desk.at(f"{today}T09:00").done("calendar").out
    is_old = "the list of bank holidays is more than 12 months old (Wed 25 Feb 2026)"
    ends_soon = "bank holidays are confirmed only up to Sun 31 Dec 2028"
    assert (f"  {is_old}: import a newer one\n" in said) is old
    assert (f"  {ends_soon}: import a newer one\n" in said) is ends
    source = desk.done("calendar", "--json").document["calendar"]
    assert (source["is_old"], source["ends_soon"]) == (old, ends)


def test_the_json_has_the_days_of_the_nation_and_every_import(desk: Desk, tmp_path: Path) -> None:
    desk.at("2026-12-18T09:00").done("calendar", "import", str(a_list(tmp_path, lambda _: None)))
    document = desk.done("calendar", "2026", "--nation", "scotland", "--json").document
    assert (document["kind"], document["nation"]) == ("calendar", "scotland")
    assert document["calendar"]["imported"] is True
    [year] = document["years"]
    assert {"date": "2026-06-15", "name": "World Cup bank holiday"} in year["bank_holidays"]
    assert document["imports"] == [
        {"imported_at": "2026-12-18T09:00:00.000Z", "first_year": 2012, "last_year": 2028}
    ]


def test_it_needs_no_workspace_but_an_import_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("RESOLVE_WORKSPACE", raising=False)
    monkeypatch.delenv("RESOLVE_NOW", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    assert main(["calendar", "2026"]) == 0
    assert "Boxing Day" in capsys.readouterr().out
    assert main(["calendar", "import", str(SHIPPED)]) == 4
    assert "there is no workspace" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["1989"], ["2101"], ["0000"], ["26"], ["soon"], ["2026", "2027"], ["import"]]
)
def test_what_is_no_year_is_wrong_usage(desk: Desk, words: list[str]) -> None:
    said = desk.does("calendar", *words)
    assert (said.code, said.out) == (2, "")


# ------------------------------------------------------------------ a newer list


@pytest.mark.clause("N1")
def test_a_holiday_at_short_notice_moves_every_open_deadline_and_due_shows_it(
    christmas: Desk, tmp_path: Path
) -> None:
    assert "Mon 4 Jan 2027" in christmas.done("due").out
    said = christmas.done("calendar", "import", str(with_holiday(tmp_path, "2026-12-23")))
    imported, new, _, *added, _, heading, columns, row = said.out.splitlines()
    assert (imported, heading) == ("imported: 2012 to 2028", "Open deadlines that move")
    assert new == "Bank holidays that are new"
    assert [re.split("  +", each) for each in added] == [
        ["Wed 23 Dec 2026", "An extra day", "England and Wales"]
    ]
    assert re.split("  +", columns) == ["DISPUTE", "STAGE", "DUTY", "WHAT", "WAS DUE", "IS DUE"]
    what = "Line manager to line manager, with the safeguarding lead"
    assert re.split("  +", row) == ["D-1", "3", "main", what, "Mon 4 Jan 2027", "Tue 5 Jan 2027"]
    [deadline] = christmas.done("due", "--json").document["deadlines"]
    assert (deadline["due"], deadline["moved_later"]) == ("2027-01-05", 1)
    assert "moved later by 1 working day: the bank holidays changed" in christmas.done("due").out


def test_a_dispute_opened_after_the_import_shows_no_move(desk: Desk, tmp_path: Path) -> None:
    desk.at("2026-12-16T09:00")
    desk.done("calendar", "import", str(with_holiday(tmp_path, "2026-12-23")))
    desk.at("2026-12-17T16:00").opens("3", "--raised", "2026-12-17", "--disputed", "2026-12-16")
    [deadline] = desk.done("due", "--json").document["deadlines"]
    assert (deadline["due"], deadline["moved_later"]) == ("2027-01-05", None)


def test_a_dry_run_says_the_same_and_writes_nothing(christmas: Desk, tmp_path: Path) -> None:
    path = str(with_holiday(tmp_path, "2026-12-23"))
    would = christmas.done("calendar", "import", path, "--dry-run", "--json").document
    assert imports(christmas) == []
    did = christmas.done("calendar", "import", path, "--json").document
    assert (would["kind"], would["imported"], did["imported"]) == ("calendar-import", False, True)
    assert (
        would["moved"]
        == did["moved"]
        == [
            {
                "dispute": "D-1",
                "stage": "3",
                "visit": 1,
                "duty": "main",
                "agency": None,
                "time": 1,
                "was": "2027-01-04",
                "is": "2027-01-05",
            }
        ]
    )
    assert len(imports(christmas)) == 1


def test_a_list_that_changes_nothing_says_so(christmas: Desk, tmp_path: Path) -> None:
    said = christmas.done("calendar", "import", str(a_list(tmp_path, lambda _: None)))
    assert (said.out, said.err) == ("imported: 2012 to 2028\nno open deadline moves\n", "")


def test_the_same_list_again_is_not_kept_twice(christmas: Desk, tmp_path: Path) -> None:
    path = str(a_list(tmp_path, lambda _: None))
    christmas.done("calendar", "import", path)
    said = christmas.done("calendar", "import", path)
    assert said.out == "that list was imported already, and is the newest: nothing changes\n"
    assert len(imports(christmas)) == 1


def test_the_later_import_wins_although_a_clock_was_set_back(
    christmas: Desk, tmp_path: Path
) -> None:
    christmas.done("calendar", "import", str(a_list(tmp_path, lambda _: None)))
    christmas.at("2026-12-18T08:00")
    christmas.done("calendar", "import", str(with_holiday(tmp_path, "2026-12-23")))
    assert christmas.done("due", "--json").document["deadlines"][0]["due"] == "2027-01-05"


# ------------------------------------------------------------------ dates that disappear


def test_a_date_that_disappears_needs_yes_and_only_dates_and_divisions_are_named(
    christmas: Desk, tmp_path: Path
) -> None:
    path = str(without(tmp_path, "2026-12-25"))
    said = christmas.does("calendar", "import", path)
    assert (said.code, said.out, imports(christmas)) == (3, "", [])
    assert (
        said.err
        == """\
these bank holidays are in use, and the list does not have them:
  Fri 25 Dec 2026, England and Wales
  Fri 25 Dec 2026, Scotland
  Fri 25 Dec 2026, Northern Ireland
resolve: error: the list lacks 3 bank holiday(s) that are in force now
  they are named above; if they are bank holidays no longer, say so with --yes
"""
    )
    document = christmas.done("calendar", "import", path, "--yes", "--json").document
    assert document["vanished"] == [
        {"division": division, "date": "2026-12-25"}
        for division in ("england-and-wales", "scotland", "northern-ireland")
    ]
    assert len(imports(christmas)) == 1


@pytest.mark.parametrize(("answer", "code"), [(True, 0), (False, 3)])
def test_on_a_terminal_it_is_asked(
    christmas: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: bool, code: int
) -> None:
    monkeypatch.setattr(ask, "confirm", lambda _run, _question: answer)
    said = christmas.does("calendar", "import", str(without(tmp_path, "2026-12-25")))
    assert said.code == code
    assert len(imports(christmas)) == (1 if answer else 0)


# ------------------------------------------------------------------ refused


def _first_years_only(decoded: Decoded) -> None:
    for division in decoded.values():
        division["events"] = [event for event in division["events"] if event["date"] < "2027"]


def _years_from_2030(decoded: Decoded) -> None:
    for division in decoded.values():
        division["events"] = [
            {"title": "A day", "date": f"2030-0{month}-0{day}", "notes": ""}
            for month, day in ((1, 1), (1, 2), (2, 1), (3, 1), (4, 1), (5, 1), (7, 1), (8, 1))
        ]


def _england(*events: dict[str, str]) -> Callable[[Decoded], object]:
    return lambda decoded: decoded["england-and-wales"]["events"].extend(events)


def _without_year(decoded: Decoded) -> None:
    events = decoded["scotland"]["events"]
    decoded["scotland"]["events"] = [e for e in events if not e["date"].startswith("2020")]


def _short_year(decoded: Decoded) -> None:
    events = decoded["england-and-wales"]["events"]
    decoded["england-and-wales"]["events"] = [e for e in events if e["date"] != "2028-12-25"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            lambda decoded: decoded.clear(),
            "that is not a list of bank holidays as GOV.UK publishes it",
        ),
        (lambda decoded: decoded.pop("scotland"), "has no division scotland"),
        (_without_year, "has no bank holidays for scotland in 2020"),
        (_short_year, "has only 7 bank holidays for england-and-wales in 2028"),
        (_england({"title": "x", "date": "2026-12-26", "notes": ""}), "a Saturday or Sunday"),
        (_england({"title": "x", "date": "2026-12-25", "notes": ""}), "2026-12-25 twice"),
        (_first_years_only, "the list ends with 2026, before the list that comes with"),
        (_years_from_2030, "the list begins with 2030, but bank holidays are known only up to"),
    ],
)
def test_a_list_that_cannot_be_right_is_refused_and_not_kept(
    christmas: Desk, tmp_path: Path, change: Callable[[Decoded], object], says: str
) -> None:
    said = christmas.does("calendar", "import", str(a_list(tmp_path, change)), "--yes")
    assert (said.code, said.out, imports(christmas)) == (3, "", [])
    assert says in said.err


def test_a_file_that_is_not_there_is_no_such_thing(desk: Desk, tmp_path: Path) -> None:
    said = desk.does("calendar", "import", str(tmp_path / "nothing.json"))
    assert (said.code, said.out) == (4, "")


# ------------------------------------------------------------------ the record around it


def test_exit_7_when_it_cannot_be_written(
    christmas: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable, "create", full)
    said = christmas.does("calendar", "import", str(with_holiday(tmp_path, "2026-12-23")), "--json")
    assert (said.code, imports(christmas)) == (7, [])
    assert said.document == {"resolve_format": 1, "kind": "not-recorded", "texts": {}}
    assert "nothing was recorded: No space left on device" in said.err


def test_a_dispute_that_cannot_be_read_is_told_and_hides_no_other(
    christmas: Desk, tmp_path: Path
) -> None:
    christmas.opens("1", "--raised", "2026-12-17T15:30", ref="D-2")
    [entry] = (christmas.folder / "disputes" / "D-2").iterdir()
    entry.write_bytes(entry.read_bytes()[:50])
    said = christmas.does("calendar", "import", str(with_holiday(tmp_path, "2026-12-23")))
    assert said.code == 5
    assert "Tue 5 Jan 2027" in said.out
    assert len(imports(christmas)) == 1
