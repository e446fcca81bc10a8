"""Which events and dates are taken, who owes a duty, and what a refusal says."""

from collections.abc import Callable

import pytest

from resolutions_cli import errors
from resolutions_cli.core.entries.facts import Finished
from resolutions_cli.core.record import moves
from resolutions_cli.core.record.dispute import Dispute
from tests.core.test_ways import stage
from tests.moves import NORTH_STAGES, at, forked, here, now, refused
from tests.story import Chase, Risk, Sooner, Story, procedure, when

# ------------------------------------------------------------------ events


def test_an_event_that_happens_once_is_named_when_it_is_recorded_again() -> None:
    story = at("nyscp", "1")
    moves.happening(now(story), "raised")
    story.records("raised", "2026-11-02")
    assert refused(errors.AlreadyHappened, moves.happening, now(story), "raised") == {
        "event": "raised"
    }
    story.records("discussion", "2026-11-02")
    moves.happening(now(story), "discussion")


def test_an_event_of_an_agency_happens_once_for_each() -> None:
    story = at("cyscb", "heads-of-service")
    story.records("head-of-service", "2026-11-03", agency="school")
    moves.happening(now(story), "head-of-service", "health")
    assert refused(
        errors.AlreadyHappened, moves.happening, now(story), "head-of-service", "school"
    ) == {"event": "head-of-service"}


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
    if taken:
        moves.happening(now(story), "disputed", kind=kind)
    else:
        assert refused(
            errors.AlreadyHappened, moves.happening, now(story), "disputed", kind=kind
        ) == {"event": "disputed"}


def test_a_record_that_says_no_kind_is_taken_for_any_of_them() -> None:
    story = at("nyscp", "1")
    story.records("disputed", "2026-11-02", details={"kind": "referral"})
    facts = refused(errors.AlreadyHappened, moves.happening, now(story), "disputed")
    assert facts == {"event": "disputed"}


def test_an_entry_is_dated_no_earlier_than_what_it_records() -> None:
    moves.not_before_happening(when("2026-11-02T10:00"), when("2026-11-02T10:00"))
    assert refused(
        errors.BeforeItHappened,
        moves.not_before_happening,
        when("2026-11-01"),
        when("2026-11-02T10:00"),
    ) == {"happened_on": "2026-11-02T10:00"}


def test_a_date_to_be_kept_is_no_earlier_than_the_time_it_was_set() -> None:
    day = when("2026-11-02")
    assert moves.not_before_set(day, when("2026-11-02T10:00")) == day
    assert refused(errors.BeforeItWasSet, moves.not_before_set, day, when("2026-11-03")) == {
        "set_on": "2026-11-03"
    }


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
    refused(errors.LaterThanInForce, sets(story, "2026-11-20", as_of="2026-11-10T12:00"))
    sets(story, "2026-11-20", as_of="2026-11-10T12:01")()


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
    facts = refused(errors.WhichDuty, moves.duty_by_agreement, dispute, "")
    assert facts == {"allowed": listed}
    named = refused(errors.NothingByAgreement, moves.duty_by_agreement, dispute, "other")
    assert named == {"stage": "a", "allowed": listed}


def test_a_stage_without_a_date_by_agreement_says_that_there_is_none() -> None:
    dispute = here("nyscp", "1")
    facts = refused(errors.NothingByAgreement, moves.duty_by_agreement, dispute, "")
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
        assert refused(errors.UnknownAgency, moves.owed_by, heads, "agency-heads", agency) == WHO


@pytest.mark.clause("Y20")
def test_a_duty_that_arises_is_owed_by_whoever_was_asked_since_the_stage_was_entered() -> None:
    story = at("cyscb", "case-review-group")
    not_yet = {"duty": "further-information", "arises": "information-requested"}
    assert (
        refused(errors.NotOwedYet, moves.owing_agencies, now(story), "further-information")
        == not_yet
    )
    story.records("information-requested", "2026-11-03", agency="health")
    assert moves.owing_agencies(now(story), "further-information") == ("health",)
    assert moves.owed_by(now(story), "further-information", "") == "health"
    refused(errors.UnknownAgency, moves.owed_by, now(story), "further-information", "school")
    story.records("information-requested", "2026-11-04", agency="school")
    story.records("information-requested", "2026-11-05", agency="health")
    assert moves.owing_agencies(now(story), "further-information") == ("health", "school")


def test_what_the_opening_itself_says_was_asked_is_owed_by_nobody_in_particular() -> None:
    story = Story(procedure("cyscb"))
    story.opens("2026-11-02", "case-review-group", information_requested="2026-11-01")
    assert moves.owing_agencies(now(story), "further-information") == ("",)


def test_what_was_asked_in_an_earlier_visit_is_not_owed_in_this_one() -> None:
    story = at("cyscb", "case-review-group")
    story.records("information-requested", "2026-11-03", agency="health")
    story.escalates("2026-11-04", "audit", departure=True)
    story.escalates("2026-11-05", "case-review-group", departure=True)
    refused(errors.NotOwedYet, moves.owing_agencies, now(story), "further-information")


# ------------------------------------------------------------------ risk and reminders


def test_a_risk_goes_on_only_once_one_has_begun() -> None:
    story = at("nyscp", "1")
    refused(errors.NoRiskBegun, moves.risk_goes_on, now(story))
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
        assert refused(errors.UnknownCode, moves.open_chase, now(story), number) == {
            "kind": "reminder",
            "allowed": "1, 2",
        }
    facts = refused(errors.AlreadyHappened, moves.open_chase, now(story), 1)
    assert facts == {"event": "that reminder 1 is done"}
