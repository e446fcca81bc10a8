"""Errors about answers that were typed and not recorded."""

from tests.desk import REF, Desk


def test_a_draft_that_is_not_there(desk: Desk) -> None:
    """NoSuchDraft"""
    assert desk.refused(4, "drafts", "3") == (
        "resolve: error: there is no draft of that number; there are 0\n"
        "  `resolve drafts` lists them\n"
    )


def test_a_line_that_the_terminal_may_have_cut_off(desk: Desk) -> None:
    """LineCutOff: nothing is recorded of it, and it is asked for again."""
    desk.at("2026-10-05T09:00").opens("1")
    said = desk.typing("x" * 4_095, "Rang the team.", "").asks("note", REF)
    assert said.code == 0
    assert "this terminal may have cut the line off after 4,095 characters" in said.err
    assert desk.texts() == {"text": "Rang the team."}
