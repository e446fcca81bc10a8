"""`resolve done`: an action, or another thing agreed on, is done; until then it stays due."""

from pathlib import Path

import pytest

from resolutions_cli.core.entries.facts import Chase, Finished
from resolutions_cli.core.time.moment import Moment
from tests.desk import REF, Desk

WHY = ("--reason", "They agree on an assessment.")
VISIT = "Ann Lee: visits the family by 9 Oct 2026"
LETTER = "Bo: writes to the head by 20 Oct 2026"


@pytest.fixture
def closed(desk: Desk) -> Desk:
    """A dispute closed on 6 October with two actions."""
    desk.at("2026-10-05T09:00").opens("1")
    actions = ("--action", VISIT, "--action", LETTER)
    desk.at("2026-10-06T10:00").done("close", REF, "--outcome", "agreed", *WHY, *actions)
    return desk.at("2026-10-12T10:00")


def facts_of(desk: Desk) -> Finished:
    facts = desk.newest().facts
    assert isinstance(facts, Finished)
    return facts


# ------------------------------------------------------------------ what is done


@pytest.mark.clause("Y26")
def test_an_action_of_a_closed_dispute_stays_due_until_it_is_recorded_as_done(
    closed: Desk,
) -> None:
    assert closed.due("action:1") == ("overdue", "2026-10-09")
    assert closed.does("due", "--overdue", "--exit-code").code == 9
    closing = closed.newest().id
    closed.done("done", REF, "action:1", "--on", "2026-10-08", "--note", "Both were there.")
    assert closed.due("action:1") == ("met", "2026-10-09")
    on = Moment.of(facts_of(closed).on.day)
    assert facts_of(closed) == Finished(duty="action", entry=closing, key="action-1", on=on)
    assert closed.texts() == {"note": "Both were there."}
    assert closed.does("due", "--overdue", "--exit-code").code == 0


def test_one_that_was_done_after_its_date_was_done_late(closed: Desk) -> None:
    closed.done("done", REF, "action:1", "--on", "2026-10-12")
    assert "DONE LATE" in closed.done("due", "--all").out


def test_without_a_number_it_is_the_only_open_one(closed: Desk) -> None:
    said = closed.refused(4, "done", REF, "action", "--on", "2026-10-12")
    assert "  there are action:1, action:2, child-file, partners\n" in said
    closed.done("done", REF, "action:2", "--on", "2026-10-12")
    closed.done("done", REF, "action", "--on", "2026-10-12")
    assert closed.due("action:1")[0] == "missed"


def test_the_date_set_to_keep_the_child_safe_was_met(desk: Desk) -> None:
    desk.at("2026-10-05T09:00").opens("1")
    desk.done("sooner", REF, "--to", "2026-10-07", "--reason", "The visit is on Thursday.")
    set_by = desk.newest().id
    desk.at("2026-10-07T12:00").done("done", REF, "safe", "--on", "2026-10-07T11:00")
    assert (facts_of(desk).duty, facts_of(desk).entry) == ("safe", set_by)
    assert desk.due("safe")[0] == "met"


def test_an_accepted_recommendation_is_open_until_it_is_carried_out(desk: Desk) -> None:
    desk.at("2026-10-05T09:00").opens("1")
    words = ("close", REF, "--outcome", "recommendation-accepted", *WHY, "--no-action")
    desk.at("2026-10-06T10:00").done(*words)
    assert desk.due("recommendation") == ("no-date", "")
    desk.at("2026-11-02T10:00").done("done", REF, "recommendation", "--on", "2026-11-01")
    assert desk.due("recommendation") == ("done", "")


@pytest.mark.parametrize("name", ["chase:1", "reminder:1"])
def test_a_reminder_is_done_by_either_name_as_chase_does_it(desk: Desk, name: str) -> None:
    desk.at("2026-10-05T09:00").opens("1")
    desk.done("chase", REF, "--by", "2026-10-07", "--who", "Ann", "Ring the head")
    desk.at("2026-10-07T09:00").done("done", REF, name, "--on", "2026-10-06", "--note", "Rang.")
    assert desk.newest().facts == Chase(done=1, entry=desk.log().entries[1].id)
    assert desk.texts() == {"what": "Rang."}
    assert desk.due("chase:1")[0] == "met"


# ------------------------------------------------------------------ after each move


def test_the_childs_file_is_asked_for_anew_at_each_move(desk: Desk) -> None:
    said = desk.at("2026-10-05T09:00").opens("1")
    assert said.err.splitlines() == [
        "resolve: note: put the decision and the reason on the child's file, then"
        f" `resolve done {REF} child-file`",
        f"  send the partners the newest bundle: `resolve export --bundle ~/{REF}.toml {REF}`, then"
        f" `resolve done {REF} partners`",
    ]
    words = "Put the last move on the child's file, then record that"
    assert words in desk.done("next", REF).out
    assert words in desk.done("show", REF).out
    desk.done("done", REF, "child-file", "--on", "2026-10-05")
    assert words not in desk.done("next", REF).out
    desk.at("2026-10-06T09:00").done("escalate", REF, *WHY)
    assert words in desk.done("next", REF).out
    assert "child's file" not in desk.done("due").out


def test_each_move_that_is_not_on_the_childs_file_is_a_gap_that_can_be_closed(desk: Desk) -> None:
    desk.at("2026-10-05T09:00").opens("1")
    desk.at("2026-10-06T09:00").done("escalate", REF, *WHY)
    gaps = desk.done("verify", "--gaps", "--json").document["gaps"]
    found = [gap["command"] for gap in gaps if gap["name"] == "childs-file"]
    assert found == [
        f"resolve done {REF} child-file:1 --on WHEN",
        f"resolve done {REF} child-file --on WHEN",
    ]
    desk.done("done", REF, "child-file:1", "--on", "2026-10-05")
    desk.done("done", REF, "child-file", "--on", "2026-10-06")
    assert "childs-file" not in desk.done("verify", "--gaps", "--json").out


def test_what_was_sent_to_partners_is_out_of_date_at_the_next_move_only(desk: Desk) -> None:
    words = "Send the partners the newest bundle, then record that"
    desk.at("2026-10-05T09:00").opens("1")
    desk.done("note", REF, "Rang the duty team.")
    desk.done("done", REF, "partners", "--on", "2026-10-05")
    desk.done("note", REF, "Rang again.")
    assert words not in desk.done("next", REF).out
    desk.at("2026-10-06T09:00").done("escalate", REF, *WHY)
    assert words in desk.done("next", REF).out
    desk.done("done", REF, "partners", "--on", "2026-10-06")
    assert words not in desk.done("next", REF).out


# ------------------------------------------------------------------ what is refused


def test_what_is_done_is_done_once(closed: Desk) -> None:
    for name in ("action:1", "child-file", "partners"):
        closed.done("done", REF, name, "--on", "2026-10-12")
        assert "already" in closed.refused(3, "done", REF, name, "--on", "2026-10-12")


def test_what_is_not_there_cannot_be_done(closed: Desk) -> None:
    for name in ("action:3", "safe", "recommendation", "chase:1", "main", "Ann Lee"):
        said = closed.refused(4, "done", REF, name, "--on", "2026-10-12")
        assert "  there are action:1, action:2, child-file, partners\n" in said


@pytest.mark.parametrize("on", ["2026-10-05", "2026-10-06T09:59", "2026-10-13"])
def test_nothing_is_done_before_it_was_agreed_or_in_the_future(closed: Desk, on: str) -> None:
    closed.refused(3, "done", REF, "action:1", "--on", on)


def test_in_a_script_what_was_done_is_named_in_the_error(closed: Desk) -> None:
    assert closed.refused(2, "done", REF, "--on", "2026-10-12") == (
        "resolve: error: WHAT is missing\n"
        "  it says what was done: action:1, action:2, child-file, partners\n"
    )


def test_in_a_script_it_is_done_now_unless_it_says_when(closed: Desk) -> None:
    said = closed.done("done", REF, "action:1")
    assert said.err == (
        "resolve: note: recorded as done now, Mon 12 Oct 2026 10:00; use --on"
        " WHEN if it was done earlier\n"
    )
    assert facts_of(closed).on == Moment.of(closed.now)


def test_on_a_terminal_it_is_chosen_with_its_words_and_enter_means_now(closed: Desk) -> None:
    said = closed.typing("2", "5 Oct 2026", "").asks("done", REF)
    assert said.code == 0
    assert f"  2. action:2    Agreed action 2: {LETTER}\n" in said.err
    assert "cannot have been done before" in said.err
    assert (facts_of(closed).key, facts_of(closed).on) == ("action-2", Moment.of(closed.now))


def test_it_is_recorded_in_a_damaged_dispute_too(closed: Desk) -> None:
    folder = closed.folder / "disputes" / REF
    (folder / "20261007T090000.000Z-noted-0123456789abcdef.toml").write_text("format = 1\n")
    assert closed.does("done", REF, "action:1", "--on", "2026-10-12").code == 5
    assert closed.due("action:1")[0] == "missed"


# ------------------------------------------------------------------ it stands in the record


def test_its_entry_is_in_words_in_the_log_and_in_the_case_record(closed: Desk) -> None:
    closed.done("done", REF, "action:1", "--on", "2026-10-08", "--note", "Both were there.")
    closed.done("done", REF, "child-file", "--on", "2026-10-12")
    closed.done("done", REF, "partners", "--on", "2026-10-12")
    for words in (("show", REF), ("report", "case", REF, "--format", "md")):
        said = closed.done(*words).out
        assert "action 1 of entry 2 was done Thu 8 Oct 2026" in said
        assert "entry 2 was put on the child's file Mon 12 Oct 2026" in said
        assert "the partners were sent everything up to entry 4 Mon 12 Oct 2026" in said
        assert "Both were there." in said


def test_it_can_be_set_aside_and_its_date_corrected_but_not_what_was_done(closed: Desk) -> None:
    closed.done("done", REF, "action:1", "--on", "2026-10-08")
    why = ("--reason", "It was the day after.")
    closed.done("correct", REF, "3", "--set", "on=2026-10-09", *why)
    assert closed.case().deadlines[-2].owed.done is not None
    closed.refused(3, "correct", REF, "3", "--set", "on=2026-10-13", *why)
    for fact in ("duty=safe", "key=action-2", "entry=00"):
        closed.refused(3, "correct", REF, "3", "--set", fact, *why)
    closed.done("correct", REF, "3", "--withdraw", *why)
    assert closed.due("action:1")[0] == "overdue"


def test_its_note_can_be_redacted_and_the_record_still_verifies(closed: Desk) -> None:
    closed.done("done", REF, "action:1", "--on", "2026-10-08", "--note", "Jo was there.")
    closed.done("redact", REF, "3", "--key", "note", "--reason", "A name.", "--yes")
    assert closed.done("verify").out == ""
    assert closed.due("action:1")[0] == "met"


def test_a_partner_takes_it_in_with_a_bundle(closed: Desk, tmp_path: Path) -> None:
    closed.done("done", REF, "action:1", "--on", "2026-10-08")
    bundle, theirs = tmp_path / "bundle.toml", tmp_path / "theirs"
    closed.done("export", "--bundle", str(bundle), REF)
    closed.done("init", str(theirs), "--practice")
    closed.done("import", "--workspace", str(theirs), str(bundle))
    said = closed.done("due", "--workspace", str(theirs)).out
    assert "Agreed action 2" in said
    assert "Agreed action 1" not in said
