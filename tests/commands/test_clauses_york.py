"""City of York's clauses, each proven by commands, up to the heads of service.

`tests/clauses/clauses.toml` lists them; those of the board's Chair and of the Case Review Group
are in `test_clauses_york_board.py`.
"""

import pytest

from tests.desk import REF, Desk

WHY = ("--reason", "They could not agree on it.")


def at(desk: Desk, stage: str, *words: str) -> Desk:
    """Taken in on Monday 5 October at a stage."""
    desk.at("2026-10-05T09:00").opens(stage, *words, procedure="cyscb")
    return desk


def starts(desk: Desk, stage: str, *words: str) -> Desk:
    """Opened on Monday 5 October where a dispute of York may start."""
    desk.at("2026-10-05T09:00")
    who = ("--raised-by", "school", "--with", "social-care", "--with", "health")
    start = ("--procedure", "cyscb", "--start", stage, "--ref", REF, "--child", "C-77")
    desk.done("open", *start, *who, *words)
    return desk


# ------------------------------------------------------------------ what it is about


#: Words that the meaning of each subject must have; a sentence that lacks one says another thing.
SUBJECTS = {
    "referral-criteria": ("whether a referral meets", "criteria"),
    "advice-became-referral": ("informal advice was sought", "concluded that a referral is needed"),
    "further-information-first": ("the referrer is to find out more before", "referral"),
    "assessment-without-procedures": ("assessment", "without child protection procedures"),
    "procedures-invoked": ("child protection procedures",),
    "enquiry-or-investigation": ("differ", "section 47 enquiry", "criminal investigation"),
    "initial-conference": ("convening, or not convening, an initial conference is justified",),
    "information-withheld": ("information is withheld from Children's Social Care or the police",),
    "practice-or-procedures": ("practice or procedures are not followed, or are understood",),
    "registration": ("a conference's decision on registration",),
    "de-registration": ("a conference's decision on de-registration",),
    "conduct-information-quality": ("conduct at a conference", "quality of information"),
    "conduct-information-withheld": ("conduct at a conference", "information withheld"),
    "plan-implementation": ("a lack of action in carrying out the child protection plan",),
    "core-group": ("the core group",),
    "other": ("something else, described in the summary",),
}


@pytest.mark.clause("Y1")
@pytest.mark.parametrize("code", SUBJECTS)
def test_a_dispute_says_in_words_which_subject_it_is_about(desk: Desk, code: str) -> None:
    shown = " ".join(starts(desk, "practitioners", "--concern", code).done("show", REF).out.split())
    means = shown.partition(f"concern {code} (")[2].partition(") ")[0]
    assert [words for words in SUBJECTS[code] if words not in means] == []


@pytest.mark.clause("Y1")
def test_there_are_no_other_subjects(desk: Desk) -> None:
    err = starts(desk, "practitioners").refused(4, "open", "--ref", "D-2", "--concern", "weather")
    assert "thresholds" in err
    document = desk.done("procedure", "show", "cyscb", "--json").document
    assert list(document["procedure"]["concerns"]) == list(SUBJECTS)


# ------------------------------------------------------------------ practitioners, line managers


@pytest.mark.clause("Y2")
def test_a_dispute_starts_among_the_practitioners_and_a_facilitator_may_help(desk: Desk) -> None:
    assert "facilitator" in starts(desk, "practitioners").advice()["does"]
    row = desk.row("practitioners")
    assert (row["who"], row["status"]) == ("The professionals in dispute", "no-date")
    desk.done("record", REF, "facilitator", "--on", "today", "--detail", "facilitator=Jo Park")
    shown = desk.done("show", REF).out.partition("THE LOG")[2]
    assert "Jo Park" in shown
    desk.done("escalate", REF, "--to", "line-managers", *WHY)
    assert desk.case().dispute.stage.id == "line-managers"


@pytest.mark.clause("Y4")
def test_next_asks_the_line_managers_for_the_advice_until_it_says_whether_they_took_it(
    desk: Desk,
) -> None:
    (asked,) = starts(desk, "line-managers").advice()["asks"]
    assert asked["event"] == "advice"
    assert desk.row("line-managers")["who"] == "First line managers"
    words = ("record", REF, "advice", "--on", "today")
    said = desk.done(*words, "--detail", "from=lead")
    assert "so the deadline is not met yet. Add: whether advice was taken\n" in said.err
    assert "detail" in desk.gaps()
    desk.done("correct", REF, "2", "--set", "details.taken=no", "--reason", "It was left out.")
    assert "detail" not in desk.gaps()
    assert desk.advice()["asks"] == []
    desk.refused(4, *words, "--detail", "taken=yes", "--detail", "from=friend")


@pytest.mark.clause("Y5")
@pytest.mark.parametrize(
    ("left", "status"), [("2026-10-06T17:00", "met"), ("2026-10-07T09:00", "missed")]
)
@pytest.mark.parametrize(
    "on", [("--to", "senior-managers"), ("--to", "board-chair", "--ground", "policy")]
)
def test_what_the_line_managers_do_not_settle_is_passed_on_that_day(
    desk: Desk, on: tuple[str, ...], left: str, status: str
) -> None:
    assert starts(desk, "line-managers").row("line-managers")["status"] == "no-date"
    desk.at("2026-10-06T16:00").done("record", REF, "line-managers-disagree", "--on", "today")
    row = desk.row("line-managers")
    assert (row["due"], row["status"]) == ("2026-10-06", "due-today")
    desk.at("2026-10-07T09:00")
    assert desk.row("line-managers")["status"] == "overdue"
    desk.done("escalate", REF, *on, *WHY, "--at", left)
    assert desk.row("line-managers")["status"] == status


@pytest.mark.clause("Y6")
def test_in_health_it_is_recorded_whose_input_was_sought(desk: Desk) -> None:
    assert "named doctor or nurse" in at(desk, "senior-managers").advice()["instead"]
    words = ("record", REF, "health-input", "--on", "today")
    assert "so the deadline is not met yet. Add: whose input was sought\n" in desk.done(*words).err
    assert "detail" in desk.gaps()
    desk.refused(4, *words, "--detail", "whose=a-friend")
    desk.done("correct", REF, "2", "--set", "details.whose=named-nurse", "--reason", "Left out.")
    assert "detail" not in desk.gaps()


@pytest.mark.clause("Y12")
@pytest.mark.parametrize("concern", ["plan-implementation", "core-group"])
def test_dissent_about_the_plan_starts_with_the_line_managers_and_goes_up_as_theirs_does(
    desk: Desk, concern: str
) -> None:
    starts(desk, "line-managers", "--concern", concern)
    desk.done("record", REF, "line-managers-disagree", "--on", "today")
    assert desk.row("line-managers")["due"] == "2026-10-05"
    desk.refused(3, "escalate", REF, "--to", "heads-of-service", *WHY)
    desk.done("escalate", REF, "--to", "senior-managers", *WHY)
    assert "on disputes about the plan: named or designated" in desk.advice()["instead"]
    whose = ("--detail", "whose=designated-doctor")
    assert desk.done("record", REF, "health-input", "--on", "today", *whose).err == ""
    desk.done("escalate", REF, "--to", "heads-of-service", *WHY)
    assert desk.case().dispute.stage.id == "heads-of-service"


# ------------------------------------------------------------------ conferences


CONFERENCE = ("--event", "conference=2026-10-02")


@pytest.mark.clause("Y8")
def test_a_conference_without_its_date_is_a_gap_and_each_dissenting_view_stands_by_itself(
    desk: Desk,
) -> None:
    views = ("--position", "school: he is not safe", "--position", "health: nor do we agree")
    assert "event" in starts(desk, "conference", *views).gaps()
    details = ("--detail", "decision=registration", "--detail", "dissenting=school,health")
    desk.done("record", REF, "conference", "--on", "2026-10-02", *details)
    assert "event" not in desk.gaps()
    log = desk.done("show", REF).out.partition("THE LOG")[2]
    assert "registration" in log
    assert "school, health" in log
    desk.refused(
        4, "record", REF, "conference", "--on", "2026-10-02", "--detail", "dissenting=police"
    )


@pytest.mark.clause("Y9")
def test_the_challenge_has_two_working_days_from_the_conference_read_so_and_is_late_after_them(
    desk: Desk,
) -> None:
    row = starts(desk, "conference", *CONFERENCE).row("conference")
    assert (row["due"], row["status"]) == ("2026-10-06", "due-soon")
    explained = " ".join(desk.done("explain", REF).out.split())
    assert "The text names no start; counted from the day of the conference" in explained
    assert desk.at("2026-10-07T00:01").row("conference")["status"] == "overdue"
    desk.done("escalate", REF, "--to", "iro-manager", *WHY)
    assert desk.row("conference")["status"] == "missed"


@pytest.mark.clause("Y9")
def test_the_belief_that_the_child_may_come_to_harm_is_asked_for_with_the_challenge(
    desk: Desk,
) -> None:
    ways = {way["to"]: way for way in starts(desk, "conference", *CONFERENCE).advice()["ways"]}
    way = ways["iro-manager"]
    assert "significant harm" in way["asks"]["belief"]
    desk.done("escalate", REF, "--to", "iro-manager", *WHY)
    assert "answer" in desk.gaps()
    belief = "answer-1=belief=He goes back to the same house."
    desk.done("correct", REF, desk.newest().id, "--set", belief, "--reason", "It was left out.")
    assert "answer" not in desk.gaps()


@pytest.mark.clause("Y10")
def test_only_a_conference_after_that_one_fulfils_that_it_is_to_meet_again(desk: Desk) -> None:
    starts(desk, "conference", *CONFERENCE).done("escalate", REF, "--to", "iro-manager", *WHY)
    desk.refused(3, "decide", REF, "upheld", "reconvened-same-chair", *WHY)
    desk.done("decide", REF, "reconvened-other-chair", *WHY)
    row = desk.row("reconvening")
    assert (row["status"], row["fulfilled_at"]) == ("no-date", None)
    assert row["who"] == "IRO Manager, with the conference chair"
    desk.at("2026-10-14T09:00").done("record", REF, "conference", "--on", "2026-10-13")
    row = desk.row("reconvening")
    assert (row["status"] in ("met", "done"), row["fulfilled_at"]) == (True, "2026-10-13")
    desk.done("decide", REF, "dissent-remains", *WHY)
    assert desk.case().dispute.stage.id == "conference"
    assert [row["due"] for row in desk.rows("conference")] == ["2026-10-06", "2026-10-15"]


@pytest.mark.clause("Y10")
def test_upheld_leaves_it_with_the_iro_manager_and_can_be_accepted(desk: Desk) -> None:
    at(desk, "iro-manager").done("decide", REF, "upheld", *WHY)
    assert desk.case().dispute.stage.id == "iro-manager"
    desk.done("close", REF, "--outcome", "upheld-accepted", "--no-action", *WHY)
    assert desk.case().dispute.outcome == "upheld-accepted"


@pytest.mark.clause("Y11")
@pytest.mark.parametrize("concern", ["conduct-information-quality", "conduct-information-withheld"])
def test_a_chair_s_concern_about_conduct_starts_with_that_person_s_line_manager(
    desk: Desk, concern: str
) -> None:
    row = starts(desk, "chair-concern", "--concern", concern).row("chair-concern")
    assert (row["who"], row["status"]) == ("Line manager of the person concerned", "no-date")
    assert "reached" not in desk.gaps()
    ways = [way["to"] for way in desk.advice()["ways"]]
    assert ways == ["heads-of-service", "board-chair"]
    desk.done("escalate", REF, "--to", "heads-of-service", *WHY)
    assert desk.case().dispute.stage.id == "heads-of-service"


@pytest.mark.clause("Y27")
def test_the_dissenting_side_may_leave_it_and_the_dissent_stays_on_record(desk: Desk) -> None:
    starts(desk, "conference", *CONFERENCE, "--position", "school: he is not safe there")
    assert desk.row("conference")["who"] == "Dissenting professional or agency"
    assert "error: --action or --no-action is missing" in desk.refused(
        2, "decide", REF, "no-challenge", *WHY
    )
    desk.done("decide", REF, "no-challenge", "--no-action", *WHY)
    document = desk.done("show", REF, "--json").document["dispute"]
    assert (document["open"], document["outcome"]) == (False, "no-challenge")
    assert "he is not safe there" in desk.done("show", REF).out


@pytest.mark.clause("Y27")
def test_the_dissenting_side_may_challenge_and_cannot_leave_it_afterwards(desk: Desk) -> None:
    starts(desk, "conference", *CONFERENCE).done("escalate", REF, "--to", "iro-manager", *WHY)
    desk.refused(4, "decide", REF, "no-challenge", "--no-action", *WHY)


# ------------------------------------------------------------------ who acts, and what each says


#: Every stage of the route, and who has to act in it.
ACTORS = {
    "practitioners": "The professionals in dispute",
    "line-managers": "First line managers",
    "senior-managers": "Head of service, detective inspector, head teacher or other designated "
    "professional",
    "conference": "Dissenting professional or agency",
    "iro-manager": "IRO Manager, with the conference chair",
    "reconvening": "IRO Manager, with the conference chair",
    "chair-concern": "Line manager of the person concerned",
    "heads-of-service": "Head of service of each agency involved",
    "board-chair": "Chair of the CYSCB",
    "case-review-group": "Case Review Group",
    "scrutiny-group": "Priority Delivery and Scrutiny Group",
    "action-plan": "Each agency to which the concerns relate",
    "audit": "Case Review Group",
}


@pytest.mark.clause("Y28")
@pytest.mark.parametrize("stage", ACTORS)
def test_due_and_next_name_who_acts_in_each_stage_and_can_be_asked_for_them(
    desk: Desk, stage: str
) -> None:
    who = ACTORS[stage]
    at(desk, stage)
    assert {row["who"] for row in desk.rows(stage)} == {who}
    assert desk.advice()["who"] == who
    assert desk.done("due", "--who", who, "--json").document["deadlines"] != []
    other = next(each for each in ACTORS.values() if each != who)
    found = desk.does("due", "--who", other, "--json").document["deadlines"]
    assert [row for row in found if row["duty"] == "main"] == []


@pytest.mark.clause("Y29")
def test_what_each_agency_says_is_kept_in_its_own_words_beside_the_other(desk: Desk) -> None:
    said = {"school": "He told us himself.", "health": "There is no sign of it."}
    views = [word for agency, view in said.items() for word in ("--position", f"{agency}: {view}")]
    assert "position" in starts(desk, "practitioners").gaps()
    desk.done("note", REF, *views)
    assert "position" not in desk.gaps()
    assert desk.newest().numbered("position") == tuple(f"{a}: {view}" for a, view in said.items())
    shown = desk.done("show", REF).out
    beside = shown.partition("IN ITS OWN WORDS")[2].partition("THE ROUTE")[0]
    for agency, view in said.items():
        assert agency in beside
        assert view in beside
