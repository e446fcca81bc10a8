"""What each kind of entry makes of a dispute, and what is found when it does not fit."""

import pytest

from resolutions_cli.core.entries.facts import (
    Agreed,
    Chase,
    Closed,
    Corrected,
    Decided,
    Escalated,
    Finished,
    Noted,
    Opened,
    Party,
    Recorded,
    Reopened,
    Sooner,
)
from resolutions_cli.core.record.dispute import NotYetOpened, Visit
from tests.routes import BY_AGREEMENT, decision, route, stage
from tests.story import Story, when

LATER = "2027-01-04"


def three_stages() -> Story:
    """Stages 1 to 3 in a row; stage 1 has decisions too."""
    decisions = decision("advised") + decision("agreed", "closed") + decision("sent", "3")
    return Story(
        route(stage("1", "2", decisions + BY_AGREEMENT) + stage("2", "3") + stage("3", "1"))
    )


def begun(**events: str) -> Story:
    """In stage 1 since Mon 2 Nov 2026."""
    story = three_stages()
    story.opens("2026-11-02", "1", **events)
    return story


def in_a_row() -> Story:
    """In stage 1, from which stage 3 is only reached through stage 2."""
    story = Story(route(stage("1", "2") + stage("2", "3") + stage("3", "1")))
    story.opens("2026-11-02", "1")
    return story


def opened(stage_: str, **more: object) -> Opened:
    facts = {"procedure": "southshire", "version": "2026-04", "digest": "digest", **more}
    return Opened(stage=stage_, **facts)


def found(story: Story, as_of: str = LATER) -> list[tuple[str, int]]:
    """The findings, with the place in the log of the entry that each is of."""
    places = {entry.id: place for place, entry in enumerate(story.entries)}
    findings = story.case(as_of).dispute.findings
    assert {each.path for each in findings} <= {"2026-K7Q4M"}
    return [(each.name, places[each.entry]) for each in findings]


def visits(story: Story, as_of: str = LATER) -> list[tuple[str, int, str, str | None]]:
    """The stages, with which time each was visited, since when, and until when."""
    return [
        (each.stage, each.number, str(each.entered.day), str(each.left.day) if each.left else None)
        for each in story.case(as_of).dispute.visits
    ]


# ------------------------------------------------------------------ opening


def test_what_was_recorded_before_the_dispute_was_opened_counts_for_nothing() -> None:
    story = three_stages()
    story.add("2026-11-01", Noted())
    story.add("2026-11-01", Recorded(event="raised", on=when("2026-11-01")))
    story.opens("2026-11-02", "1")
    dispute = story.case(LATER).dispute
    assert [entry.kind for entry in dispute.entries] == ["opened"]
    assert (dispute.opened_at, dispute.occurrences) == (when("2026-11-02"), ())


def test_opening_in_a_stage_that_the_route_does_not_have_opens_nothing() -> None:
    story = three_stages()
    story.add("2026-11-02", opened("9"))
    with pytest.raises(NotYetOpened):
        story.case(LATER)


def test_of_the_events_of_an_opening_those_unknown_are_found_and_the_others_count() -> None:
    story = three_stages()
    events = {name: when("2026-10-30") for name in ("unheard", "raised")}
    story.add("2026-11-02", opened("1", events=events, event_kinds={"raised": "referral"}))
    dispute = story.case(LATER).dispute
    (raised,) = dispute.occurrences
    assert (raised.event, raised.on, raised.position) == ("raised", when("2026-10-30"), 0)
    assert (raised.kind, raised.planned, raised.missing) == ("referral", False, ())
    assert raised.entry == story.entries[0]
    assert found(story) == [("not-allowed", 0)]


def test_the_agencies_are_those_that_raised_it_then_those_it_is_with_then_those_that_joined() -> (
    None
):
    story = begun()
    story.add("2026-11-03", Party(role="lead", agency="police"))
    story.add("2026-11-03", Party(role="lead", agency="health"))
    story.add("2026-11-03", Party(role="lead"))
    assert story.case(LATER).dispute.agencies == ("school", "social-care", "health", "police")


def test_stages_reached_before_the_opening_are_visited_by_date_then_by_the_route() -> None:
    story = three_stages()
    reached = {
        "2": when("2026-11-03"),
        "9": when("2026-11-03"),
        "3": when("2026-11-04"),
        "1": when("2026-11-03"),
    }
    story.add("2026-11-10", opened("3", reached=reached))
    assert story.case(LATER).dispute.visits == (
        Visit("1", 1, when("2026-11-03"), 0, when("2026-11-03"), 0),
        Visit("2", 1, when("2026-11-03"), 0, when("2026-11-04"), 0),
        Visit("3", 1, when("2026-11-04"), 0),
    )


def test_stages_reached_in_another_order_than_the_route_s_are_visited_in_that_order() -> None:
    story = three_stages()
    reached = {"1": when("2026-11-04"), "2": when("2026-11-03")}
    story.add("2026-11-10", opened("3", reached=reached))
    assert [stage_ for stage_, _, _, _ in visits(story)] == ["2", "1", "3"]


def test_the_stage_of_the_opening_is_entered_with_the_opening_when_nothing_else_is_said() -> None:
    story = three_stages()
    story.add("2026-11-10", opened("3", reached={"1": when("2026-11-03")}))
    assert story.case(LATER).dispute.visits == (
        Visit("1", 1, when("2026-11-03"), 0, when("2026-11-10"), 0, certain=False),
        Visit("3", 1, when("2026-11-10"), 0),
    )


# ------------------------------------------------------------------ moves


def test_each_visit_of_a_stage_has_its_number_and_its_places_in_the_log() -> None:
    story = begun()
    story.add("2026-11-02", Noted())
    story.escalates("2026-11-03", "2")
    story.escalates("2026-11-04", "3")
    story.escalates("2026-11-05", "1")
    assert story.case(LATER).dispute.visits == (
        Visit("1", 1, when("2026-11-02"), 0, when("2026-11-03"), 2),
        Visit("2", 1, when("2026-11-03"), 2, when("2026-11-04"), 3),
        Visit("3", 1, when("2026-11-04"), 3, when("2026-11-05"), 4),
        Visit("1", 2, when("2026-11-05"), 4),
    )
    assert found(story) == []


@pytest.mark.parametrize(
    "facts",
    [
        Escalated(from_="2", to="3"),
        Escalated(from_="1", to="9"),
        Decided(from_="2", codes=("advised",), to="3"),
        Reopened(to="1"),
        Recorded(event="unheard", on=when("2026-11-03")),
    ],
)
def test_what_does_not_fit_where_the_dispute_is_changes_nothing_and_is_found(facts: object) -> None:
    story = begun()
    story.add("2026-11-03", facts)  # type: ignore[arg-type]
    dispute = story.case(LATER).dispute
    assert visits(story) == [("1", 1, "2026-11-02", None)]
    assert (dispute.decisions, dispute.occurrences) == ((), ())
    assert (dispute.closed_at, dispute.outcome) == (None, "")
    assert found(story) == [("not-allowed", 1)]


@pytest.mark.parametrize(
    "facts",
    [
        Escalated(from_="1", to="2"),
        Decided(from_="1", codes=("advised",), to="3"),
        Closed(from_="1", outcome="agreed"),
    ],
)
def test_a_closed_dispute_moves_nowhere(facts: object) -> None:
    story = begun()
    story.add("2026-11-03", Closed(from_="1", outcome="withdrawn"))
    story.add("2026-11-04", facts)  # type: ignore[arg-type]
    dispute = story.case(LATER).dispute
    assert visits(story) == [("1", 1, "2026-11-02", "2026-11-03")]
    assert (dispute.closed_at, dispute.outcome) == (when("2026-11-03"), "withdrawn")
    assert found(story) == [("not-allowed", 2)]


def test_a_move_that_the_route_does_not_have_is_made_and_found_unless_it_says_so() -> None:
    silent, said = in_a_row(), in_a_row()
    silent.escalates("2026-11-03", "3")
    said.escalates("2026-11-03", "3", departure=True)
    for story in (silent, said):
        assert visits(story)[-1] == ("3", 1, "2026-11-03", None)
    assert (found(silent), silent.case(LATER).dispute.passed_over) == ([("not-allowed", 1)], ())
    assert (found(said), said.case(LATER).dispute.passed_over) == ([], ("2",))


def test_a_stage_that_was_passed_over_twice_is_named_once() -> None:
    story = in_a_row()
    for day, to in ((3, "3"), (4, "1"), (5, "3")):
        story.escalates(f"2026-11-0{day}", to, departure=True)
    assert story.case(LATER).dispute.passed_over == ("2",)


def test_a_closing_keeps_its_day_and_outcome_and_a_reopening_takes_them_back() -> None:
    story = begun()
    story.add("2026-11-03", Closed(from_="1", outcome="withdrawn"))
    assert story.case(LATER).dispute.visits == (
        Visit("1", 1, when("2026-11-02"), 0, when("2026-11-03"), 1),
    )
    story.add("2026-11-04", Reopened(to="1"))
    dispute = story.case(LATER).dispute
    assert dispute.visits == (Visit("1", 1, when("2026-11-02"), 0),)
    assert (dispute.closed_at, dispute.outcome, found(story)) == (None, "", [])


# ------------------------------------------------------------------ decisions


def test_a_decision_is_kept_with_its_visit_and_leads_where_it_says() -> None:
    story = begun()
    story.decides("2026-11-03", "advised")
    story.decides("2026-11-04", "sent", to="3")
    dispute = story.case(LATER).dispute
    assert [
        (each.codes, each.at, each.visit, each.position, each.entry) for each in dispute.decisions
    ] == [
        (("advised",), when("2026-11-03"), 0, 1, story.entries[1]),
        (("sent",), when("2026-11-04"), 0, 2, story.entries[2]),
    ]
    assert visits(story)[-1] == ("3", 1, "2026-11-04", None)
    assert [(each.visit, each.position) for each in dispute.endings] == [(0, 1), (0, 2)]
    assert found(story) == []


def test_a_decision_that_closes_the_dispute_gives_it_its_outcome() -> None:
    story = begun()
    story.decides("2026-11-03", "agreed", to="closed", outcome="agreed")
    dispute = story.case(LATER).dispute
    assert (dispute.closed_at, dispute.outcome) == (when("2026-11-03"), "agreed")
    assert dispute.visits == (Visit("1", 1, when("2026-11-02"), 0, when("2026-11-03"), 1),)
    assert found(story) == []


def test_a_decision_of_an_unknown_code_or_to_an_unknown_stage_is_found_and_kept() -> None:
    unknown, astray = begun(), begun()
    unknown.decides("2026-11-03", "advised", "unheard")
    astray.decides("2026-11-03", "advised", to="9")
    for story in (unknown, astray):
        assert len(story.case(LATER).dispute.decisions) == 1
        assert visits(story) == [("1", 1, "2026-11-02", None)]
        assert found(story) == [("not-allowed", 1)]


# ------------------------------------------------------------------ what moves nothing


def test_every_entry_is_kept_with_the_visit_and_the_place_that_it_was_recorded_in() -> None:
    story = begun()
    story.escalates("2026-11-03", "2")
    story.add("2026-11-04", Agreed(on=when("2026-11-10")))
    sooner = story.add("2026-11-04", Sooner(on=when("2026-11-10")))
    story.add("2026-11-04", Chase(by_when=when("2026-11-10")))
    story.add("2026-11-04", Finished("safe", sooner.id, "", when("2026-11-04")))
    story.add("2026-11-04", Closed(from_="2", outcome="withdrawn"))
    dispute = story.case(LATER).dispute
    kept = (
        *dispute.agreements,
        *dispute.sooners,
        *dispute.chases,
        *dispute.finished,
        *dispute.endings,
    )
    assert [(each.visit, each.position, each.entry) for each in kept] == [
        (1, place, story.entries[place]) for place in range(2, 7)
    ]
    assert [each.facts for each in kept] == [entry.facts for entry in story.entries[2:]]


def test_the_kind_of_an_event_is_a_word_of_its_details_and_nothing_else() -> None:
    story = begun()
    story.records("letter", "2026-11-03", details={"kind": "referral"}, agency="health")
    story.records("letter", "2026-11-04", details={"kind": True})
    first, second = story.case(LATER).dispute.occurrences
    assert (first.kind, first.agency, first.position, first.planned) == (
        "referral",
        "health",
        1,
        False,
    )
    assert (first.on, first.entry) == (when("2026-11-03"), story.entries[1])
    assert second.kind == ""


# ------------------------------------------------------------------ recorded again with details


def occurrences(story: Story) -> list[tuple[str, str, int, str]]:
    return [
        (each.event, each.on.local.isoformat()[:16], each.position, each.kind)
        for each in story.case(LATER).dispute.occurrences
    ]


def test_what_was_dated_at_the_opening_and_is_recorded_again_for_that_day_happened_once() -> None:
    story = begun(refused="2026-10-30", raised="2026-10-30")
    entry = story.add(
        "2026-11-03",
        Recorded(event="raised", on=when("2026-10-30T10:00"), details={"kind": "referral"}),
    )
    assert occurrences(story) == [
        ("refused", "2026-10-30", 0, ""),
        ("raised", "2026-10-30", 0, "referral"),
    ]
    assert story.case(LATER).dispute.occurrences[1].entry == entry


def test_the_kind_said_at_the_opening_stays_when_the_record_has_none_and_two_kinds_are_two() -> (
    None
):
    for kind, kept in (("", 1), ("referral", 1), ("decision", 2)):
        story = three_stages()
        events = {"raised": when("2026-10-30")}
        story.add("2026-11-02", opened("1", events=events, event_kinds={"raised": "referral"}))
        details = {"kind": kind} if kind else {}
        story.records("raised", "2026-10-30", details=details)
        assert len(occurrences(story)) == kept
        assert occurrences(story)[0] == ("raised", "2026-10-30", 0, "referral")


def test_another_day_another_event_a_plan_or_a_later_record_is_not_the_one_of_the_opening() -> None:
    story = begun(hearing="2026-11-02")
    story.records("letter", "2026-11-02")
    story.records("letter", "2026-11-02")
    story.plans("2026-11-02", "hearing", "2026-11-02")
    story.records("hearing", "2026-11-03")
    assert [place for _, _, place, _ in occurrences(story)] == [0, 1, 2, 3, 4]


# ------------------------------------------------------------------ as of a moment, and corrected


def test_nothing_that_rests_on_a_later_move_counts_before_that_move_does() -> None:
    story = begun()
    story.escalates("2026-11-05", "2")
    story.add("2026-11-03", Agreed(on=when("2026-11-10")))
    story.add("2026-11-03", Escalated(from_="2", to="3"))
    story.add("2026-11-03", Noted())
    dispute = story.case("2026-11-04").dispute
    assert (dispute.stage.id, dispute.agreements) == ("1", ())
    assert [entry.kind for entry in dispute.entries] == ["opened", "noted"]
    assert len(story.case("2026-11-05").dispute.agreements) == 1


def test_a_later_note_keeps_no_move_and_no_agreement_from_counting() -> None:
    story = begun()
    story.add("2026-11-09", Noted())
    story.add("2026-11-09", Agreed(on=when("2026-11-12")))
    story.add("2026-11-03", Agreed(on=when("2026-11-10")))
    story.escalates("2026-11-03", "2")
    dispute = story.case("2026-11-04").dispute
    assert (dispute.stage.id, len(dispute.agreements)) == ("2", 1)


def test_a_correction_that_cannot_be_laid_over_an_entry_is_found_and_the_entry_stays() -> None:
    story = begun(raised="2026-11-02")
    note = story.add("2026-11-03", Noted())
    story.corrects("2026-11-04", note, unheard="x")
    story.corrects("2026-11-05", note, unheard="y")
    dispute = story.case(LATER).dispute
    assert [entry.kind for entry in dispute.entries][:2] == ["opened", "noted"]
    assert found(story) == [("not-allowed", 3)]


def test_a_withdrawn_entry_counts_for_nothing_and_takes_no_place() -> None:
    story = begun()
    note = story.add("2026-11-02", Noted())
    story.add("2026-11-02", Corrected(entry=note.id, withdraw=True))
    story.records("letter", "2026-11-03")
    dispute = story.case(LATER).dispute
    assert (dispute.reference, dispute.withdrawn) == ("2026-K7Q4M", {note.id})
    assert note.id not in {entry.id for entry in dispute.entries}
    assert dispute.occurrences[0].position == 2
    assert dispute.numbers[story.entries[3].id] == 4
