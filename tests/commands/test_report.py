"""`resolve report case`: what it hands out, where, and what it refuses."""

import stat
from pathlib import Path

import pytest

from tests.desk import REF, Desk


@pytest.fixture
def told(desk: Desk) -> Desk:
    """A dispute of two entries; the second came a day late."""
    said = (
        "--summary",
        "A referral was closed.",
        "--seeking",
        "A visit.",
        "--risk-to-child",
        "x y",
    )
    desk.at("2026-10-05T09:00").opens("1", *said, "--raised", "2026-10-05T08:00")
    desk.at("2026-10-07T09:00").done("note", REF, "Rang again.", "--at", "2026-10-06T10:00")
    return desk


@pytest.mark.clause("N5")
def test_a_page_goes_to_stdout_and_nothing_else_does(told: Desk) -> None:
    said = told.done("report", "case", REF)
    assert said.out.startswith("<!doctype html>\n")
    assert said.out.endswith("</html>\n")
    assert "<title>Case record D-1</title>" in said.out
    assert said.err == ""


def test_markdown_is_asked_for_by_its_name(told: Desk) -> None:
    assert told.done("report", "case", REF, "--format", "md").out.startswith("# Case record D-1\n")


def test_a_page_goes_to_a_file_of_the_owners_alone(told: Desk, tmp_path: Path) -> None:
    file = tmp_path / "case.html"
    said = told.done("report", "case", REF, "--output", str(file))
    assert (said.out, said.err) == ("", f"made {file}\n")
    assert file.read_text("utf-8") == told.done("report", "case", REF).out
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_file_that_is_there_is_replaced_only_when_told(told: Desk, tmp_path: Path) -> None:
    file = tmp_path / "case.html"
    file.write_bytes(b"mine\n")
    assert "there is a file of that name" in told.refused(3, "report", "case", REF, "-o", str(file))
    assert file.read_bytes() == b"mine\n"
    told.done("report", "case", REF, "-o", str(file), "--replace")
    assert file.read_bytes().startswith(b"<!doctype html>")


def test_nothing_is_made_among_the_record(told: Desk) -> None:
    said = told.refused(3, "report", "case", REF, "-o", str(told.folder / "case.html"))
    assert "that file would be inside the workspace" in said


def test_it_answers_by_what_had_happened_and_by_what_was_known(told: Desk) -> None:
    words = ("report", "case", REF, "--format", "md")
    assert "Rang again." in told.done(*words, "--as-of", "2026-10-06").out
    assert "Rang again." not in told.done(*words, "--as-of", "2026-10-05").out
    known = told.done(*words, "--as-of", "2026-10-06", "--known-at", "2026-10-06").out
    assert "Rang again." not in known
    assert "using only what had been recorded by Tue 6 Oct 2026 23:59: 1 entry." in known


def test_an_unknown_dispute_and_a_time_before_it_was_opened_are_no_page(told: Desk) -> None:
    told.refused(4, "report", "case", "NOBODY-1")
    told.refused(4, "report", "case", REF, "--as-of", "2026-10-01")


def test_a_damaged_dispute_is_handed_out_with_what_is_wrong_and_code_5(told: Desk) -> None:
    entry = next((told.folder / "disputes" / REF).glob("*noted*"))
    entry.write_bytes(entry.read_bytes().replace(b"Rang again", b"Said sorry"))
    said = told.does("report", "case", REF)
    assert said.code == 5
    assert "What is wrong with the record</h2>" in said.out
    assert "Said sorry" not in said.err


def test_no_name_and_no_text_is_in_a_title_or_a_heading_of_the_file(told: Desk) -> None:
    page = told.done("report", "case", REF).out
    head = page.partition("<style>")[0] + page.partition("</style>")[2].partition("<header>")[0]
    for word in ("C-77", "school", "social-care", "referral", "visit"):
        assert word not in head


def test_without_a_report_it_says_which_there_are(desk: Desk) -> None:
    said = desk.done("report")
    assert "case" in said.out
    assert "panel" in said.out
