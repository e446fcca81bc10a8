"""`resolve decide`: a stage's decision is recorded, with its reason, and followed."""

import pytest

from resolutions_cli.core.entries.facts import Decided
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.views.gaps import gaps_of
from tests.desk import REF, Desk
from tests.story import when

WHY = ("--reason", "The chair read both views and weighed the risk.")


def at(desk: Desk, stage: str, procedure: str = "cyscb") -> Desk:
    desk.at("2026-10-05T09:00").opens(stage, procedure=procedure)
    return desk.at("2026-10-05T10:00")


@pytest.mark.clause("Y10")
def test_a_decision_that_stays_leaves_the_dispute_where_it_is(desk: Desk) -> None:
    said = at(desk, "iro-manager").done("decide", REF, "upheld", *WHY, "--json")
    assert said.document["stage"] == "iro-manager"
    assert desk.newest().facts == Decided(from_="iro-manager", codes=("upheld",))


@pytest.mark.clause("Y10")
def test_a_decision_that_goes_on_leads_to_its_stage(desk: Desk) -> None:
    said = at(desk, "iro-manager").done("decide", REF, "reconvened-other-chair", *WHY, "--json")
    assert said.document["stage"] == "reconvening"
    assert desk.newest().facts == Decided(
        from_="iro-manager", codes=("reconvened-other-chair",), to="reconvening"
    )


@pytest.mark.clause("N18")
def test_the_recommendation_is_kept_with_its_text_and_whether_it_was_accepted_apart(
    desk: Desk,
) -> None:
    at(desk, "7", "nyscp").done("decide", REF, "recommended", "--reason", "Assess again by Monday.")
    assert desk.texts() == {"reason": "Assess again by Monday."}
    assert desk.due() == ("done", "")
    desk.done("close", REF, "--outcome", "recommendation-not-accepted", *WHY, "--no-action")
    assert desk.case().dispute.outcome == "recommendation-not-accepted"


@pytest.mark.clause("Y27")
def test_who_does_not_challenge_closes_with_the_dissent_noted(desk: Desk) -> None:
    view = ("--position", "health: the plan is too thin")
    at(desk, "conference").done("decide", REF, "no-challenge", *WHY, "--no-action", *view)
    dispute = desk.case().dispute
    assert (dispute.is_open, dispute.outcome) == (False, "no-challenge")
    assert desk.newest().numbered("position") == ("health: the plan is too thin",)


@pytest.mark.clause("Y21")
def test_several_recommendations_are_recorded_and_the_one_that_goes_on_wins(desk: Desk) -> None:
    codes = ("practice-review", "accept-recommendations")
    answer = ("--answer", "criteria=It is serious, as the scoping found.")
    said = at(desk, "case-review-group").done("decide", REF, *codes, *WHY, *answer, "--json")
    assert said.document["stage"] == "scrutiny-group"
    assert desk.newest().numbered("answer") == ("criteria=It is serious, as the scoping found.",)


@pytest.mark.clause("Y21", "Y26")
def test_a_decision_that_closes_is_refused_without_what_follows_from_it(desk: Desk) -> None:
    words = ("decide", REF, "learning-review", *WHY)
    assert at(desk, "case-review-group").refused(2, *words) == (
        "resolve: error: --action or --no-action is missing\n"
        '  it says what follows, as "WHO: WHAT by WHEN", or that nothing does\n'
    )
    desk.done(*words, "--action", "Group: commissions it by 2026-11-02", "--agreed-by", "health")
    facts = desk.newest().facts
    assert isinstance(facts, Decided)
    assert (facts.to, facts.outcome, facts.agreed_by) == ("closed", "learning-review", ("health",))
    assert desk.newest().numbered("action") == ("Group: commissions it by 2026-11-02",)


@pytest.mark.clause("N5")
def test_a_decision_keeps_when_it_was_made_and_when_it_was_written_down(desk: Desk) -> None:
    at(desk, "7", "nyscp").at("2026-10-09T16:00")
    desk.done("decide", REF, "recommended", *WHY, "--at", "2026-10-07")
    entry = desk.newest()
    assert entry.at == Moment(entry.at.day)
    assert (f"{entry.at.day}", f"{entry.recorded:%Y-%m-%dT%H:%M}") == (
        "2026-10-07",
        "2026-10-09T15:00",
    )


@pytest.mark.parametrize("reason", [" ", "-", "n/a", "tbc", "N/A.", "no", "Yes", "OK."])
def test_a_reason_that_says_nothing_is_no_reason(desk: Desk, reason: str) -> None:
    at(desk, "iro-manager").refused(2, "decide", REF, "upheld", "--reason", reason)


def test_on_a_terminal_the_decision_is_asked_for_until_one_is_named(desk: Desk) -> None:
    at(desk, "board-chair").typing("", "reject", "refer", "", "It goes on.")
    said = desk.asks("decide", REF)
    assert said.code == 0
    assert "  1. refer-to-crg  the matter is referred to the Case Review Group\n" in said.err
    assert "there is no decision of that name" in said.err
    assert desk.case().dispute.stage.id == "case-review-group"


@pytest.mark.clause("Y26")
def test_on_a_terminal_a_decision_that_closes_asks_until_it_knows_what_follows(desk: Desk) -> None:
    at(desk, "conference").typing("", "", "no", "School: rings by 9 Nov 2026", "", "")
    said = desk.asks("decide", REF, "no-challenge", "--reason", "It is noted.")
    assert said.code == 0
    assert desk.texts() == {"reason": "It is noted.", "action-1": "School: rings by 9 Nov 2026"}
    assert "resolve: note: the action stays in `resolve due`" in said.err


def test_without_a_terminal_the_missing_decision_is_named_with_what_there_is(desk: Desk) -> None:
    assert at(desk, "board-chair").refused(2, "decide", REF, *WHY) == (
        "resolve: error: CODE is missing\n  it says what was decided: refer-to-crg, not-referred\n"
    )


@pytest.mark.clause("Y25")
def test_what_was_learned_goes_with_a_decision_that_has_no_action(desk: Desk) -> None:
    words = ("decide", REF, "not-implemented", *WHY, "--learning", "Plans need a date.")
    at(desk, "audit").done(*words)
    assert desk.texts()["learning-1"] == "Plans need a date."
    assert desk.newest().facts.no_action is False  # type: ignore[attr-defined]
    desk.refused(2, "decide", REF, "implemented", *WHY, "--learning", "Plans need a date.")


# ------------------------------------------------------------------ when it was


def test_in_a_script_a_decision_says_that_it_counts_from_now(desk: Desk) -> None:
    said = at(desk, "board-chair").done("decide", REF, "refer-to-crg", *WHY)
    assert "resolve: note: counted from now, 10:00; use --at if it happened earlier\n" in said.err
    assert (
        "counted from now"
        not in desk.done("decide", REF, "accept-recommendations", *WHY, "--at", "now").err
    )


@pytest.mark.parametrize("words", [("not-implemented",), ("implemented", "--no-action")])
def test_one_that_stays_or_closes_does_too(desk: Desk, words: tuple[str, ...]) -> None:
    said = at(desk, "audit").done("decide", REF, *words, *WHY)
    assert said.err.count("resolve: note: counted from now, 10:00; use --at") == 1


def test_on_a_terminal_a_decision_that_stays_asks_when(desk: Desk) -> None:
    at(desk, "iro-manager").at("2026-10-07T12:00").typing("6 Oct 2026 16:00")
    said = desk.asks("decide", REF, "upheld", *WHY)
    assert said.code == 0
    assert "When was it decided? For example yesterday 4pm (Enter for now): " in said.err
    assert desk.newest().at == when("2026-10-06T16:00")


@pytest.mark.clause("N1")
def test_one_that_closes_warns_of_a_date_to_keep_the_child_safe(desk: Desk) -> None:
    at(desk, "audit").done("sooner", REF, "--to", "2026-10-08", *WHY)
    said = desk.done("decide", REF, "implemented", "--no-action", *WHY)
    assert (
        f"is not recorded as done: Thu 8 Oct 2026\n  resolve done {REF} safe --on WHEN\n"
        in said.err
    )


def test_on_a_terminal_a_decision_that_moves_it_on_asks_when(desk: Desk) -> None:
    at(desk, "board-chair").at("2026-10-07T12:00").typing("6 Oct 2026 16:00")
    said = desk.asks("decide", REF, "refer-to-crg", *WHY)
    assert said.code == 0
    assert desk.newest().at == when("2026-10-06T16:00")


ENDS = ("close", REF, "--outcome", "recommendation-accepted", *WHY, "--no-action")


def closed_early(desk: Desk) -> list[str]:
    gaps = gaps_of(desk.case())
    return [gap.sentence for gap in gaps if gap.name == "closed-before-decision"]


def recommended(desk: Desk) -> Desk:
    desk.at("2026-10-05T09:00").opens("7")
    desk.at("2026-10-08T09:00").done("decide", REF, "recommended", *WHY)
    return desk


@pytest.mark.clause("N18")
def test_a_closing_before_the_decision_it_rests_on_is_warned_of_and_a_gap(desk: Desk) -> None:
    said = recommended(desk).done(*ENDS, "--at", "2026-10-07")
    assert (
        "resolve: warning: the closing is dated before the decision (Thu 8 Oct 2026 09:00)\n"
        "  check --at; `resolve correct` changes either date with --set at=WHEN\n"
    ) in said.err
    assert closed_early(desk) == [
        "the dispute was closed on Wed 7 Oct 2026, before the decision of Thu 8 Oct 2026"
    ]
    desk.done("correct", REF, "3", "--set", "at=2026-10-08T09:00", "--reason", "Mistyped.")
    assert closed_early(desk) == []


@pytest.mark.clause("N18")
def test_on_a_terminal_it_is_asked_when_it_was_closed(desk: Desk) -> None:
    asked = recommended(desk).typing("now", "", "").asks(*ENDS, "--at", "2026-10-07")
    assert asked.code == 0
    assert "When was it closed? (Enter to keep your date):" in asked.asked
    assert closed_early(desk) == []
