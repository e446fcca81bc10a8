"""`resolve open`: what is asked for on a terminal, what is refused, what is questioned."""

import pytest

from tests.desk import REF, Desk, Said

NEW = ("open", "--ref", REF)
EVERYTHING = (
    *("--child", "C-77", "--raised-by", "school", "--with", "health", "--concern", "thresholds"),
    *("--summary", "It began so.", "--seeking", "A visit.", "--risk-to-child", "He is hit."),
)


@pytest.mark.clause("N3")
@pytest.mark.parametrize(
    ("said", "at_risk"), [("yes", True), ("Y", True), ("no", False), ("", False)]
)
def test_on_a_terminal_it_asks_first_whether_the_child_is_at_immediate_risk(
    desk: Desk, said: str, at_risk: bool
) -> None:
    asked = desk.at("2026-10-05T09:00").typing(said, *[""] * 7).asks(*NEW, *EVERYTHING)
    assert asked.code == 0
    assert asked.err.startswith("Is the child at immediate risk of harm now? [y/N]: ")
    assert bool(desk.case().dispute.episodes) == at_risk


def test_an_answer_that_is_neither_yes_nor_no_is_asked_for_again(desk: Desk) -> None:
    asked = desk.at("2026-10-05T09:00").typing("perhaps", "y", *[""] * 7).asks(*NEW, *EVERYTHING)
    assert asked.err.count("at immediate risk of harm now?") == 2
    assert desk.case().dispute.episodes


def test_each_event_is_explained_on_a_line_and_its_time_asked_for_again(desk: Desk) -> None:
    answers = ("", "soon", "5 Oct 2026 08:00", "yesterday", "2", "", "decision")
    asked = desk.at("2026-10-05T09:00").typing(*answers).asks(*NEW, *EVERYTHING)
    assert asked.code == 0
    assert "  raised: the disagreement was first put to the other agency\n" in asked.err
    assert "Raised: when, as 19 Nov or yesterday 3pm (Enter to skip): " in asked.err
    assert "resolve: error: a date or time cannot be read\n" in asked.err
    assert ":   Mon 5 Oct 2026 8am, today\n" in asked.err
    assert ":   Sun 4 Oct 2026, yesterday\n" in asked.err
    opened = desk.case().dispute.opened
    assert {name: str(each.day) for name, each in opened.events.items()} == {
        "raised": "2026-10-05",
        "disputed": "2026-10-04",
    }
    assert opened.event_kinds == {"disputed": "decision"}


def test_concerns_are_numbered_and_a_number_will_do(desk: Desk) -> None:
    without = [word for word in EVERYTHING if word not in ("--concern", "thresholds")]
    asked = (
        desk.at("2026-10-05T09:00")
        .typing("", "", "", "treshold", "1, communication", "1", "commu", "", "")
        .asks(*NEW, *without)
    )
    assert asked.code == 0
    assert "   1. thresholds                  thresholds for a service\n" in asked.err
    assert "there is no concern of that name" in asked.err
    assert "that is more than one\n  type one, press Enter, then type the next\n" in asked.err
    assert desk.case().dispute.opened.concerns == ("thresholds", "communication")


@pytest.mark.parametrize("option", ["--summary", "--seeking", "--risk-to-child"])
@pytest.mark.parametrize("nothing", ["-", "tbc", "n/a", " ", "ok"])
def test_a_text_that_says_nothing_is_refused_like_a_reason(
    desk: Desk, option: str, nothing: str
) -> None:
    error = desk.at("2026-10-05T09:00").refused(2, *NEW, option, nothing)
    assert error.startswith(f"resolve: error: {option} holds nothing that a reader could use\n")


def test_a_view_that_says_nothing_is_refused_too(desk: Desk) -> None:
    error = desk.at("2026-10-05T09:00").refused(2, *NEW, "--position", "school: tbc")
    assert error.startswith("resolve: error: --position holds nothing")


def test_on_a_terminal_a_text_that_says_nothing_is_asked_for_again(desk: Desk) -> None:
    without = [word for word in EVERYTHING if word not in ("--summary", "It began so.")]
    asked = (
        desk.at("2026-10-05T09:00").typing("", "", "", "-", "He was hit.", "").asks(*NEW, *without)
    )
    assert asked.code == 0
    assert desk.texts()["summary"] == "He was hit."


@pytest.mark.parametrize("words", [("--no-input",), ("--start", "1"), ("--procedure", "nyscp")])
def test_in_a_script_a_dispute_of_which_nothing_is_said_is_not_opened(
    desk: Desk, words: tuple[str, ...]
) -> None:
    error = desk.at("2026-11-20T10:00").refused(2, "open", *words)
    assert error == (
        "resolve: error: --raised is missing\n  it says when the disagreement was raised\n"
    )
    assert desk.files() == []


# ------------------------------------------------------------------ under way

UNDER_WAY = ("open", "--ref", "X-1", "--raised", "2026-11-10", "--summary", "Each says the other.")


def taken_in(desk: Desk, stage: str, **reached: str) -> Said:
    """A dispute opened in a stage, with when others were reached, as s2="2026-11-12"."""
    dates = [f"{name[1:]}={typed}" for name, typed in reached.items()]
    words = [word for date in dates for word in ("--reached", date)]
    return desk.at("2026-11-20T10:00").does(*UNDER_WAY, "--at-stage", stage, *words)


def test_stages_in_the_order_of_the_route_raise_no_doubt(desk: Desk) -> None:
    said = taken_in(desk, "3", s1="2026-11-10", s2="2026-11-12", s3="2026-11-12")
    assert (said.code, "was reached before" in said.err) == (0, False)


def test_a_stage_reached_before_an_earlier_one_is_doubted_and_recorded(desk: Desk) -> None:
    said = taken_in(desk, "3", s1="2026-11-12", s2="2026-11-11", s3="2026-11-13")
    assert said.code == 0
    assert said.err.startswith(
        "resolve: note: stage 2 was reached before stage 1\n"
        "  check the dates; `resolve correct X-1 1 --reason WHY` changes one, with\n"
        "  `--set reached.STAGE=WHEN` or `--set events.NAME=WHEN`\n"
    )


def test_a_stage_reached_before_the_disagreement_was_raised_is_doubted(desk: Desk) -> None:
    said = taken_in(desk, "2", s2="2026-10-12")
    assert said.code == 0
    assert "note: stage 2 was reached before the disagreement was raised\n" in said.err


def test_a_stage_ahead_that_was_reached_is_doubted_where_the_one_it_is_in_has_no_date(
    desk: Desk,
) -> None:
    said = taken_in(desk, "1", s3="2026-11-12")
    assert said.code == 0
    assert "note: stage 3 was reached, and the dispute is said to be in 1\n" in said.err


def test_a_disagreement_raised_before_what_it_disputes_is_doubted(desk: Desk) -> None:
    said = desk.at("2026-11-20T10:00").does(*UNDER_WAY, "--disputed", "2026-11-12")
    assert said.code == 0
    assert "note: the disagreement was raised before what it disputes came\n" in said.err


def test_the_stage_it_is_in_was_reached_last(desk: Desk) -> None:
    said = taken_in(desk, "2", s2="2026-11-12", s3="2026-11-13")
    assert said.code == 3
    assert said.err == (
        "resolve: error: stage 2, where the dispute is, was reached before stage 3\n"
        "  --reached 2\n"
        "  check both dates; the stage that it is in was reached last\n"
    )
    assert desk.files() == []


def doubted(desk: Desk, *answers: str) -> Said:
    """Open a dispute whose stage 2 was reached before it was raised, with these answers to that."""
    words = (*NEW, *EVERYTHING, "--raised", "2026-11-10", "--disputed", "2026-11-09")
    at = desk.at("2026-11-20T10:00").typing("no", "", *answers)
    return at.asks(*words, "--at-stage", "2", "--reached", "2=2026-10-12")


@pytest.mark.parametrize("no", ["no", ""])
def test_on_a_terminal_doubted_dates_that_are_not_kept_are_asked_for_again(
    desk: Desk, no: str
) -> None:
    said = doubted(desk, no, "", "", "12 Nov 2026")
    assert "Keep the dates as they are? [y/N]: Raised: when, as 19 Nov" in said.err
    assert said.code == 0, said.err
    opened = desk.case().dispute.opened
    assert [str(opened.events["raised"].day), str(opened.reached["2"].day)] == [
        "2026-11-10",
        "2026-11-12",
    ]
    assert said.err.count("Keep the dates as they are? [y/N]:") == 1


def test_doubted_dates_that_nobody_goes_on_about_record_nothing(desk: Desk) -> None:
    said = doubted(desk, "no")
    assert said.err.endswith("resolve: error: interrupted, and nothing was recorded\n")
    assert (said.code, desk.files()) == (130, [])


def test_on_a_terminal_a_name_that_is_not_kept_is_asked_for_again(desk: Desk) -> None:
    dates = ("--raised", "2026-11-10", "--disputed", "2026-11-09", "--raised-by", "school")
    words = ("open", "--ref", REF, *dates, "--with", "health", "--child", "Mary Marlowe")
    at = desk.at("2026-11-20T10:00").typing("no", "", "Mary M", "no", "C-77", *[""] * 9)
    said = at.asks(*words)
    assert said.code == 0, said.err
    assert said.err.count("Keep it as it is? [y/N]: ") == 2
    assert desk.texts()["child-1"] == "C-77"
    assert f"`resolve correct {REF} 1 --set child-1=REFERENCE`" in said.err


def test_on_a_terminal_a_date_that_cannot_be_is_refused_before_anything_is_asked(
    desk: Desk,
) -> None:
    words = (*NEW, "--at-stage", "2", "--reached", "2=2026-10-12", "--reached", "3=2026-10-13")
    asked = desk.at("2026-11-20T10:00").typing().asks(*words)
    assert asked.code == 3
    assert asked.err.startswith("resolve: error: stage 2, where the dispute is")
