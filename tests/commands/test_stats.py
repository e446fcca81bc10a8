"""`resolve stats` and `resolve report return`: what a partnership counts and gives out."""

import csv
import io
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from resolutions_cli.app import streams
from tests.desk import REF, Desk

REPORT = ("report", "return", "--year", "2026")


def opened(desk: Desk, number: int, by: str, day: str) -> str:
    """A dispute that an agency raised."""
    ref = f"D-{number}"
    desk.at(f"{day}T09:00").done(
        *("open", "--procedure", "nyscp", "--ref", ref, "--child", "C-7", "--raised-by", by),
        *("--with", "social-care", "--raised", f"{day}T09:00", "--concern", "thresholds"),
    )
    return ref


def closed(desk: Desk, ref: str, *learning: str) -> None:
    """It is closed on the day it is."""
    points = [word for text in learning for word in ("--learning", text)]
    desk.done(
        *("close", ref, "--outcome", "agreed", "--reason", "Both sides agree on the plan."),
        *("--no-action", *points),
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Nine disputes raised by the school, three by health; five resolved, seven open."""
    quiet: Any = SimpleNamespace(readouterr=lambda: ("", ""))
    folder = tmp_path_factory.mktemp("filled") / "workspace"
    with pytest.MonkeyPatch.context() as patch:
        desk = Desk(folder, patch, quiet)
        refs = [opened(desk, n, "school" if n < 9 else "health", "2026-05-06") for n in range(12)]
        desk.at("2026-05-08T09:00")
        closed(desk, refs[0], "Write the reasons down when they are given.")
        for ref in refs[1:5]:
            closed(desk, ref)
    yield folder


@pytest.fixture
def year(desk: Desk, filled: Path) -> Desk:
    """A desk with a copy of those disputes, on a day in November."""
    shutil.rmtree(desk.folder)
    shutil.copytree(filled, desk.folder)
    return desk.at("2026-11-22T10:00")


def table(document: dict[str, Any], name: str, procedure: str = "") -> dict[str, Any]:
    """The rows of a table of counts, by code."""
    counts = document["counts"]
    if procedure:
        (section,) = (each for each in document["procedures"] if each["procedure"] == procedure)
        counts = section["counts"]
    (found,) = (each for each in counts if each["table"] == name)
    return {row["code"]: row["numbers"] for row in found["rows"]}


def test_in_a_pipe_it_is_plain_text_in_which_small_numbers_are_kept_back(year: Desk) -> None:
    said = year.done("stats", "--year", "2026").out
    assert said.startswith(
        "Statistics\n"
        "1 April 2026 to 31 March 2027, counted up to 22 November 2026 at 10am;"
        " the period before: 1 April 2025 to 31 March 2026.\n"
        "* is a hidden number: it is from 1 to 4, or would show one that is. Small numbers are"
        " hidden so that nobody can be recognised.\n"
        "\n"
        "Raised, resolved, open\n"
        "DISPUTES         PERIOD BEFORE  THIS PERIOD\n"
        "raised                       0           12\n"
        "resolved                     0            5\n"
        "open at the end              0            7\n"
        "\n"
        "Who raised them\n"
        "AGENCY                                     RAISED\n"
        "health                                          *\n"
        "school                                          *\n"
        "social-care                                     0\n"
    )
    assert "█" not in said


def test_on_a_terminal_each_number_that_is_shown_has_a_bar(
    year: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "is_terminal", lambda stream: stream is sys.stdout)
    monkeypatch.setenv("COLUMNS", "100")
    drawn = year.done("stats", "--no-color").out
    (resolved,) = (line for line in drawn.splitlines() if line.startswith("resolved"))
    (raised,) = (line for line in drawn.splitlines() if line.startswith("raised"))
    assert (raised.count("█"), resolved.count("█")) == (40, 40 * 5 // 12)
    assert [line for line in drawn.splitlines() if "*" in line and "█" in line] == []
    assert "\x1b" not in drawn


def test_the_json_document_says_of_each_number_whether_it_is_kept_back(year: Desk) -> None:
    document = year.done("stats", "--json").document
    assert (document["kind"], document["suppressed_below"]) == ("stats", 5)
    assert document["period"] == {"from": "2025-11-23", "to": "2026-11-22"}
    assert document["before"] == {"from": "2024-11-23", "to": "2025-11-22"}
    assert table(document, "disputes")["raised"] == {
        "before": {"number": 0, "suppressed": False},
        "period": {"number": 12, "suppressed": False},
    }
    kept = {"raised": {"number": None, "suppressed": True}}
    assert table(document, "raised-by") == {
        "health": kept,
        "school": kept,
        "social-care": {"raised": {"number": 0, "suppressed": False}},
    }
    assert document["learning"] is None


@pytest.mark.clause("N4")
def test_it_shows_at_which_stage_disputes_end(year: Desk) -> None:
    stages = table(year.done("stats", "--json").document, "stages", "nyscp")
    assert stages["1"]["resolved"] == {"number": 5, "suppressed": False}
    assert stages["2"]["resolved"] == {"number": 0, "suppressed": False}


def test_every_number_is_shown_when_that_is_asked_for_and_it_says_what_that_risks(
    year: Desk,
) -> None:
    said = year.done("stats", "--json", "--no-suppress")
    assert "do not publish this" in said.err
    assert said.document["suppressed_below"] is None
    assert table(said.document, "raised-by")["health"] == {
        "raised": {"number": 3, "suppressed": False}
    }
    assert "Do not publish this. It shows small numbers" in year.done("stats", "--no-suppress").out


@pytest.mark.clause("Y25")
def test_what_is_to_be_learned_is_in_the_return_and_in_the_statistics_when_asked_for(
    year: Desk, tmp_path: Path
) -> None:
    learned = "Write the reasons down when they are given."
    page = year.done(*REPORT, "--format", "md", "-o", str(tmp_path / "r.md"))
    made = (tmp_path / "r.md").read_text("utf-8")
    assert page.out == ""
    assert learned in made
    assert "Read this before you pass it on" in made
    assert learned not in year.done("stats").out + year.done("stats", "--csv").out
    assert learned in year.done("stats", "--learning").out
    assert year.done("stats", "--learning", "--json").document["learning"] == [learned]


def test_the_spreadsheets_hold_the_same_numbers_as_the_document(year: Desk, tmp_path: Path) -> None:
    document = year.done("stats", "--json").document
    text = year.done("stats", "--csv").out
    read = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    year.done("stats", "--xlsx", "-o", str(tmp_path / "s.xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "s.xlsx").active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))[1:]
    assert len(rows) == len(read)
    for line, row in zip(read, rows, strict=True):
        assert (line["number"] or None) == (None if row[6] is None else str(row[6]))
        assert (line["number"] == "") >= (line["suppressed"] == "yes")
    kept = [line for line in read if line["suppressed"] == "yes"]
    assert len(kept) == str(document).count("'suppressed': True") + 2 * _kept_spreads(document)


def _kept_spreads(document: dict[str, Any]) -> int:
    """A sheet has three rows for what is one row of days in the document."""
    days = [*document["days"], *(each for own in document["procedures"] for each in own["days"])]
    return sum(row["suppressed"] for each in days for row in each["rows"])


def test_the_return_is_a_page_with_a_chart_to_each_table_and_no_length_for_what_is_kept_back(
    year: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "return.html"
    year.done(*REPORT, "-o", str(file))
    page = file.read_text("utf-8")
    assert "<title>Return on disputes between agencies, 1 April 2026 to" in page
    charts = re.findall(r'<svg [^>]*class="chart".*?</svg>', page, re.DOTALL)
    assert len(charts) >= 8
    kept = re.findall(r'<rect class="chart-kept"[^>]*width="([^"]*)"', page)
    assert len(kept) >= 2
    assert len(set(kept)) == 1
    (raised_by,) = (each for each in charts if "Who raised them" in each)
    assert raised_by.count('class="chart-bar"') == 0
    assert raised_by.count('class="chart-kept"') == 2
    again = tmp_path / "again.html"
    year.done(*REPORT, "-o", str(again))
    assert again.read_bytes() == file.read_bytes()


@pytest.mark.parametrize("form", ["html", "md", "docx"])
def test_the_return_is_made_in_each_of_its_formats(year: Desk, tmp_path: Path, form: str) -> None:
    year.done(*REPORT, "--format", form, "-o", str(tmp_path / "made"))
    assert (tmp_path / "made").stat().st_size > 1000


def ended(desk: Desk) -> dict[str, int]:
    """How many duties ended in which way, under North Yorkshire's procedure."""
    document = desk.done("stats", "--json", "--no-suppress").document
    found = table(document, "duties-ended", "nyscp")
    return {code: numbers["number"]["number"] for code, numbers in found.items()}


def test_a_date_for_the_child_s_safety_that_was_never_said_to_be_met_is_never_counted_as_done(
    desk: Desk,
) -> None:
    desk.at("2026-11-02T09:00").opens("1")
    desk.done("sooner", REF, "--to", "2026-11-20", "--reason", "He goes home on Monday.")
    desk.at("2026-11-04T09:00")
    closed(desk, REF)
    assert (ended(desk)["ended"], ended(desk)["missed"]) == (1, 0)
    desk.done("reopen", REF, "--reason", "It was not settled.")
    desk.at("2026-11-24T09:00")
    closed(desk, REF)
    assert (ended(desk)["ended"], ended(desk)["missed"]) == (0, 2), "the date, and the stage"


def test_a_stage_that_was_left_in_time_without_what_it_asks_for_is_neither_done_nor_missed(
    desk: Desk,
) -> None:
    desk.at("2026-11-02T09:00").opens("6", "--raised", "2026-11-02T09:00")
    desk.at("2026-11-04T09:00")
    closed(desk, REF)
    assert ended(desk) == {
        "met": 0,
        "missed": 0,
        "met-without-date": 0,
        "left": 1,
        "ended": 0,
    }
    said = desk.done("stats", "--no-suppress").out
    assert re.search(r"not done when the stage was left, in time +1\n", said)


def test_a_panel_that_was_over_its_time_when_the_dispute_was_closed_is_missed(desk: Desk) -> None:
    desk.at("2026-09-01T09:00").opens("6", "--raised", "2026-09-01T09:00")
    desk.at("2026-11-20T09:00")
    closed(desk, REF)
    assert (ended(desk)["missed"], ended(desk)["left"]) == (1, 0)


@pytest.mark.parametrize(("moved", "missed"), [("2026-09-04T09:00", 0), ("2026-09-10T09:00", 1)])
def test_moving_a_dispute_on_is_counted_only_where_it_came_too_late(
    desk: Desk, moved: str, missed: int
) -> None:
    desk.at("2026-09-01T09:00").opens("6", "--raised", "2026-09-01T09:00")
    desk.at("2026-09-03T15:00").done("record", REF, "panel-meeting", "--on", "2026-09-03T10:00")
    desk.at(moved).done("escalate", REF, "--reason", "The panel has met.")
    assert (ended(desk)["met"], ended(desk)["missed"]) == (1, missed)


def test_an_agreed_action_is_counted_as_open_when_the_dispute_is_closed(desk: Desk) -> None:
    desk.at("2026-11-02T09:00").opens("1")
    action = ("--action", "health: see the child by 2026-11-09")
    desk.done("close", REF, "--outcome", "agreed", "--reason", "Both agree on the plan.", *action)
    document = desk.at("2026-11-24T09:00").done("stats", "--json", "--no-suppress").document
    assert table(document, "duties-open", "nyscp")["overdue"]["number"]["number"] == 1


def test_it_counts_by_what_was_known_then(year: Desk) -> None:
    then = year.done("stats", "--json", "--known-at", "2026-05-07").document
    assert table(then, "disputes")["resolved"]["period"]["number"] == 0


def test_it_counts_one_procedure_alone(year: Desk) -> None:
    document = year.done("stats", "--json", "--procedure", "cyscb").document
    assert table(document, "disputes")["raised"]["period"]["number"] == 0
    assert "there is no procedure of that name" in year.refused(4, "stats", "--procedure", "cysbc")


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("--from", "2026-05-02", "--to", "2026-05-01"), "it ends before it begins"),
        (("--from", "2026-11-23", "--to", "2026-11-30"), "it has not begun yet"),
        (("--from", "2026-05-02T10:00"), "it is counted in days, without a time"),
        (("--year", "2026", "--to", "2026-05-01"), "--year says both its days"),
        (("--year", "26"), "no such year is counted"),
    ],
)
def test_a_period_that_is_none_is_refused(desk: Desk, words: tuple[str, ...], problem: str) -> None:
    assert problem in desk.at("2026-11-22T10:00").refused(2, "stats", *words)


def test_what_cannot_be_read_is_said_and_the_return_says_that_it_is_incomplete(
    year: Desk, tmp_path: Path
) -> None:
    (file,) = (year.folder / "disputes" / "D-3").glob("*opened*")
    file.write_bytes(b"not toml at all =")
    said = year.does("stats", "--json")
    assert said.code == 5
    assert said.document["unreadable"][0]["path"].startswith("disputes/D-3")
    assert year.does("stats", "--csv").out.splitlines()[1].startswith(",,unreadable,")
    assert year.does(*REPORT, "--format", "md", "-o", str(tmp_path / "r.md")).code == 5
    assert "Incomplete" in (tmp_path / "r.md").read_text("utf-8")


def test_before_the_first_dispute_every_number_is_nought(desk: Desk) -> None:
    document = desk.done("stats", "--json").document
    assert table(document, "disputes")["open"] == {
        "before": {"number": 0, "suppressed": False},
        "period": {"number": 0, "suppressed": False},
    }
