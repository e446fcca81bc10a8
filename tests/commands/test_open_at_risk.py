"""`resolve open` on a terminal while a child is at risk: recorded first, asked about afterwards."""

import pytest

from resolutions_cli.core.entries.facts import Corrected, Risk
from resolutions_cli.core.views.gaps import gaps_of
from tests.desk import REF, Desk, Said
from tests.story import when

NEW = ("open", "--ref", REF)
NOBODY_TOLD = ("", "", "")


def at_risk(desk: Desk, *answers: str, words: tuple[str, ...] = NEW, then: str = "\n") -> Said:
    """What `open` answers on a terminal when the first answer is yes."""
    return desk.at("2026-10-05T09:00").typing("yes", *answers, then=then).asks(*words)


@pytest.mark.clause("N3")
def test_yes_says_at_once_whom_to_ring_and_records_before_anything_else_is_asked(
    desk: Desk,
) -> None:
    said = at_risk(desk)
    assert said.code == 130
    lines = said.err.split("[y/N]: ")[1].splitlines()
    assert lines[1] == (
        "  Ring 999 and Children's Social Care now. The record can wait until you have."
    )
    assert lines[3] == f"resolve: {REF} is recorded, with the immediate risk. The rest can wait:"
    assert [entry.kind for entry in desk.log().entries] == ["opened", "risk"]
    assert desk.newest().facts == Risk(on=when("2026-10-05T09:00"))


@pytest.mark.clause("N3")
def test_an_interrupt_afterwards_leaves_both_recorded_and_says_so(desk: Desk) -> None:
    said = at_risk(desk, "", "now", "", "", "", "C-77", "", "2 Oct 2026 15:00")
    error = said.err[said.err.index("resolve: error: ") :]
    assert error == (
        f"resolve: error: interrupted; recorded: {REF} with its immediate risk; the child's file;"
        " the date of raised; telling the police. Not recorded: telling the"
        " designated safeguarding lead of the referring agency; telling Children's"
        " Social Care; what it is about; who raises it; who it is with; what happened; what your"
        " agency seeks; the risk of harm; the date of disputed\n"
        f"  `resolve show {REF}` shows what is recorded; `resolve risk {REF}` asks again who was"
        " told; `resolve correct` adds the rest\n"
    )
    assert said.out == ""
    assert [entry.kind for entry in desk.log().entries] == ["opened", "risk", "risk", "corrected"]
    dispute = desk.case().dispute
    assert dispute.opened.events == {"raised": when("2026-10-02T15:00")}
    assert dispute.entries[0].texts["child-1"] == "C-77"


REST = (
    *("C-77", "", "2 Oct 2026 15:00", "1 Oct 2026", "thresholds", ""),
    *("school", "", "health", "social-care", ""),
    *("He was seen.", "A visit.", "He is hit.", "kind", "", "decision"),
)


@pytest.mark.clause("N3")
@pytest.mark.parametrize("answered", range(len(REST)))
def test_whatever_question_is_interrupted_what_was_answered_before_it_is_recorded(
    desk: Desk, answered: int
) -> None:
    said = at_risk(desk, *NOBODY_TOLD, *REST[:answered], then="")
    assert said.code == 130
    opened = desk.case().dispute.opened
    texts = desk.case().dispute.entries[0].texts
    assert ("child-1" in texts) == (answered >= 1)
    assert len(opened.events) == min(max(answered - 2, 0), 2)
    assert opened.concerns == (("thresholds",) if answered >= 5 else ())
    assert opened.raised_by == (("school",) if answered >= 7 else ())
    assert opened.with_ == ("health", "social-care")[: max(answered - 8, 0)]
    assert ("summary" in texts, "seeking" in texts) == (answered >= 12, answered >= 13)
    assert ("what happened" in said.err.partition("Not recorded: ")[0]) == (answered >= 12)
    assert opened.event_kinds == ({"disputed": "decision"} if answered >= 17 else {})


@pytest.mark.clause("N3")
def test_dates_that_are_not_to_be_kept_are_not_and_the_other_answers_are(desk: Desk) -> None:
    # disputed after it was raised
    dates = ("C-77", "", "1 Oct 2026", "3 Oct 2026", *REST[4:], "no")
    said = at_risk(desk, *NOBODY_TOLD, *dates)
    assert "Keep the dates as they are?" in said.err
    assert said.code == 130
    dispute = desk.case().dispute
    assert (dispute.opened.events, dispute.opened.event_kinds) == ({}, {})
    assert dispute.agencies == ("school", "health", "social-care")
    assert "Not recorded: telling the " in said.err
    assert "; the date of raised; the date of disputed\n" in said.err


@pytest.mark.clause("N3")
def test_dates_that_are_asked_for_again_are_those_that_are_recorded(desk: Desk) -> None:
    dates = ("C-77", "", "1 Oct 2026", "3 Oct 2026", *REST[4:])
    said = at_risk(desk, *NOBODY_TOLD, *dates, "no", "", "30 Sep 2026")
    assert said.code == 0, said.err
    events = desk.case().dispute.opened.events
    assert {name: str(on.day) for name, on in events.items()} == {
        "raised": "2026-10-01",
        "disputed": "2026-09-30",
    }


@pytest.mark.clause("N3")
def test_the_rest_is_a_correction_and_the_dispute_is_as_if_it_had_been_known_at_once(
    desk: Desk,
) -> None:
    said = at_risk(desk, *NOBODY_TOLD, *REST)
    assert said.code == 0, said.err
    *_, correction = desk.log().entries
    assert isinstance(correction.facts, Corrected)
    assert correction.texts["reason"] == "Asked after the immediate risk was recorded."
    words = ("--child", "C-77", "--raised", "2 Oct 2026 15:00", "--disputed", "1 Oct 2026")
    words += ("--disputed-kind", "decision", "--concern", "thresholds", "--raised-by", "school")
    words += ("--with", "health", "--with", "social-care", "--summary", "He was seen.")
    words += ("--seeking", "A visit.", "--risk-to-child", "He is hit.", "--immediate-risk")
    desk.done("open", "--ref", "D-2", *words)
    one, other = desk.case().dispute, desk.case("D-2").dispute
    assert one.opened == other.opened
    assert one.opened_at == other.opened_at
    assert dict(one.entries[0].texts) == dict(other.entries[0].texts)
    assert [d.due for d in desk.case().deadlines] == [d.due for d in desk.case("D-2").deadlines]
    assert said.out.count("recorded: entry") == 3


@pytest.mark.clause("N3")
def test_who_was_told_is_recorded_before_the_rest_is_asked_and_begins_the_risk(desk: Desk) -> None:
    said = at_risk(desk, "", "2026-10-05T08:50", "Ann Lee", "", "", "")
    assert said.code == 130
    assert "When did it start? (Enter: Mon 5 Oct 2026 08:50): " in said.err
    kinds = [entry.kind for entry in desk.log().entries]
    assert kinds == ["opened", "risk", "risk", "corrected"]
    (episode,) = desk.case().dispute.episodes
    assert episode.on == when("2026-10-05T08:50")
    assert episode.told == {"police": when("2026-10-05T08:50")}


@pytest.mark.clause("N3")
def test_options_that_were_given_stand_in_the_first_entry(desk: Desk) -> None:
    words = (*NEW, "--immediate-risk", "--child", "C-77", "--risk-to-child", "He is hit.")
    said = desk.at("2026-10-05T09:00").typing().asks(*words, "--with", "A, B", "--raised-by", "C")
    assert said.code == 130
    first, risk = desk.log().entries
    assert first.texts["child-1"] == "C-77"
    assert risk.texts["reason"] == "He is hit."
    # two in one value are asked about, and that waits
    assert desk.agencies() == ("C",)


@pytest.mark.clause("N3")
def test_without_a_terminal_all_is_recorded_in_one_go(desk: Desk) -> None:
    desk.at("2026-10-05T09:00").done(*NEW, "--immediate-risk", "--raised", "yesterday")
    assert [entry.kind for entry in desk.log().entries] == ["opened", "risk"]


@pytest.mark.clause("Y8", "N3")
def test_where_a_dispute_arose_is_chosen_first_since_no_entry_can_be_without_it(
    desk: Desk,
) -> None:
    words = (*NEW, "--procedure", "cyscb")
    said = at_risk(desk, "3", *NOBODY_TOLD, "C-77", "2 Oct 2026", words=words)
    assert said.err.index("Ring 999") < said.err.index("Where it arose")
    assert desk.case().dispute.stage.id == "conference"


# ------------------------------------------------------------------ what a conference decided


CONFERENCE = (
    *("open", "--procedure", "cyscb", "--start", "conference", "--ref", REF),
    *("--raised-by", "school", "--with", "health", "--event", "conference=2026-10-02"),
)


def details(desk: Desk) -> set[str]:
    return {gap.sentence for gap in gaps_of(desk.case()) if gap.name == "event-detail"}


@pytest.mark.clause("Y8", "Y9")
def test_what_a_conference_decided_and_who_dissented_can_be_given_at_the_opening(
    desk: Desk,
) -> None:
    said = desk.at("2026-10-05T09:00").done(
        *CONFERENCE,
        *("--event-detail", "conference.decision=registration"),
        *("--event-detail", "conference.dissenting=School"),
    )
    assert "recorded: entry 2 of D-1 (recorded, Fri 2 Oct 2026)\n" in said.out
    (conference,) = desk.case().dispute.happened("conference")
    facts = conference.entry.facts
    assert facts.details == {"decision": "registration", "dissenting": ("school",)}  # type: ignore[attr-defined]
    assert desk.due() == ("due-soon", "2026-10-06")
    assert details(desk) == set()


@pytest.mark.clause("Y8", "Y9")
def test_what_is_not_said_of_a_conference_is_a_gap_until_it_is_recorded(desk: Desk) -> None:
    desk.at("2026-10-05T09:00").done(*CONFERENCE)
    assert details(desk) == {
        "the record of the child protection conference, Fri 2 Oct 2026, does not say:"
        " what the chair decided on",
        "the record of the child protection conference, Fri 2 Oct 2026, does not say:"
        " the agencies whose dissent was noted;"
        " each one's view is kept as its position",
    }
    both = ("--detail", "decision=registration", "--detail", "dissenting=school")
    desk.done("record", REF, "conference", "--on", "2026-10-02", *both)
    assert details(desk) == set()
    assert desk.due() == ("due-soon", "2026-10-06")


@pytest.mark.clause("Y8", "Y9")
def test_on_a_terminal_it_is_asked_for_with_its_choices_numbered(desk: Desk) -> None:
    answers = (
        "no",
        "C-77",
        "",
        "",
        "2",
        "school",
        "health",
        "It began.",
        "A visit.",
        "He is hit.",
        "",
    )
    said = desk.at("2026-10-05T09:00").typing(*answers).asks(*CONFERENCE)
    assert said.code == 0, said.err
    assert "  2. de-registration  de-registration\nWhat the chair decided on" in said.err
    assert "  1. school\n  2. health\n" in said.err
    (conference,) = desk.case().dispute.happened("conference")
    assert conference.entry.facts.details == {  # type: ignore[attr-defined]
        "decision": "de-registration",
        "dissenting": ("school", "health"),
    }


@pytest.mark.parametrize(
    ("detail", "code"),
    [
        ("conference.decision=maybe", 4),
        ("conference.chair=Jo", 4),
        ("conference=registration", 2),
        ("panel-meeting.decision=registration", 4),
        ("conference.dissenting=police", 4),
    ],
)
def test_a_detail_is_one_of_an_event_that_is_given(desk: Desk, detail: str, code: int) -> None:
    desk.at("2026-10-05T09:00").refused(code, *CONFERENCE, "--event-detail", detail)


def test_a_start_and_a_stage_that_it_is_at_contradict_each_other(desk: Desk) -> None:
    error = desk.at("2026-10-05T09:00").refused(2, *CONFERENCE, "--at-stage", "audit")
    assert error == (
        "resolve: error: --start and --at-stage contradict each other\n"
        "  give --start for a new dispute, --at-stage for one that is under way\n"
    )


@pytest.mark.clause("Y8", "N3")
def test_at_risk_what_is_asked_of_a_conference_is_added_to_it_and_it_stands_once(
    desk: Desk,
) -> None:
    answers = (*NOBODY_TOLD, "C-77", "", "", "registration", "school", "")
    answers += ("It began.", "A visit.", "", "")
    said = at_risk(desk, *answers, words=CONFERENCE)
    assert said.code == 0, said.err
    kinds = [entry.kind for entry in desk.log().entries]
    assert kinds == ["opened", "recorded", "risk", "corrected", "corrected"]
    (conference,) = desk.case().dispute.happened("conference")
    assert conference.entry.facts.details == {  # type: ignore[attr-defined]
        "decision": "registration",
        "dissenting": ("school",),
    }
    assert details(desk) == set()
