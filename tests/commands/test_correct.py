"""`resolve correct`: a correction beside the original; clocks are counted afresh."""

import pytest

from resolutions_cli.core.entries.facts import Corrected, Recorded
from resolutions_cli.core.views.gaps import gaps_of
from tests.desk import REF, Desk
from tests.story import when

WHY = ("--reason", "Read wrongly from the letter.")


def opened(desk: Desk, stage: str = "3", *words: str) -> Desk:
    desk.at("2026-10-05T09:00").opens(stage, "--disputed", "2026-10-01", *words)
    return desk.at("2026-10-06T09:00")


@pytest.mark.clause("N1", "N5")
def test_a_corrected_date_moves_the_clock_and_shows_that_it_moved_later(desk: Desk) -> None:
    said = opened(desk).done("correct", REF, "1", "--set", "events.disputed=2 Oct 2026", *WHY)
    assert desk.due() == ("on-time", "2026-10-16")
    assert "moved later by 1 working day: an entry was corrected" in said.out
    original = desk.log().entries[0]
    assert desk.newest().facts == Corrected(
        entry=original.id, set={"events.disputed": when("2026-10-02")}
    )
    assert original.facts.events == {"disputed": when("2026-10-01")}  # type: ignore[attr-defined]


def test_an_entry_is_named_by_its_number_or_by_a_beginning_of_its_id(desk: Desk) -> None:
    id_ = opened(desk).log().entries[0].id
    desk.done("correct", REF, id_[:8].upper(), "--set", "about=referral", *WHY)
    assert desk.case().dispute.opened.about == "referral"


def test_facts_of_every_type_are_read_by_the_field_they_correct(desk: Desk) -> None:
    settings = (
        *("--set", "concerns=thresholds, communication", "--set", "about=enquiry"),
        *("--set", "event_kinds.disputed=decision", "--set", "raised_by=school,health"),
        *("--set", "reached.2=2026-10-02T10:00", "--set", "at=2026-10-04"),
    )
    opened(desk).done("correct", REF, "1", *settings, *WHY)
    dispute = desk.case().dispute
    assert dispute.opened.concerns == ("thresholds", "communication")
    assert (dispute.opened.about, dispute.opened.raised_by) == ("enquiry", ("school", "health"))
    assert dispute.opened.event_kinds == {"disputed": "decision"}
    assert dispute.opened.reached == {"2": when("2026-10-02T10:00")}
    assert dispute.opened_at == when("2026-10-04")


def test_texts_are_corrected_by_their_key_numbered_ones_too(desk: Desk) -> None:
    settings = ("--set", "child-1=C-78", "--set", "risk-to-child= Hungry =\n[x] ")
    opened(desk).done("correct", REF, "1", *settings, *WHY)
    texts = desk.case().dispute.entries[0].texts
    assert (texts["child-1"], texts["risk_to_child"]) == ("C-78", " Hungry =\n[x] ")
    assert desk.texts() == {
        "reason": "Read wrongly from the letter.",
        "set-child-1": "C-78",
        "set-risk_to_child": " Hungry =\n[x] ",
    }


def test_the_last_correction_wins(desk: Desk) -> None:
    opened(desk).done("correct", REF, "1", "--set", "events.disputed=2026-09-30", *WHY)
    desk.done("correct", REF, "1", "--set", "events.disputed=2026-10-02", *WHY)
    assert desk.due()[1] == "2026-10-16"


def test_the_entry_of_an_event_goes_with_its_date(desk: Desk) -> None:
    opened(desk).done("record", REF, "discussion", "--on", "2026-10-02")
    desk.done("correct", REF, "2", "--set", "on=2026-10-05T15:00", *WHY)
    entry = desk.case().dispute.entries[1]
    assert (entry.at, entry.facts) == (
        when("2026-10-05T15:00"),
        Recorded(event="discussion", on=when("2026-10-05T15:00")),
    )


def test_a_plan_can_be_moved_to_another_day_to_come_a_happening_cannot(desk: Desk) -> None:
    opened(desk).done("record", REF, "panel-meeting", "--on", "2026-10-08")
    desk.done("correct", REF, "2", "--set", "on=2026-10-09", *WHY)
    desk.refused(3, "correct", REF, "2", "--set", "planned=no", *WHY)
    desk.done("record", REF, "discussion", "--on", "2026-10-05")
    desk.refused(3, "correct", REF, "4", "--set", "on=2026-10-09", *WHY)


# ------------------------------------------------------------------ setting aside


def test_an_entry_set_aside_counts_for_nothing_and_the_numbers_stay(desk: Desk) -> None:
    opened(desk).done("record", REF, "discussion", "--on", "2026-10-05")
    desk.done("note", REF, "The head rang.")
    desk.done("correct", REF, "2", "--withdraw", *WHY)
    dispute = desk.case().dispute
    assert dispute.happened("discussion") == ()
    assert [dispute.numbers[entry.id] for entry in dispute.entries] == [1, 3, 4]
    desk.refused(3, "correct", REF, "2", "--set", "on=2026-10-04", *WHY)
    desk.refused(3, "correct", REF, "2", "--withdraw", *WHY)


def test_setting_the_setting_aside_aside_brings_the_entry_back(desk: Desk) -> None:
    opened(desk).done("record", REF, "discussion", "--on", "2026-10-05")
    desk.done("correct", REF, "2", "--withdraw", *WHY)
    desk.done("correct", REF, "3", "--withdraw", *WHY)
    assert len(desk.case().dispute.happened("discussion")) == 1


def test_only_the_last_move_can_be_set_aside_and_never_the_opening(desk: Desk) -> None:
    opened(desk).done("escalate", REF, "--reason", "No agreement was found.")
    desk.done("escalate", REF, "--reason", "No agreement there either.")
    desk.refused(3, "correct", REF, "1", "--withdraw", *WHY)
    assert desk.refused(3, "correct", REF, "2", "--withdraw", *WHY) == (
        "resolve: error: entry 2 moved the dispute, and it is not the last that did\n"
        "  only the last move can be set aside: entry 3\n"
    )
    desk.done("correct", REF, "3", "--withdraw", *WHY)
    assert desk.case().dispute.stage.id == "4"
    desk.done("correct", REF, "2", "--withdraw", *WHY)
    assert (desk.case().dispute.stage.id, desk.due()[1]) == ("3", "2026-10-15")


def test_a_move_that_a_decision_rests_on_is_not_set_aside(desk: Desk) -> None:
    opened(desk, "6").done("escalate", REF, "--reason", "The panel met.")
    desk.done("decide", REF, "recommended", "--reason", "Assess again.")
    assert desk.refused(3, "correct", REF, "2", "--withdraw", *WHY) == (
        "resolve: error: with that correction the record would tell a history that cannot have"
        " been\n  what does not fit any more: entry 3\n"
    )


# ------------------------------------------------------------------ what is never corrected


@pytest.mark.parametrize(
    "setting",
    ["kind=noted", "procedure=cyscb", "version=2", "digest=0", "stage=1", "dispute=X", "after=0"],
)
def test_what_an_entry_is_and_where_it_stands_is_never_corrected(desk: Desk, setting: str) -> None:
    opened(desk).refused(3, "correct", REF, "1", "--set", setting, *WHY)


@pytest.mark.parametrize("setting", ["from=1", "to=7"])
def test_where_a_move_led_is_never_corrected(desk: Desk, setting: str) -> None:
    opened(desk).done("escalate", REF, "--reason", "No agreement was found.")
    desk.refused(3, "correct", REF, "2", "--set", setting, *WHY)


@pytest.mark.parametrize("at", ["2026-09-30T09:00", "2026-10-06T08:30"])
def test_moves_stay_in_the_order_they_were_made(desk: Desk, at: str) -> None:
    opened(desk).done("escalate", REF, "--reason", "No agreement.", "--at", "2026-10-05T12:00")
    desk.done("escalate", REF, "--reason", "No again.", "--at", "2026-10-06T08:00")
    desk.refused(3, "correct", REF, "2", "--set", f"at={at}", *WHY)
    desk.done("correct", REF, "2", "--set", "at=2026-10-05T13:00", *WHY)


def test_a_correction_is_set_aside_and_never_corrected(desk: Desk) -> None:
    opened(desk).done("correct", REF, "1", "--set", "about=referral", *WHY)
    desk.refused(3, "correct", REF, "2", "--set", "reason=Another.", *WHY)
    desk.done("correct", REF, "2", "--withdraw", *WHY)
    assert desk.case().dispute.opened.about == ""


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("9", "--set", "about=referral", *WHY), 4),
        (("zz", "--set", "about=referral", *WHY), 4),
        (("1", "--set", "colour=red", *WHY), 4),
        (("1", "--set", "events.panel=today", *WHY), 4),
        (("1", "--set", "concerns=weather", *WHY), 4),
        (("1", "--set", "event_kinds.disputed=mood", *WHY), 4),
        (("1", "--set", "reached.9=today", *WHY), 4),
        (("1", "--set", "events=today", *WHY), 2),
        (("1", "--set", "about.x=referral", *WHY), 2),
        (("1", "--set", "about", *WHY), 2),
        (("1", "--set", "about=", *WHY), 2),
        (("1", "--set", "summary=n/a", *WHY), 2),
        (("1", "--set", "events.disputed=01/10/2026", *WHY), 2),
        (("1", "--set", "events.disputed=tomorrow", *WHY), 3),
        (("1", "--set", "at=tomorrow", *WHY), 3),
        (("1", "--set", "about=referral"), 2),
        (("1", "--set", "about=referral", "--reason", "-"), 2),
        (("1", *WHY), 2),
        (("1", "--set", "about=referral", "--withdraw", *WHY), 2),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_recorded(
    desk: Desk, words: tuple[str, ...], code: int
) -> None:
    opened(desk).refused(code, "correct", REF, *words)


# ------------------------------------------------------------------ what gaps ask to be typed


VALUES = {
    "concerns": "other",
    "raised_by": "school",
    "with": "health, social-care",
    "answer-1": "belief=He goes back to the same house.",
}


@pytest.mark.clause("N20", "N22", "Y9", "Y19")
def test_every_correction_that_a_gap_asks_for_is_taken_and_closes_the_gap(desk: Desk) -> None:
    desk.at("2026-10-05T09:00")
    bare = ("--procedure", "cyscb", "--at-stage", "conference", "--ref", REF)
    desk.done("open", *bare)
    desk.done("party", REF, "--add", "head: Jo Park, school", "--add", "nurse: Bo Vale, health")
    desk.done("escalate", REF, "--to", "iro-manager", "--reason", "We challenge it.")
    desk.done("record", REF, "report-received", "--on", "today", "--agency", "health")
    asked = [gap for gap in gaps_of(desk.case()) if gap.command.startswith("resolve correct")]
    names = {gap.name for gap in asked}
    assert {"concern", "child", "risk-to-child", "answer", "detail"} <= names
    for gap in asked:
        _, _, ref, number, option, setting = gap.command.split(" ")
        key = setting.partition("=")[0]
        value = VALUES.get(key, "Said in a word.")
        desk.done("correct", ref, number, option, f"{key}={value}", *WHY)
    left = {gap.name for gap in gaps_of(desk.case())}
    assert not left & (names - {"detail"})


def test_over_a_weekend_a_date_moves_later_by_days_and_within_a_day_on_the_same_day(
    desk: Desk,
) -> None:
    """Ninety-six hours from Monday morning, then from Tuesday's, from Wednesday's, and noon's."""
    desk.at("2026-10-07T13:00").opens("1", "--raised", "2026-10-05T09:00")
    moves = {
        "2026-10-06T09:00": "moved later by 1 day: an entry was corrected",
        "2026-10-07T09:00": "moved later by 2 days: an entry was corrected",
    }
    for raised, said in moves.items():
        done = desk.done("correct", REF, "1", "--set", f"events.raised={raised}", *WHY)
        assert said in done.out
        assert "0 working days" not in done.out
    desk.opens("1", "--raised", "2026-10-07T09:00", ref="D-2")
    done = desk.done("correct", "D-2", "1", "--set", "events.raised=2026-10-07T12:00", *WHY)
    assert "moved later on the same day: an entry was corrected" in done.out
