"""`resolve show`: the case file of a dispute, by what is known and as of when."""

import pytest

from tests.desk import REF, Desk


@pytest.fixture
def told(desk: Desk) -> Desk:
    """Opened at stage 1 on Monday 5 October, and moved on the day after."""
    desk.at("2026-10-05T09:00")
    desk.opens(
        *("1", "--raised", "2026-10-05T09:00", "--disputed", "2026-10-02"),
        *("--disputed-kind", "decision", "--concern", "thresholds", "--summary", "It was refused."),
        *("--position", "school: We disagree.", "--position", "health: So do we."),
    )
    desk.at("2026-10-06T09:00").done("escalate", REF, "--reason", "No agreement.")
    return desk


@pytest.mark.clause("N8", "N23", "Y29", "Y2")
def test_the_case_file_holds_what_was_said_by_whom(told: Desk) -> None:
    out = told.done("show", REF).out
    assert out.startswith(f"{REF}  stage 2: With your line manager\n")
    assert "  school\n    We disagree.\n    (Mon 5 Oct 2026, entry 1)\n" in out
    assert "    why  No agreement.\n" in out


def test_the_beginning_of_a_reference_is_enough_and_in_lower_case(told: Desk) -> None:
    assert told.done("show", "d").out == told.done("show", REF).out


def test_no_such_dispute_is_4(told: Desk) -> None:
    assert told.does("show", "2026-ZZZZZ").code == 4


def test_asked_before_it_was_opened_is_4(told: Desk) -> None:
    said = told.does("show", REF, "--as-of", "2026-10-04")
    assert (said.code, said.out) == (4, "")
    assert said.err.startswith(f"resolve: error: {REF} had not been opened by then\n")


def test_as_of_shows_where_it_was_and_known_at_what_was_known(told: Desk) -> None:
    told.at("2026-10-08T09:00").done("note", REF, "Seen late.", "--at", "2026-10-05T10:00")
    early = told.done("show", REF, "--as-of", "2026-10-05").out
    assert early.startswith(f"{REF}  stage 1: ")
    assert "3.  Mon 5 Oct 2026 10:00  note\n    recorded 3 days later, Thu 8 Oct" in early
    assert "Seen late." not in told.done("show", REF, "--known-at", "2026-10-07").out


def test_the_json_is_the_whole_dispute(told: Desk) -> None:
    document = told.done("show", REF, "--json").document
    dispute = document["dispute"]
    assert document["kind"] == "dispute"
    assert (dispute["reference"], dispute["stage"], dispute["open"]) == (REF, "2", True)
    assert [entry["number"] for entry in dispute["entries"]] == [1, 2]
    assert [each["stage"] for each in dispute["deadlines"]] == ["1", "2"]
    assert dispute["digest"] == told.newest().id
    assert {"findings", "gaps", "quiet_days"} <= set(dispute)


def test_in_json_a_correction_stands_beside_the_original_and_withdrawn_entries_remain(
    told: Desk,
) -> None:
    told.done("note", REF, "Misheard.")
    told.done("note", REF, "Wrong child.")
    told.done("correct", REF, "3", "--set", "text=Heard.", "--reason", "Checked.")
    told.done("correct", REF, "4", "--withdraw", "--reason", "Another dispute's.")
    entries = told.done("show", REF, "--json").document["dispute"]["entries"]
    assert entries[2]["texts"]["text"] == "Heard."
    assert entries[2]["original"]["texts"]["text"] == "Misheard."
    assert entries[2]["corrected_by"] == [5]
    assert (entries[3]["standing"], entries[3]["withdrawn_by"]) == ("withdrawn", 6)
    assert entries[3]["texts"]["text"] == "Wrong child."


def test_numbers_are_the_same_in_show_in_gaps_and_after_a_withdrawal(told: Desk) -> None:
    told.done("note", REF, "Wrong child.")
    told.done("correct", REF, "3", "--withdraw", "--reason", "Another dispute's.")
    said = told.done("escalate", REF, "--reason", "Still no agreement.")
    assert said.out.startswith("recorded: entry 5 of D-1")
    out = told.done("show", REF).out
    assert "5.  Tue 6 Oct 2026 09:00  escalated from stage 2" in out
    assert f"resolve correct {REF} 5 --set risk_to_child=…" in out


def test_markup_and_control_characters_are_text(told: Desk) -> None:
    told.done("note", REF, "[red]x[/] \x1b[31m \u202e :smile:")
    assert "    note  [red]x[/] \\x1b[31m \\u202e :smile:\n" in told.done("show", REF).out


def test_a_changed_entry_is_5_and_the_rest_is_shown(told: Desk) -> None:
    path = sorted((told.folder / "disputes" / REF).iterdir())[-1]
    path.write_bytes(path.read_bytes().replace(b'to = "2"', b'to = "3"'))
    said = told.does("show", REF)
    assert said.code == 5
    assert "WHAT IS WRONG WITH THE RECORD\n" in said.out
    assert "It was refused." in said.out
    assert "No agreement" not in said.err
