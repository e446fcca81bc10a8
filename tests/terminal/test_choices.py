"""Choices and what is asked for instead of refused, typed by somebody at a real terminal."""

import sys

import pytest

from resolutions_cli.core.entries.facts import Chase, Decided, Escalated, Noted, Recorded
from tests.desk import REF, Desk
from tests.terminal.answering import answering

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminal")

WHY = ("--reason", "No agreement after two calls.")


@pytest.fixture
def two(desk: Desk) -> Desk:
    """HILL-7, recorded in last week, and MILL-2, recorded in today."""
    desk.lists({"school": "Oak School", "csc": "Children's Social Care", "health": "Health"})
    words = ("--raised-by", "school", "--with", "csc", "--raised", "2026-11-12")
    desk.at("2026-11-20T10:00").done("open", "--ref", "HILL-7", "--child", "C-77", *words)
    desk.at("2026-11-30T16:30").done("open", "--ref", "MILL-2", "--child", "D-12", *words)
    return desk


# ------------------------------------------------------------------ which dispute


def test_disputes_are_offered_by_file_agencies_and_stage_those_of_today_first(two: Desk) -> None:
    said = answering("2", "She rang.", "yesterday 3pm", to=("note",))
    assert said.code == 0, said.text
    first = "  1. MILL-2  D-12; Oak School and Children's Social Care; stage 1\n"
    assert (
        f"{first}  2. HILL-7  C-77; Oak School and Children's Social Care; stage 1\n" in said.text
    )
    noted = two.newest("HILL-7")
    assert (noted.facts, noted.texts["text"]) == (Noted(), "She rang.")
    assert noted.at.local.strftime("%d %b %H:%M") == "29 Nov 15:00"


@pytest.mark.parametrize("typed", ["d-12", "mill", "MILL-2", "1"])
def test_letters_of_the_childs_file_or_a_beginning_in_either_case_will_do(
    two: Desk, typed: str
) -> None:
    said = answering(typed, "She rang.", "", to=("note",))
    assert said.code == 0, said.text
    assert two.newest("MILL-2").texts["text"] == "She rang."


def test_letters_that_fit_several_show_those_numbered_anew_and_ask_again(two: Desk) -> None:
    two.done("open", "--ref", "ELM-3", "--raised", "2026-11-12", "--raised-by", "health")
    said = answering("oak", "2", "She rang.", "", to=("note",))
    narrowed = said.text.split("  Several fit. Which of these?\n")[1]
    assert narrowed.startswith("  1. MILL-2  D-12;")
    assert two.newest("HILL-7").texts["text"] == "She rang."


def test_a_dash_is_the_dispute_recorded_in_last_and_is_said_before_anything_else(two: Desk) -> None:
    two.at("2026-11-30T16:31").done("note", "HILL-7", "The newest entry.")
    said = answering(to=("note", "-", "She rang."))
    assert said.text.partition("PRACTICE: a workspace for training, not a record\n")[2].startswith(
        "resolve: dispute HILL-7\n"
    )
    assert two.newest("HILL-7").texts["text"] == "She rang."
    assert two.done("show", "-").err == "resolve: dispute HILL-7\n"
    assert two.refused(4, "note", "-", "She rang.", "--by", "Nobody Else").startswith(
        "resolve: error: you have not recorded anything in this workspace"
    )


def test_a_reference_that_is_nearly_one_is_asked_about(two: Desk) -> None:
    said = answering("y", to=("note", "hil-7", "She rang."))
    assert "There is no dispute hil-7. Do you mean HILL-7? [y/N]: " in said.text
    assert two.newest("HILL-7").texts["text"] == "She rang."
    assert answering("n", to=("show", "HIL-7")).code == 4


def test_a_script_gets_the_near_reference_as_a_hint_and_nothing_is_taken(two: Desk) -> None:
    assert two.refused(4, "note", "HIL-7", "She rang.") == (
        "resolve: error: there is no dispute of that reference in this workspace\n"
        "  did you mean HILL-7? `resolve list --all` shows every reference\n"
    )
    assert "did you mean" not in two.refused(4, "note", "HILL-8", "She rang.")


@pytest.mark.usefixtures("two")
def test_where_nothing_is_closed_reopening_says_so() -> None:
    said = answering(to=("reopen",))
    assert "resolve: error: there is no closed dispute to choose from\n" in said.text
    assert said.code == 4


def test_the_only_dispute_is_named_and_not_asked_for(desk: Desk) -> None:
    desk.at("2026-11-30T16:30").opens("1")
    said = answering(to=("show",))
    assert (said.code, said.questions) == (0, 0)
    assert f"resolve: dispute {REF}\n" in said.text


# ------------------------------------------------------------------ choices


def test_an_exact_code_wins_over_others_that_have_its_letters(desk: Desk) -> None:
    words = ("--procedure", "cyscb", "--start", "conference", "--event", "conference=2026-11-12")
    new = ("open", "--ref", REF, "--child", "C-77", *words)
    parties = ("--raised-by", "school", "--with", "health")
    answers = ("no", "REGISTRATION", "conduct", "2", "", "", "", "", "", "", "")
    said = answering(*answers, to=(*new, *parties))
    assert said.code == 0, said.text
    conduct = "  1. conduct-information-quality   conduct at a conference: the quality of"
    assert conduct in said.text.split("Several fit. Which of these?")[1]
    concerns = desk.case().dispute.opened.concerns
    assert concerns == ("registration", "conduct-information-withheld")


def test_stages_that_are_numbers_are_chosen_by_their_own(desk: Desk) -> None:
    desk.at("2026-11-30T16:30")
    said = desk.done("open", "--ref", REF, "--at-stage", "6", "--raised", "2026-11-12")
    assert "stage 6" in said.out


def test_the_ground_is_asked_for_where_there_is_one_way_on_and_the_disputes_like_it(
    desk: Desk,
) -> None:
    concern = ("--concern", "registration")
    desk.at("2026-11-20T10:00").opens("heads-of-service", *concern, procedure="cyscb")
    desk.opens("conference", *concern, procedure="cyscb", ref="D-2")
    answers = ("policy", "pattern", "", "d-2", "", "It came up again.")
    said = answering(*answers, to=("escalate", REF))
    assert said.code == 0, said.text
    facts = desk.newest().facts
    assert isinstance(facts, Escalated)
    assert (facts.to, facts.grounds, facts.similar) == (
        "board-chair",
        ("policy", "pattern"),
        ("D-2",),
    )


def test_codes_are_taken_in_either_case_in_scripts_too(desk: Desk) -> None:
    words = ("--procedure", "CYSCB", "--start", "Board-Chair", "--raised", "2026-11-12")
    desk.at("2026-11-30T10:00").refused(3, "open", *words)
    desk.opens("Board-Chair", "--concern", "OTHER", procedure="CYSCB")
    desk.done("decide", REF, "Refer-To-CRG", *WHY)
    assert desk.newest().facts == Decided(
        from_="board-chair", codes=("refer-to-crg",), to="case-review-group"
    )
    desk.done("record", REF, "Panel-Meeting", "--on", "today")
    desk.done("close", REF, "--outcome", "Withdrawn", *WHY, "--no-action")
    assert desk.case().dispute.outcome == "withdrawn"
    assert desk.case().dispute.opened.concerns == ("other",)


# ------------------------------------------------------------------ lists, one value a line


def test_people_known_from_the_log_are_offered_and_two_in_one_line_asked_for_apart(
    desk: Desk,
) -> None:
    desk.at("2026-11-20T10:00").opens("case-review-group", procedure="cyscb")
    desk.done("party", REF, "--add", "manager: Jo Park, school", "--add", "nurse: Al Reed, health")
    answers = ("Jo Park; Al Reed", "1", "al reed", "Bo Vale, governor", "", "heal", "")
    said = answering(*answers, to=("record", REF, "panel-constituted", "--on", "today"))
    assert said.code == 0, said.text
    assert "  1. Jo Park\n  2. Al Reed\n" in said.text
    entry = desk.newest()
    assert isinstance(entry.facts, Recorded)
    assert entry.facts.details == {"members": 3, "agencies": ("health",)}
    assert entry.texts["detail-members"] == "Jo Park; Al Reed; Bo Vale, governor"


def test_a_person_who_is_nearly_a_known_one_is_asked_about(desk: Desk) -> None:
    desk.at("2026-11-20T10:00").opens("1")
    desk.done("party", REF, "--add", "nurse: Alison Reed, health")
    answers = ("monday", "Alisom Reed", "y", "Rings the school.")
    assert answering(*answers, to=("chase", REF)).code == 0
    entry = desk.newest()
    assert isinstance(entry.facts, Chase)
    assert entry.texts["who"] == "Alison Reed"


def test_several_files_of_children_are_one_a_line(desk: Desk) -> None:
    answers = ("no", "C-77", "C-78", "", *[""] * 12)
    desk.at("2026-11-20T10:00")
    assert answering(*answers, to=("open", "--ref", REF)).code == 0
    assert desk.case().dispute.entries[0].numbered("child") == ("C-77", "C-78")


# ------------------------------------------------------------------ asked for instead of refused


def test_the_entry_to_redact_is_chosen_from_a_list(two: Desk) -> None:
    two.done("note", "HILL-7", "She fell.")
    said = answering("note", "It names her.", "y", to=("redact", "HILL-7"))
    assert said.code == 0, said.text
    assert "  2  Mon 30 Nov 2026 16:30: note; " in said.text
    assert two.log("HILL-7").entries[1].texts["text"] is None


@pytest.mark.usefixtures("desk")
def test_the_amount_is_asked_for_and_the_file() -> None:
    assert "6 Nov 2026" in answering("5 days", to=("calc", "--from", "2026-11-01")).text
    said = answering("/nowhere/x.toml", to=("import",))
    assert "resolve: error: there is no such file\n" in said.text


def test_when_a_risk_began_is_asked_once_it_is_recorded(desk: Desk) -> None:
    desk.at("2026-11-30T16:30").opens("1")
    said = answering("He was hit.", "2pm", "", "", "", to=("risk", REF))
    assert said.code == 0, said.text
    (episode,) = desk.case().dispute.episodes
    assert episode.on.local.strftime("%H:%M") == "14:00"


# ------------------------------------------------------------------ no question twice


def test_one_answer_says_why_it_goes_on_and_the_risk_and_both_go_when_one_is_removed(
    desk: Desk,
) -> None:
    desk.at("2026-11-30T16:30").opens("1")
    said = answering("", "No answer; he is at risk.", to=("escalate", REF))
    assert (said.code, said.questions) == (0, 2)
    assert desk.texts() == {
        "reason": "No answer; he is at risk.",
        "risk_to_child": "No answer; he is at risk.",
    }
    desk.done("redact", REF, "2", "--key", "reason", *WHY, "--yes")
    texts = desk.log().entries[1].texts
    assert (texts["reason"], texts["risk_to_child"]) == (None, None)


def test_what_the_procedure_asks_why_is_not_asked_again(desk: Desk) -> None:
    desk.at("2026-11-30T16:30").opens("conference", procedure="cyscb")
    said = answering("1", "", "He goes home to harm.", to=("escalate", REF))
    assert (said.code, said.questions) == (0, 3), said.text
    assert desk.texts() == {
        "answer-1": "belief=He goes home to harm.",
        "reason": "He goes home to harm.",
        "risk_to_child": "He goes home to harm.",
    }


def test_who_is_who_is_asked_part_by_part(desk: Desk) -> None:
    desk.at("2026-11-30T16:30").opens("1")
    answers = ("Jo Park, OBE", "head teacher", "1", "01904 0", "Al Reed", "police", "", "", "", "")
    said = answering(*answers, to=("party", REF))
    assert said.code == 0, said.text
    first, second = desk.log().entries[1:]
    assert (first.texts["name"], first.texts["role"]) == ("Jo Park, OBE", "head teacher")
    assert (first.facts.agency, second.facts.role) == ("school", "police")  # type: ignore[attr-defined]
