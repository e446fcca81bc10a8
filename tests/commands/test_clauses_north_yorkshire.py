"""North Yorkshire's clauses, each proven by commands; `tests/clauses/clauses.toml` lists them."""

import pytest

from tests.desk import REF, Desk

WHY = ("--reason", "They could not agree on it.")
ENDS = ("--outcome", "agreed", "--no-action")


def at(desk: Desk, stage: str, *words: str) -> Desk:
    """Taken in on Monday 5 October at a stage."""
    desk.at("2026-10-05T09:00").opens(stage, *words)
    return desk


def the_log(desk: Desk) -> str:
    """The log as `show` prints it."""
    return desk.done("show", REF).out.partition("THE LOG")[2]


# ------------------------------------------------------------------ reasons, departures


@pytest.mark.clause("N1")
def test_an_earlier_date_is_not_set_without_a_reason(desk: Desk) -> None:
    words = ("sooner", REF, "--to", "2026-10-08")
    assert "error: --reason is missing\n" in at(desk, "3").refused(2, *words)
    desk.refused(2, *words, "--reason", "n/a")
    desk.done(*words, "--reason", "The child goes home on Friday.")


@pytest.mark.clause("N5")
@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("1", ("escalate", REF)),
        ("1", ("escalate", REF, "--to", "5", "--departure")),
        ("7", ("decide", REF, "recommended")),
        ("1", ("close", REF, *ENDS)),
    ],
    ids=["escalate", "departure", "decide", "close"],
)
def test_no_move_is_recorded_without_a_reason_that_says_something(
    desk: Desk, stage: str, words: tuple[str, ...]
) -> None:
    assert "error: --reason is missing\n" in at(desk, stage).refused(2, *words)
    desk.refused(2, *words, "--reason", "tbc")
    desk.done(*words, *WHY)
    assert desk.texts() == {"reason": WHY[1]}
    assert WHY[1] in the_log(desk)


@pytest.mark.clause("N5")
def test_a_closed_dispute_is_not_taken_up_again_without_a_reason(desk: Desk) -> None:
    at(desk, "1").done("close", REF, *ENDS, *WHY)
    assert "error: --reason is missing\n" in desk.refused(2, "reopen", REF)


@pytest.mark.clause("N4")
def test_leaving_the_route_is_refused_unless_it_is_said_and_then_shows_in_the_log(
    desk: Desk,
) -> None:
    at(desk, "1").refused(3, "escalate", REF, "--to", "5", *WHY)
    desk.done("escalate", REF, "--to", "2", *WHY)
    assert "departure" not in the_log(desk)
    desk.done("escalate", REF, "--to", "5", "--departure", *WHY)
    (moved,) = [line for line in the_log(desk).splitlines() if "stage 2 to 5" in line]
    assert moved.endswith(", outside the procedure")
    document = desk.done("show", REF, "--json").document["dispute"]
    assert [entry["facts"].get("departure", False) for entry in document["entries"]] == [
        False,
        False,
        True,
    ]
    assert document["passed_over"] == ["3", "4"]
    assert "passed-over" in desk.gaps()


# ------------------------------------------------------------------ what it is about, and who


#: Words that the meaning of each concern must have; a sentence that lacks them says another thing.
CONCERNS = {
    "thresholds": "thresholds for a service",
    "roles-and-responsibilities": "roles and responsibilities",
    "need-for-action": "whether action is needed",
    "communication": "communication",
    "course-of-action": "another professional's course of action, such as ending work",
    "agreed-action-not-done": "an agreed action was left undone, with no reason that",
    "plan-inappropriate": "the plan in place does not serve the child's needs",
    "agency-involvement": "whether an agency needs to be involved",
    "conference-refused": "a child protection conference was asked for and felt to be refused",
    "response-to-concerns": "more than one professional doubts how an agency responds",
    "other": "something else, described in the summary",
}


@pytest.mark.clause("N7")
def test_a_dispute_says_in_words_which_of_the_areas_and_examples_it_is_about(desk: Desk) -> None:
    codes = [word for code in CONCERNS for word in ("--concern", code)]
    shown = " ".join(at(desk, "1", *codes).done("show", REF).out.split())
    for code, means in CONCERNS.items():
        assert f"{code} ({means}" in shown
    desk.refused(4, "open", "--ref", "D-2", "--concern", "weather")


@pytest.mark.clause("N8")
def test_every_agency_and_every_person_of_the_dispute_is_shown_with_their_role(desk: Desk) -> None:
    at(desk, "1")
    desk.done("party", REF, "--add", "lead: Jo Park, school, 01904 000001")
    desk.done("party", REF, "--add", "police: Al Reed, police")
    shown = desk.done("show", REF).out.partition("THE LOG")[0].splitlines()
    facts = [" ".join(line.split()) for line in shown]
    for line in (
        "raised by school",
        "with social-care",
        "health",
        "joined later police",
        "people Named or designated safeguarding lead, Jo Park, 01904 000001, school",
        "Police, Al Reed, police",
    ):
        assert line in facts
    assert desk.agencies() == ("school", "social-care", "health", "police")


@pytest.mark.clause("N23")
def test_as_long_as_no_agency_s_own_words_are_recorded_that_is_a_gap(desk: Desk) -> None:
    assert "position" in at(desk, "1").gaps()
    desk.done("note", REF, "We spoke by telephone.")
    assert "position" in desk.gaps()
    desk.done("note", REF, "--position", "health: the threshold is met")
    assert "position" not in desk.gaps()


# ------------------------------------------------------------------ the first five stages


@pytest.mark.clause("N9")
def test_stage_1_has_96_hours_from_the_raising_and_is_to_be_done_in_24(desk: Desk) -> None:
    at(desk, "1", "--raised", "2026-10-02T16:00")
    row = desk.row("1")
    assert (row["due_at"], row["aim_at"]) == (
        "2026-10-06T16:00:00+01:00",
        "2026-10-03T16:00:00+01:00",
    )
    assert (row["past_aim"], row["status"]) == (True, "due-soon")
    assert desk.at("2026-10-06T16:00").row("1")["status"] == "due-today"
    assert desk.at("2026-10-06T16:01").row("1")["status"] == "overdue"


@pytest.mark.clause("N10")
def test_stage_2_is_due_on_the_day_it_is_entered_and_late_the_day_after(desk: Desk) -> None:
    at(desk, "1").at("2026-10-06T15:00").done("escalate", REF, *WHY)
    row = desk.row("2")
    assert (row["due"], row["status"], row["who"]) == (
        "2026-10-06",
        "due-today",
        "Professional of the concerned agency; That professional's line manager",
    )
    assert desk.at("2026-10-07T00:01").row("2")["status"] == "overdue"
    desk.done("escalate", REF, *WHY, "--at", "2026-10-06T17:00")
    assert desk.row("2")["status"] == "met"


@pytest.mark.clause("N12")
def test_going_on_to_stage_4_starts_no_clock_and_leaves_the_date_of_stage_3(desk: Desk) -> None:
    at(desk, "3", "--disputed", "2026-10-01")
    assert desk.row("3")["due"] == "2026-10-15"
    desk.at("2026-10-14T09:00").done("escalate", REF, *WHY)
    assert (desk.row("4")["due"], desk.row("4")["status"]) == ("2026-10-15", "due-soon")
    desk.at("2026-10-16T09:00").done("escalate", REF, *WHY)
    assert (desk.row("3")["status"], desk.row("4")["status"]) == ("met", "missed")


@pytest.mark.clause("N13")
def test_stage_5_has_one_working_day_over_a_weekend_from_being_entered(desk: Desk) -> None:
    at(desk, "4").at("2026-10-09T16:00").done("escalate", REF, *WHY)
    assert (desk.row("5")["due"], desk.row("5")["status"]) == ("2026-10-12", "due-soon")
    assert desk.at("2026-10-13T09:00").row("5")["status"] == "overdue"
