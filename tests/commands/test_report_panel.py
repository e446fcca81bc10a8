"""`resolve report panel`: what it makes, of which dispute, and where it goes."""

import io
import sys
from pathlib import Path

import pytest
from docx import Document

from tests.desk import REF, Desk


@pytest.fixture
def at_panel(desk: Desk) -> Desk:
    """A dispute in North Yorkshire whose panel is being convened."""
    events = ("--raised", "2026-11-16T10:00", "--disputed", "2026-11-13")
    texts = ("--summary", "The referral was closed.", "--position", "school: It meets it.")
    return desk.at("2026-11-18T09:00").opens("6", *events, *texts) and desk


#: What every report says that is made in practice.
EXERCISE = "PRACTICE: an exercise, no record of any child. Everything in it is invented."


def headings(made: bytes) -> list[str]:
    found = Document(io.BytesIO(made)).paragraphs
    return [p.text for p in found if p.style and p.style.name == "Heading 2"]


@pytest.mark.clause("N24")
def test_word_is_what_a_panel_gets_unless_it_asks_for_something_else(
    at_panel: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "pack.docx"
    said = at_panel.done("report", "panel", REF, "--output", str(file))
    assert (said.out, said.err) == ("", f"made {file}\n")
    found = headings(file.read_bytes())
    assert found[:3] == [
        "What is in this pack",
        "1. What the panel is asked, and by when",
        "2. The matter in dispute",
    ]


def test_the_other_formats_are_text_and_may_go_down_a_pipe(at_panel: Desk) -> None:
    html = at_panel.done("report", "panel", REF, "--format", "html").out
    assert f"<title>Panel pack {REF}</title>" in html
    markdown = at_panel.done("report", "panel", REF, "--format", "md").out
    assert markdown.startswith(f"# Panel pack {REF}\n\n{EXERCISE}\n\nFor the multi-agency panel\n")
    assert "The referral was closed." in markdown


def test_the_same_record_makes_the_same_file(at_panel: Desk, tmp_path: Path) -> None:
    for name in ("one", "two"):
        made = tmp_path / f"{name}.docx"
        as_of = ("--as-of", "2026-11-18T09:30")
        at_panel.at("2026-11-19T09:00").done("report", "panel", REF, *as_of, "-o", str(made))
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()


def test_as_of_an_earlier_moment_or_by_what_was_known_then(at_panel: Desk) -> None:
    at_panel.at("2026-11-19T10:00").done("note", REF, "--at", "2026-11-18T12:00", "They rang.")
    asked = ("report", "panel", REF, "--format", "md")
    assert "They rang." in at_panel.done(*asked).out
    assert "They rang." not in at_panel.done(*asked, "--as-of", "2026-11-18T11:00").out
    assert "They rang." not in at_panel.done(*asked, "--known-at", "2026-11-18").out


def test_a_file_that_is_there_stays_unless_it_is_to_be_replaced(
    at_panel: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "pack.docx"
    file.write_text("something else")
    at_panel.refused(3, "report", "panel", REF, "-o", str(file))
    assert file.read_text() == "something else"
    at_panel.done("report", "panel", REF, "-o", str(file), "--replace")
    assert headings(file.read_bytes())


def test_a_format_that_there_is_not_is_refused_before_anything_is_read(at_panel: Desk) -> None:
    err = at_panel.refused(2, "report", "panel", REF, "--format", "pdf")
    assert "docx, html, md" in err


@pytest.mark.clause("Y22")
def test_in_york_the_pack_has_the_case_review_group_s_headings(desk: Desk) -> None:
    desk.at("2026-11-18T09:00").opens("case-review-group", procedure="cyscb")
    said = desk.done("report", "panel", REF, "--format", "md").out
    assert said.startswith(f"# Panel pack {REF}\n\n{EXERCISE}\n\nFor the Case Review Group\n")
    assert "Report of findings: integrated chronology of relevant events\n" in said


def test_an_outline_of_one_s_own_replaces_the_procedure_s(at_panel: Desk, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[pack]\ntitle = "For our board"\n'
        '[[section]]\ntitle = "What we ask"\nasks = ["one question"]\n'
        '[[section]]\ntitle = "Views"\nholds = ["positions"]\n'
    )
    said = at_panel.done("report", "panel", REF, "--format", "md", "--outline", str(own)).out
    assert said.startswith(f"# Panel pack {REF}\n\n{EXERCISE}\n\nFor our board\n")
    assert "one question" in said
    assert "It meets it." in said
    assert "Chronology" not in said


def test_a_damaged_record_still_makes_a_pack_which_says_so(at_panel: Desk) -> None:
    entry = next((at_panel.folder / "disputes" / REF).iterdir())
    entry.write_bytes(entry.read_bytes().replace(b"closed.", b"opened."))
    said = at_panel.does("report", "panel", REF, "--format", "md")
    assert said.code == 5
    assert "SOMETHING IS WRONG WITH THE RECORD" in said.out


def test_without_the_library_for_word_files_the_other_formats_are_still_made(
    at_panel: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "resolutions_cli.render.formats.docx", raising=False)
    monkeypatch.setitem(sys.modules, "docx", None)
    err = at_panel.refused(2, "report", "panel", REF)
    assert "resolve: error: this format needs docx, which is not installed\n" in err
    assert at_panel.done("report", "panel", REF, "--format", "md").out
