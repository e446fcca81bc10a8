"""Which moves there are, and what a refusal says: the ways on, the codes, the agencies."""

from collections.abc import Callable

import pytest

from resolutions_cli import errors
from resolutions_cli.core.record import moves
from resolutions_cli.core.record.agency_names import Agencies
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.record.moves import Step
from tests.core.test_ways import stage
from tests.moves import NORTH_STAGES, at, forked, here, now, refused
from tests.story import Closed, Noted, Reopened, procedure, when

REASONED = "unresolved, policy, pattern"


def closed() -> Dispute:
    story = at("nyscp", "2")
    story.add("2026-11-03", Closed(from_="2", outcome="agreed"))
    return now(story)


def ways(*each: str) -> str:
    """A stage a with these ways on, as "b" or, with a ground, "b:policy"; and stages b and c."""
    written = []
    for way in each:
        to, _, ground = way.partition(":")
        grounds = f', grounds = ["{ground}"]' if ground else ""
        written.append(f'{{ to = "{to}"{grounds} }}')
    one = stage("a").replace("moves = []", f"moves = [{', '.join(written)}]")
    return one + stage("b") + stage("c")


# ------------------------------------------------------------------ codes and agencies


def test_a_code_that_is_not_known_is_answered_with_those_that_are() -> None:
    assert moves.known_code("fruit", "pear", ["apple", "pear"]) == "pear"
    facts = refused(errors.UnknownCode, moves.known_code, "fruit", "fig", ["apple", "pear"])
    assert facts == {"kind": "fruit", "allowed": "apple, pear"}


def test_a_code_where_the_procedure_has_none_says_so() -> None:
    facts = refused(errors.UnknownCode, moves.known_code, "fruit", "fig", iter(()))
    assert facts == {"kind": "fruit", "allowed": "none in this procedure"}


def test_an_agency_is_known_whatever_its_case_and_keeps_its_own_spelling() -> None:
    known = Agencies(("School", "Social-Care"))
    assert moves.agency_of(known, "social-care") == "Social-Care"
    assert refused(errors.UnknownAgency, moves.agency_of, known, "police") == {
        "where": "in this dispute",
        "how": "`resolve show` lists them; `resolve party` adds one",
    }


# ------------------------------------------------------------------ the last move


def test_a_move_may_be_at_the_moment_of_the_one_before_it_and_not_earlier() -> None:
    story = at("nyscp", "1", "2026-11-02T10:30")
    moves.not_before_last_move(now(story), when("2026-11-02T10:30"))
    moves.not_before_last_move(now(story), when("2026-11-02"))
    assert refused(
        errors.BeforeTheMove, moves.not_before_last_move, now(story), when("2026-11-02T10:29")
    ) == {"last": "2026-11-02T10:30"}


def test_a_move_that_has_a_day_alone_is_said_by_its_day() -> None:
    assert refused(
        errors.BeforeTheMove, moves.not_before_last_move, here("nyscp", "1"), when("2026-11-01")
    ) == {"last": "2026-11-02"}


def test_openings_escalations_decisions_that_move_closings_and_reopenings_are_moves() -> None:
    story = at("cyscb", "practitioners")
    assert moves.last_move_at(now(story)) == when("2026-11-02")
    story.add("2026-11-03", Noted(), {"text": "no move"})
    assert moves.last_move_at(now(story)) == when("2026-11-02")
    story.escalates("2026-11-04", "board-chair", grounds=("policy",))
    assert moves.last_move_at(now(story)) == when("2026-11-04")
    story.decides("2026-11-05", "not-referred")
    assert moves.last_move_at(now(story)) == when("2026-11-04")
    story.decides("2026-11-06", "refer-to-crg", to="case-review-group")
    assert moves.last_move_at(now(story)) == when("2026-11-06")
    story.add("2026-11-07", Closed(from_="case-review-group", outcome="agreed"))
    assert moves.last_move_at(now(story)) == when("2026-11-07")
    story.add("2026-11-08", Reopened(to="case-review-group"))
    assert moves.last_move_at(now(story)) == when("2026-11-08")


# ------------------------------------------------------------------ escalate


def way_on(dispute: Dispute, to: str = "", *grounds: str, departure: bool = False) -> Step:
    """Where an escalation leads."""
    return moves.escalation(dispute, to, grounds, departure)


def test_the_ways_that_need_no_ground_come_first() -> None:
    dispute = forked(ways("b:policy", "c"))
    assert [move.to for move in moves.ways_on(dispute.stage)] == ["c", "b"]


def test_the_only_way_on_is_meant_when_none_is_named_whatever_the_ground() -> None:
    assert way_on(here("nyscp", "1")) == Step("2", questions={})
    dispute = here("cyscb", "heads-of-service")
    step = way_on(dispute, "", "unresolved")
    assert step == Step("board-chair", questions={})


def test_of_two_ways_the_one_without_a_ground_is_meant_unless_a_ground_is_given() -> None:
    dispute = here("cyscb", "practitioners")
    assert way_on(dispute).to == "line-managers"
    assert way_on(dispute, "", "policy").to == "board-chair"


def test_a_move_asks_the_questions_that_the_procedure_has_for_it() -> None:
    step = way_on(here("cyscb", "conference"), "iro-manager")
    assert list(step.questions or {}) == ["belief"]
    assert not step.departure


def test_the_only_way_that_needs_a_ground_says_which_it_takes() -> None:
    dispute = here("cyscb", "heads-of-service")
    facts = refused(errors.GroundMissing, way_on, dispute)
    assert facts == {"stage": "board-chair", "grounds": REASONED}


def test_where_several_ways_fit_they_are_listed() -> None:
    dispute = forked(ways("b", "c"))
    facts = refused(errors.WhichStage, way_on, dispute)
    assert facts == {"ways": "b, c"}


def test_a_stage_without_a_way_on_says_its_name() -> None:
    dispute = here("nyscp", "7")
    facts = refused(errors.NoWayOn, way_on, dispute)
    assert facts == {"stage": "7"}


def test_a_stage_that_the_procedure_does_not_have_is_answered_with_all_that_it_has() -> None:
    dispute = here("nyscp", "1")
    facts = refused(errors.UnknownStage, way_on, dispute, "8", departure=True)
    assert facts == {"allowed": NORTH_STAGES}


@pytest.mark.parametrize(
    ("stage", "ways"), [("practitioners", "line-managers, board-chair"), ("board-chair", "none")]
)
def test_a_move_off_the_route_is_answered_with_the_ways_there_are(stage: str, ways: str) -> None:
    assert refused(errors.NotOnTheRoute, way_on, here("cyscb", stage), "audit") == {
        "stage": stage,
        "ways": ways,
    }


def test_a_ground_that_the_procedure_does_not_have_is_answered_with_all_of_them() -> None:
    dispute = here("cyscb", "practitioners")
    assert refused(errors.UnknownCode, way_on, dispute, "board-chair", "cost") == {
        "kind": "ground",
        "allowed": REASONED,
    }


def test_one_good_ground_does_not_carry_another_that_the_move_does_not_take() -> None:
    dispute = here("cyscb", "practitioners")
    grounds = ("policy", "unresolved")
    assert refused(errors.UnknownCode, way_on, dispute, "board-chair", *grounds) == {
        "kind": "ground for this move",
        "allowed": "policy, pattern",
    }
    both = way_on(dispute, "board-chair", "policy", "pattern")
    assert both == Step("board-chair", questions={})


def test_a_move_without_a_ground_that_it_takes_is_refused_and_says_which_it_takes() -> None:
    dispute = here("cyscb", "practitioners")
    for grounds in ((), ("unresolved",)):
        facts = refused(errors.GroundMissing, way_on, dispute, "board-chair", *grounds)
        assert facts == {"stage": "board-chair", "grounds": "policy, pattern"}


def test_a_move_that_needs_no_ground_may_be_given_any() -> None:
    dispute = here("cyscb", "practitioners")
    step = way_on(dispute, "line-managers", "unresolved")
    assert step == Step("line-managers", questions={})


def test_only_a_move_that_the_route_does_not_have_is_a_departure() -> None:
    dispute = here("cyscb", "practitioners")
    off_the_route = Step("audit", departure=True)
    assert way_on(dispute, "audit", departure=True) == off_the_route
    without_its_ground = Step("board-chair", departure=True)
    assert way_on(dispute, "board-chair", departure=True) == without_its_ground
    with_a_ground = Step("board-chair", questions={})
    assert way_on(dispute, "board-chair", "policy", departure=True) == with_a_ground
    ordinary = Step("line-managers", questions={})
    assert way_on(dispute, "line-managers", departure=True) == ordinary


# ------------------------------------------------------------------ decide, close, reopen


def test_a_stage_without_decisions_says_its_name() -> None:
    facts = refused(errors.NoDecisionHere, moves.decision, here("nyscp", "1"), ("recommended",))
    assert facts == {"stage": "1"}


def test_a_decision_that_is_not_known_is_answered_with_those_of_the_stage() -> None:
    chair = here("cyscb", "board-chair")
    facts = refused(errors.UnknownCode, moves.decision, chair, ("upheld",))
    assert facts == {"kind": "decision", "allowed": "refer-to-crg, not-referred"}


def test_two_decisions_that_exclude_each_other_are_refused() -> None:
    chair = here("cyscb", "board-chair")
    refused(errors.NotTogether, moves.decision, chair, ("refer-to-crg", "not-referred"))


def test_of_decisions_that_go_together_the_one_that_leads_on_wins_over_those_that_close() -> None:
    group = here("cyscb", "case-review-group")
    step = moves.decision(group, ("learning-review", "accept-recommendations", "practice-review"))
    assert (step.to, step.outcome) == ("scrutiny-group", "")
    assert list(step.questions or {}) == ["criteria"]
    closes = moves.decision(group, ("learning-review", "practice-review"))
    assert (closes.to, closes.outcome) == ("closed", "learning-review")


def test_a_decision_that_leads_nowhere_keeps_the_dispute_where_it_is() -> None:
    assert moves.decision(here("cyscb", "board-chair"), ("not-referred",)) == Step("", questions={})


def test_a_decision_that_closes_wins_over_one_that_leads_nowhere() -> None:
    decisions = "".join(
        f'[[stage.decision]]\ncode = "{code}"\nmeans = "so"\nany = true\n{to}\n'
        for code, to in [("stays", ""), ("agreed", 'to = "closed"')]
    )
    dispute = forked(stage("a", more=decisions))
    step = moves.decision(dispute, ("stays", "agreed"))
    assert (step.to, step.outcome) == ("closed", "agreed")


def test_an_outcome_that_is_not_known_is_answered_with_those_that_are() -> None:
    facts = refused(errors.UnknownCode, moves.closing, here("nyscp", "1"), "lost")
    assert facts == {
        "kind": "outcome",
        "allowed": "agreed, decision-changed, decision-accepted, recommendation-accepted,"
        " recommendation-not-accepted, withdrawn, opened-in-error",
    }


def test_every_procedure_has_the_outcome_that_a_dispute_was_opened_in_error() -> None:
    outcomes = moves.outcomes_of(procedure("nyscp"))
    assert outcomes["opened-in-error"] == "the dispute was opened in error"


def test_a_stage_that_decides_first_lists_its_decisions_unless_it_was_opened_in_error() -> None:
    decisions = "".join(
        f'[[stage.decision]]\ncode = "{code}"\nmeans = "so"\n' for code in ("this", "that")
    )
    dispute = forked(stage("a", more=f"decide_first = true\n{decisions}"))
    facts = refused(errors.DecideFirst, moves.closing, dispute, "agreed")
    assert facts == {"stage": "a", "codes": "this, that"}
    moves.closing(dispute, "opened-in-error")


@pytest.mark.clause("N18")
def test_only_a_decision_of_this_visit_lets_the_stage_be_closed() -> None:
    story = at("nyscp", "7")
    story.decides("2026-11-03", "recommended")
    moves.closing(now(story), "recommendation-accepted")
    story.escalates("2026-11-04", "6", departure=True)
    story.escalates("2026-11-05", "7")
    facts = refused(errors.DecideFirst, moves.closing, now(story), "recommendation-accepted")
    assert facts == {"stage": "7", "codes": "recommended"}
    story.decides("2026-11-06", "recommended")
    moves.closing(now(story), "recommendation-accepted")


def test_a_closed_dispute_goes_on_in_the_stage_that_it_was_closed_in() -> None:
    assert moves.reopening(closed()) == "2"
    refused(errors.DisputeIsOpen, moves.reopening, here("nyscp", "1"))


@pytest.mark.parametrize(
    "act",
    [
        lambda dispute: way_on(dispute, "3"),
        lambda dispute: moves.decision(dispute, ("recommended",)),
        lambda dispute: moves.closing(dispute, "agreed"),
        lambda dispute: moves.safe_date(dispute, when("2026-12-01"), "", when("2026-11-04")),
        lambda dispute: moves.duty_by_agreement(dispute, "main"),
    ],
)
def test_a_closed_dispute_takes_no_move_and_no_date(act: Callable[[Dispute], object]) -> None:
    refused(errors.DisputeIsClosed, act, closed())
