"""`resolve undo`: the newest entry of this account is set aside, and nothing is deleted."""

import pytest

from resolutions_cli.core.entries.facts import Corrected
from tests.desk import REF, Desk

WHY = ("--reason", "Read wrongly from the letter.")
YES = ("undo", REF, "--yes", "--no-input")


def opened(desk: Desk, stage: str = "3", *words: str) -> Desk:
    desk.at("2026-10-05T09:00").opens(stage, "--disputed", "2026-10-01", *words)
    return desk.at("2026-10-06T09:00")


# ------------------------------------------------------------------ what is undone


def test_the_newest_entry_is_set_aside_as_a_correction_does_it(desk: Desk) -> None:
    opened(desk).done("note", REF, "The head rang.")
    note = desk.newest()
    said = desk.done(*YES)
    assert desk.newest().facts == Corrected(entry=note.id, withdraw=True)
    assert [entry.id for entry in desk.log().entries][1] == note.id
    assert said.out.endswith(
        f"\nEntry 2 is set aside. To bring it back: resolve correct {REF} 3 --withdraw\n"
    )
    desk.done("correct", REF, "3", "--withdraw", *WHY)
    assert desk.case().dispute.withdrawn == {desk.log().entries[2].id}


def test_a_move_is_undone_and_the_dispute_is_where_it_was_with_the_same_dates(desk: Desk) -> None:
    before = opened(desk).case().deadlines
    desk.done("escalate", REF, "--reason", "No agreement was found.")
    assert desk.case().dispute.stage.id == "4"
    desk.done(*YES)
    assert desk.case().dispute.stage.id == "3"
    assert [(each.key, each.due) for each in desk.case().deadlines] == [
        (each.key, each.due) for each in before
    ]


def test_a_correction_is_undone_and_the_entry_says_again_what_it_said(desk: Desk) -> None:
    opened(desk).done("correct", REF, "1", "--set", "events.disputed=2 Oct 2026", *WHY)
    assert desk.due()[1] == "2026-10-16"
    desk.done(*YES)
    assert desk.due()[1] == "2026-10-15"


def test_what_others_recorded_is_passed_over(desk: Desk) -> None:
    opened(desk).done("note", REF, "Mine.")
    mine = desk.newest()
    desk.done("note", REF, "Theirs.", "--by", "J. Okafor")
    desk.done(*YES)
    facts = desk.newest().facts
    assert isinstance(facts, Corrected)
    assert facts.entry == mine.id


def test_the_reason_is_recorded_and_one_stands_there_where_none_was_given(desk: Desk) -> None:
    opened(desk).done("note", REF, "One.")
    desk.done(*YES, "--reason", "That was the other family.")
    assert desk.texts() == {"reason": "That was the other family."}
    desk.done("note", REF, "Two.")
    desk.done(*YES)
    assert desk.texts() == {"reason": "Undone with `resolve undo`, no reason given."}


def test_it_answers_in_json_as_every_command_that_records(desk: Desk) -> None:
    opened(desk).done("note", REF, "One.")
    said = desk.done(*YES, "--json").document
    assert (said["kind"], said["dispute"], said["entry"]) == ("entry", REF, desk.newest().id)


# ------------------------------------------------------------------ which dispute


def test_without_a_reference_it_is_the_dispute_recorded_in_last_and_that_is_said(
    desk: Desk,
) -> None:
    desk.at("2026-10-05T09:00").opens("1", ref="A-1")
    desk.at("2026-10-05T10:00").opens("1", ref="B-1")
    desk.at("2026-10-05T11:00").done("note", "A-1", "The head rang.")
    desk.at("2026-10-05T12:00").done("note", "B-1", "Theirs.", "--by", "J. Okafor")
    said = desk.done("undo", "--yes")
    assert said.err == "resolve: dispute A-1\n"
    assert desk.newest("A-1").facts == Corrected(entry=desk.log("A-1").entries[1].id, withdraw=True)


# ------------------------------------------------------------------ at a terminal


def test_a_terminal_sees_the_entry_and_the_dates_that_move_before_it_is_asked(desk: Desk) -> None:
    opened(desk).done("correct", REF, "1", "--set", "events.disputed=2 Oct 2026", *WHY)
    said = desk.typing("The first letter was right.", "y").asks("undo", REF)
    assert said.code == 0
    assert said.err == (
        "Entry 2 of D-1: Tue 6 Oct 2026 09:00, entry 1 is corrected\n"
        "  why: Read wrongly from the letter.\n"
        "Entry 1 of D-1:\n"
        "  When the decision that you dispute was made\n"
        "    now:   Fri 2 Oct 2026\n"
        "    then:  Thu 1 Oct 2026\n"
        "Dates that move:\n"
        "  Line manager to line manager, with the safeguarding lead: Fri 16 Oct 2026,\n"
        "    then Thu 15 Oct 2026\n"
        "Why you undo it (Enter to skip): Set entry 2 aside? [y/N]: "
    )
    assert desk.texts() == {"reason": "The first letter was right."}


@pytest.mark.parametrize("answer", ["", "n", "no"])
def test_anything_but_yes_changes_nothing(desk: Desk, answer: str) -> None:
    opened(desk).done("note", REF, "The head rang.")
    before = desk.files()
    said = desk.typing("", answer).asks("undo", REF)
    assert (said.code, desk.files()) == (130, before)
    assert "No date moves.\n" in said.err
    assert said.err.endswith("Not done. Nothing was changed.\n")


def test_a_deadline_that_was_done_is_shown_as_due_again_and_one_that_goes_as_gone(
    desk: Desk,
) -> None:
    opened(desk).done("chase", REF, "--by", "2026-10-08", "--who", "Head", "Rings back.")
    said = desk.typing("", "n").asks("undo", REF)
    assert "Thu 8 Oct 2026, then no longer a deadline\n" in said.err
    desk.done("chase", REF, "--done", "1")
    said = desk.typing("", "n").asks("undo", REF)
    assert "DONE (due Thu 8 Oct 2026), then Thu 8 Oct 2026\n" in said.err


def test_a_long_text_is_shown_with_its_beginning_only(desk: Desk) -> None:
    opened(desk).done("note", REF, "word " * 200)
    said = desk.typing("", "n").asks("undo", REF)
    assert "...\n" in said.err
    assert len(said.err.splitlines()) < 12
