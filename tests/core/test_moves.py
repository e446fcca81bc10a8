"""What may happen next, and what a refusal says: which ways, codes, dates and agencies there are."""

from collections.abc import Callable
from typing import Any

import pytest

from resolutions_cli import errors
from resolutions_cli.core import moves
from resolutions_cli.core.dispute import Dispute
from resolutions_cli.core.facts import Finished
from resolutions_cli.core.moves import Step
from tests.core.test_ways import route, stage
from tests.story import Chase, Closed, Noted, Reopened, Risk, Sooner, Story, procedure, when

NORTH_STAGES = "1, 2, 3, 4, 5, 6, 7"
REASONED = "unresolved, policy, pattern"


def at(name: str, stage: str, opened: str = "2026-11-02") -> Story:
    """A dispute that begins in a stage of a procedure."""
    story = Story(procedure(name))
    story.opens(opened, stage)
    return story


def now(story: Story) -> Dispute:
    return story.case("2100-01-01").dispute


def here(name: str, stage: str) -> Dispute:
    """A dispute that has just begun in a stage of a procedure."""
    return now(at(name, stage))


def closed() -> Dispute:
    story = at("nyscp", "2")
    story.add("2026-11-03", Closed(from_="2", outcome="agreed"))
    return now(story)


def refused(condition: type[errors.ResolveError], act: Callable[[], object]) -> dict[str, Any]:
    """The facts of the refusal."""
    with pytest.raises(condition) as caught:
        act()
    return caught.value.facts


def forked(*stages: str) -> Dispute:
    """A dispute in the first of some invented stages."""
    story = Story(route(f'[grounds]\npolicy = "it is about policy"\n{"".join(stages)}'))
    story.opens("2026-11-02", "a")
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
    facts = refused(errors.UnknownCode, lambda: moves.known_code("fruit", "fig", ["apple", "pear"]))
    assert facts == {"kind": "fruit", "allowed": "apple, pear"}


def test_a_code_where_the_procedure_has_none_says_so() -> None:
    facts = refused(errors.UnknownCode, lambda: moves.known_code("fruit", "fig", iter(())))
    assert facts == {"kind": "fruit", "allowed": "none in this procedure"}


def test_an_agency_is_known_whatever_its_case_and_keeps_its_own_spelling() -> None:
    known = ("School", "Social-Care")
    assert moves.agency_of(known, "social-care") == "Social-Care"
    assert refused(errors.UnknownAgency, lambda: moves.agency_of(known, "police")) == {
        "where": "in this dispute",
        "how": "`resolve show` lists them; `resolve party` adds one",
    }


# ------------------------------------------------------------------ the last move


def test_a_move_may_be_at_the_moment_of_the_one_before_it_and_not_earlier() -> None:
    story = at("nyscp", "1", "2026-11-02T10:30")
    moves.not_before_last_move(now(story), when("2026-11-02T10:30"))
    moves.not_before_last_move(now(story), when("2026-11-02"))
    early = lambda: moves.not_before_last_move(now(story), when("2026-11-02T10:29"))  # noqa: E731
    assert refused(errors.BeforeTheMove, early) == {"last": "2026-11-02T10:30"}


def test_a_move_that_has_a_day_alone_is_said_by_its_day() -> None:
    early = lambda: moves.not_before_last_move(here("nyscp", "1"), when("2026-11-01"))  # noqa: E731
    assert refused(errors.BeforeTheMove, early) == {"last": "2026-11-02"}


def test_the_last_move_is_an_opening_an_escalation_a_moving_decision_a_closing_a_reopening() -> None:
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


def test_the_ways_that_need_no_ground_come_first() -> None:
    dispute = forked(ways("b:policy", "c"))
    assert [move.to for move in moves.ways_on(dispute.stage)] == ["c", "b"]


def test_the_only_way_on_is_meant_when_none_is_named_whatever_the_ground() -> None:
    assert moves.escalation(here("nyscp", "1"), "", (), departure=False) == Step("2", questions={})
    dispute = here("cyscb", "heads-of-service")
    step = moves.escalation(dispute, "", ("unresolved",), departure=False)
    assert step == Step("board-chair", questions={})


def test_of_two_ways_the_one_without_a_ground_is_meant_unless_a_ground_is_given() -> None:
    dispute = here("cyscb", "practitioners")
    assert moves.escalation(dispute, "", (), departure=False).to == "line-managers"
    assert moves.escalation(dispute, "", ("policy",), departure=False).to == "board-chair"


def test_a_move_asks_the_questions_that_the_procedure_has_for_it() -> None:
    step = moves.escalation(here("cyscb", "conference"), "iro-manager", (), departure=False)
    assert list(step.questions or {}) == ["belief"]
    assert not step.departure


def test_the_only_way_that_needs_a_ground_says_which_it_takes() -> None:
    dispute = here("cyscb", "heads-of-service")
    facts = refused(
        errors.GroundMissing, lambda: moves.escalation(dispute, "", (), departure=False)
    )
    assert facts == {"stage": "board-chair", "grounds": REASONED}


def test_where_several_ways_fit_they_are_listed() -> None:
    dispute = forked(ways("b", "c"))
    facts = refused(errors.WhichStage, lambda: moves.escalation(dispute, "", (), departure=False))
    assert facts == {"ways": "b, c"}


def test_a_stage_without_a_way_on_says_its_name() -> None:
    dispute = here("nyscp", "7")
    facts = refused(errors.NoWayOn, lambda: moves.escalation(dispute, "", (), departure=False))
    assert facts == {"stage": "7"}


def test_a_stage_that_the_procedure_does_not_have_is_answered_with_all_that_it_has() -> None:
    dispute = here("nyscp", "1")
    facts = refused(
        errors.UnknownStage, lambda: moves.escalation(dispute, "8", (), departure=True)
    )
    assert facts == {"allowed": NORTH_STAGES}


@pytest.mark.parametrize(
    ("stage", "ways"), [("practitioners", "line-managers, board-chair"), ("board-chair", "none")]
)
def test_a_move_off_the_route_is_answered_with_the_ways_there_are(stage: str, ways: str) -> None:
    act = lambda: moves.escalation(here("cyscb", stage), "audit", (), departure=False)  # noqa: E731
    assert refused(errors.NotOnTheRoute, act) == {"stage": stage, "ways": ways}


def test_a_ground_that_the_procedure_does_not_have_is_answered_with_all_of_them() -> None:
    dispute = here("cyscb", "practitioners")
    act = lambda: moves.escalation(dispute, "board-chair", ("cost",), departure=False)  # noqa: E731
    assert refused(errors.UnknownCode, act) == {"kind": "ground", "allowed": REASONED}


def test_one_good_ground_does_not_carry_another_that_the_move_does_not_take() -> None:
    dispute = here("cyscb", "practitioners")
    grounds = ("policy", "unresolved")
    act = lambda: moves.escalation(dispute, "board-chair", grounds, departure=False)  # noqa: E731
    assert refused(errors.UnknownCode, act) == {
        "kind": "ground for this move",
        "allowed": "policy, pattern",
    }
    both = moves.escalation(dispute, "board-chair", ("policy", "pattern"), departure=False)
    assert both == Step("board-chair", questions={})


def test_a_move_without_a_ground_that_it_takes_is_refused_and_says_which_it_takes() -> None:
    dispute = here("cyscb", "practitioners")
    for grounds in ((), ("unresolved",)):
        facts = refused(
            errors.GroundMissing,
            lambda grounds=grounds: moves.escalation(dispute, "board-chair", grounds, False),  # type: ignore[misc]
        )
        assert facts == {"stage": "board-chair", "grounds": "policy, pattern"}


def test_a_move_that_needs_no_ground_may_be_given_any() -> None:
    dispute = here("cyscb", "practitioners")
    step = moves.escalation(dispute, "line-managers", ("unresolved",), departure=False)
    assert step == Step("line-managers", questions={})


def test_only_a_move_that_the_route_does_not_have_is_a_departure() -> None:
    dispute = here("cyscb", "practitioners")
    off_the_route = Step("audit", departure=True)
    assert moves.escalation(dispute, "audit", (), departure=True) == off_the_route
    without_its_ground = Step("board-chair", departure=True)
    assert moves.escalation(dispute, "board-chair", (), departure=True) == without_its_ground
    with_a_ground = Step("board-chair", questions={})
    assert moves.escalation(dispute, "board-chair", ("policy",), departure=True) == with_a_ground
    ordinary = Step("line-managers", questions={})
    assert moves.escalation(dispute, "line-managers", (), departure=True) == ordinary


# ------------------------------------------------------------------ decide, close, reopen


def test_a_stage_without_decisions_says_its_name() -> None:
    facts = refused(
        errors.NoDecisionHere, lambda: moves.decision(here("nyscp", "1"), ("recommended",))
    )
    assert facts == {"stage": "1"}


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
    facts = refused(errors.UnknownCode, lambda: moves.closing(here("nyscp", "1"), "lost"))
    assert facts == {
        "kind": "outcome",
        "allowed": "agreed, decision-changed, decision-accepted, recommendation-accepted,"
        " recommendation-not-accepted, withdrawn, opened-in-error",
    }


def test_every_procedure_has_the_outcome_that_a_dispute_was_opened_in_error() -> None:
    outcomes = moves.outcomes_of(procedure("nyscp"))
    assert outcomes["opened-in-error"] == "the dispute was opened in error"


@pytest.mark.clause("N14")
def test_a_stage_that_decides_first_lists_its_decisions_unless_it_was_opened_in_error() -> None:
    decisions = "".join(
        f'[[stage.decision]]\ncode = "{code}"\nmeans = "so"\n' for code in ("this", "that")
    )
    dispute = forked(stage("a", more=f"decide_first = true\n{decisions}"))
    facts = refused(errors.DecideFirst, lambda: moves.closing(dispute, "agreed"))
    assert facts == {"stage": "a", "codes": "this, that"}
    moves.closing(dispute, "opened-in-error")


def test_a_closed_dispute_goes_on_in_the_stage_that_it_was_closed_in() -> None:
    assert moves.reopening(closed()) == "2"
    refused(errors.DisputeIsOpen, lambda: moves.reopening(here("nyscp", "1")))


@pytest.mark.parametrize(
    "act",
    [
        lambda dispute: moves.escalation(dispute, "3", (), departure=False),
        lambda dispute: moves.decision(dispute, ("recommended",)),
        lambda dispute: moves.closing(dispute, "agreed"),
        lambda dispute: moves.safe_date(dispute, when("2026-12-01"), "", when("2026-11-04")),
        lambda dispute: moves.duty_by_agreement(dispute, "main"),
    ],
)
def test_a_closed_dispute_takes_no_move_and_no_date(act: Callable[[Dispute], object]) -> None:
    refused(errors.DisputeIsClosed, lambda: act(closed()))


# ------------------------------------------------------------------ events


def test_an_event_that_happens_once_is_named_when_it_is_recorded_again() -> None:
    story = at("nyscp", "1")
    moves.happening(now(story), "raised")
    story.records("raised", "2026-11-02")
    again = lambda: moves.happening(now(story), "raised")  # noqa: E731
    assert refused(errors.AlreadyHappened, again) == {"event": "raised"}
    story.records("discussion", "2026-11-02")
    moves.happening(now(story), "discussion")


def test_an_event_of_an_agency_happens_once_for_each() -> None:
    story = at("cyscb", "heads-of-service")
    story.records("head-of-service", "2026-11-03", agency="school")
    moves.happening(now(story), "head-of-service", "health")
    again = lambda: moves.happening(now(story), "head-of-service", "school")  # noqa: E731
    assert refused(errors.AlreadyHappened, again) == {"event": "head-of-service"}


@pytest.mark.parametrize(
    ("recorded", "kind", "taken"),
    [
        ("", "decision", False),  # nobody said which it was: it may have been this one
        ("", "", False),
        ("referral", "", False),
        ("referral", "referral", False),
        ("referral", "decision", True),
    ],
)
def test_an_event_that_has_kinds_happens_once_of_each_kind(
    recorded: str, kind: str, taken: bool
) -> None:
    story = at("nyscp", "1")
    story.records("disputed", "2026-11-02", details={"kind": recorded} if recorded else {})
    act = lambda: moves.happening(now(story), "disputed", kind=kind)  # noqa: E731
    if taken:
        act()
    else:
        assert refused(errors.AlreadyHappened, act) == {"event": "disputed"}


def test_an_entry_is_dated_no_earlier_than_what_it_records() -> None:
    moves.not_before_happening(when("2026-11-02T10:00"), when("2026-11-02T10:00"))
    act = lambda: moves.not_before_happening(when("2026-11-01"), when("2026-11-02T10:00"))  # noqa: E731
    assert refused(errors.BeforeItHappened, act) == {"happened_on": "2026-11-02T10:00"}


def test_a_date_to_be_kept_is_no_earlier_than_the_time_it_was_set() -> None:
    day = when("2026-11-02")
    assert moves.not_before_set(day, when("2026-11-02T10:00")) == day
    act = lambda: moves.not_before_set(day, when("2026-11-03"))  # noqa: E731
    assert refused(errors.BeforeItWasSet, act) == {"set_on": "2026-11-03"}


# ------------------------------------------------------------------ dates to keep the child safe


def kept_safe(by: str, stage: str = "") -> Story:
    """A date to keep the child safe was set on 3 November."""
    story = at("nyscp", "1")
    story.add("2026-11-03", Sooner(on=when(by), stage=stage))
    return story


def sets(story: Story, to: str, stage: str = "", as_of: str = "2026-11-04") -> Callable[[], None]:
    return lambda: moves.safe_date(now(story), when(to), stage, when(as_of))


def test_a_date_to_keep_the_child_safe_is_the_same_or_earlier() -> None:
    story = kept_safe("2026-11-10")
    sets(story, "2026-11-09")()
    sets(story, "2026-11-10")()
    assert refused(errors.LaterThanInForce, sets(story, "2026-11-11")) == {"date": "2026-11-10"}


def test_a_date_for_the_whole_dispute_bounds_that_of_a_stage_and_not_the_other_way() -> None:
    story = kept_safe("2026-11-10")
    facts = refused(errors.LaterThanInForce, sets(story, "2026-11-11", "1"))
    assert facts == {"date": "2026-11-10"}
    of_a_stage = kept_safe("2026-11-10", "1")
    sets(of_a_stage, "2026-11-11")()
    sets(of_a_stage, "2026-11-11", "2")()
    refused(errors.LaterThanInForce, sets(of_a_stage, "2026-11-11", "1"))


def test_a_date_that_has_passed_gives_way_at_the_moment_it_ends() -> None:
    story = kept_safe("2026-11-10T12:00")
    refused(errors.LaterThanInForce, sets(story, "2026-11-20", as_of="2026-11-10T11:59"))
    sets(story, "2026-11-20", as_of="2026-11-10T12:00")()


def test_a_date_that_was_met_gives_way() -> None:
    story = kept_safe("2026-11-10")
    set_by = story.entries[-1].id
    story.add("2026-11-04", Finished(duty="safe", on=when("2026-11-04"), entry=set_by))
    sets(story, "2026-11-20")()


def test_a_date_for_a_stage_that_is_not_there_is_answered_with_those_that_are() -> None:
    facts = refused(errors.UnknownStage, sets(at("nyscp", "1"), "2026-11-20", "8"))
    assert facts == {"allowed": NORTH_STAGES}


# ------------------------------------------------------------------ agreed dates


def agreeing(*duties: str, main: bool = False) -> Dispute:
    """A dispute in a stage of which the named duties have a date by agreement, and others none."""
    by_agreement = 'agreed = true\ncite = "row"\nreading = "so"\n'
    head = f"[[stage.limit]]\n{by_agreement}" if main else ""
    written = "".join(
        f'[[stage.duty]]\nid = "{duty}"\ntitle = "A duty"\nwho = ["they"]\nuntil = "report"\n'
        f"[[stage.duty.limit]]\n{by_agreement}"
        for duty in duties
    )
    return forked(stage("a", more=head + written))


def test_the_only_duty_with_a_date_by_agreement_is_meant_when_none_is_named() -> None:
    assert moves.duty_by_agreement(here("cyscb", "practitioners"), "") == "main"
    assert moves.duty_by_agreement(here("cyscb", "practitioners"), "main") == "main"
    assert moves.duty_by_agreement(agreeing("reply"), "") == "reply"
    assert moves.duty_by_agreement(agreeing("reply", "visit"), "visit") == "visit"


@pytest.mark.parametrize(
    ("duties", "main", "listed"),
    [
        (("reply", "visit"), False, "reply, visit"),
        (("reply",), True, "main, reply"),
        (("reply", "visit"), True, "main, reply, visit"),
    ],
)
def test_of_several_duties_by_agreement_one_is_to_be_named_the_stages_own_first(
    duties: tuple[str, ...], main: bool, listed: str
) -> None:
    dispute = agreeing(*duties, main=main)
    facts = refused(errors.WhichDuty, lambda: moves.duty_by_agreement(dispute, ""))
    assert facts == {"allowed": listed}
    named = refused(errors.NothingByAgreement, lambda: moves.duty_by_agreement(dispute, "other"))
    assert named == {"stage": "a", "allowed": listed}


def test_a_stage_without_a_date_by_agreement_says_that_there_is_none() -> None:
    dispute = here("nyscp", "1")
    facts = refused(errors.NothingByAgreement, lambda: moves.duty_by_agreement(dispute, ""))
    assert facts == {"stage": "1", "allowed": "none"}


# ------------------------------------------------------------------ who owes a duty


WHO = {"where": "that owes it", "how": "`resolve due` shows who does; --agency says"}


def test_a_duty_of_the_stage_itself_is_nobodys_in_particular() -> None:
    assert moves.owing_agencies(here("nyscp", "1"), "main") == ("",)
    assert moves.owed_by(here("nyscp", "1"), "main", "") == ""


def test_every_agency_owes_some_duties_and_those_that_it_concerns_owe_others() -> None:
    heads = here("cyscb", "heads-of-service")
    assert moves.owing_agencies(heads, "agency-heads") == ("school", "social-care", "health")
    group = here("cyscb", "case-review-group")
    assert moves.owing_agencies(group, "reports") == ("social-care", "health")
    assert moves.owing_agencies(group, "panel") == ("",)


def test_of_several_agencies_that_owe_a_duty_one_is_to_be_named() -> None:
    heads = here("cyscb", "heads-of-service")
    assert moves.owed_by(heads, "agency-heads", "HEALTH") == "health"
    for agency in ("", "police"):
        act = lambda agency=agency: moves.owed_by(heads, "agency-heads", agency)  # noqa: E731
        assert refused(errors.UnknownAgency, act) == WHO


@pytest.mark.clause("Y22")
def test_a_duty_that_arises_is_owed_by_whoever_was_asked_since_the_stage_was_entered() -> None:
    story = at("cyscb", "case-review-group")
    act = lambda: moves.owing_agencies(now(story), "further-information")  # noqa: E731
    not_yet = {"duty": "further-information", "arises": "information-requested"}
    assert refused(errors.NotOwedYet, act) == not_yet
    story.records("information-requested", "2026-11-03", agency="health")
    assert act() == ("health",)
    assert moves.owed_by(now(story), "further-information", "") == "health"
    refused(
        errors.UnknownAgency, lambda: moves.owed_by(now(story), "further-information", "school")
    )
    story.records("information-requested", "2026-11-04", agency="school")
    story.records("information-requested", "2026-11-05", agency="health")
    assert act() == ("health", "school")


def test_what_was_asked_in_an_earlier_visit_is_not_owed_in_this_one() -> None:
    story = at("cyscb", "case-review-group")
    story.records("information-requested", "2026-11-03", agency="health")
    story.escalates("2026-11-04", "audit", departure=True)
    story.escalates("2026-11-05", "case-review-group", departure=True)
    act = lambda: moves.owing_agencies(now(story), "further-information")  # noqa: E731
    refused(errors.NotOwedYet, act)


# ------------------------------------------------------------------ risk and reminders


def test_a_risk_goes_on_only_once_one_has_begun() -> None:
    story = at("nyscp", "1")
    refused(errors.NoRiskBegun, lambda: moves.risk_goes_on(now(story)))
    story.add("2026-11-02", Risk(on=when("2026-11-02")))
    moves.risk_goes_on(now(story))


def test_who_was_told_before_every_risk_is_doubted() -> None:
    told = {"police": when("2026-11-02T09:59"), "dsl": when("2026-11-02T10:00")}
    risks = (when("2026-11-02T10:00"), when("2026-11-03T10:00"))
    assert moves.told_before(told, iter(risks)) == {"police": told["police"]}
    assert moves.told_before(told, risks[1:]) == told


def test_a_reminder_is_named_by_its_number_from_one_and_is_done_once() -> None:
    story = at("nyscp", "1")
    for day in ("2026-11-04", "2026-11-05"):
        story.add("2026-11-03", Chase(by_when=when(day)))
    story.add("2026-11-04", Chase(done=1))
    moves.open_chase(now(story), 2)
    for number in (0, 3):
        act = lambda number=number: moves.open_chase(now(story), number)  # noqa: E731
        assert refused(errors.UnknownCode, act) == {"kind": "own date", "allowed": "1, 2"}
    facts = refused(errors.AlreadyHappened, lambda: moves.open_chase(now(story), 1))
    assert facts == {"event": "that own date 1 is done"}
