"""`resolve correct REF` at a terminal: the entry, the field, the new value, before and after."""

import re

import pytest

from resolutions_cli.core.entries.facts import Corrected
from resolutions_cli.core.record.correctable import correctables
from tests.desk import REF, Desk
from tests.story import when

WHY = "Read wrongly from the letter."


def opened(desk: Desk) -> Desk:
    desk.at("2026-10-05T09:00").opens("3", "--disputed", "2026-10-01", "--summary", "No visit.")
    desk.done("note", REF, "The head rang.")
    return desk.at("2026-10-06T09:00")


def field(said: str, label: str) -> str:
    """The number of a field in the list that was shown."""
    (number,) = re.findall(rf"(\d+)\. {re.escape(label)}(?:: |\n)", said)
    return str(number)


def number_of(desk: Desk, entry: str, label: str) -> str:
    """The number under which a field is listed."""
    shown = desk.typing(entry).asks("correct", REF).err
    desk.done("drafts", "--remove")
    return field(shown, label)


# ------------------------------------------------------------------ from the list to the record


def test_entries_are_listed_then_fields_then_before_and_after_and_every_date(desk: Desk) -> None:
    number = number_of(opened(desk), "1", "When the decision that you dispute was made")
    said = desk.typing("1", number, "2 October", WHY, "").asks("correct", REF)
    assert said.code == 0
    assert said.err.startswith(
        "  1  Thu 1 Oct 2026  opened in stage 3: Line manager to line manager, with t...\n"
        "  2  Mon 5 Oct 2026  note: The head rang.\n"
        "Which entry is wrong? Type its number: "
    )
    assert "  Fri 2 Oct 2026, 4 days ago, 2 working days\n" in said.err
    assert said.err.endswith(
        "Why it is corrected: Entry 1 of D-1:\n"
        "  When the decision that you dispute was made\n"
        "    now:   Thu 1 Oct 2026\n"
        "    then:  Fri 2 Oct 2026\n"
        "Dates that move:\n"
        "  Line manager to line manager, with the safeguarding lead: Thu 15 Oct 2026,\n"
        "    then Fri 16 Oct 2026\n"
        "Record this correction? [Y/n]: "
    )
    original = desk.log().entries[0]
    assert desk.newest().facts == Corrected(
        entry=original.id, set={"events.disputed": when("2026-10-02")}
    )
    assert desk.texts() == {"reason": WHY}


def test_a_text_is_corrected_and_no_changes_nothing(desk: Desk) -> None:
    number = number_of(opened(desk), "2", "Note")
    before = desk.files()
    said = desk.typing("2", number, "The deputy rang.", WHY, "n").asks("correct", REF)
    assert (said.code, desk.files()) == (130, before)
    desk.typing("2", number, "The deputy rang.", WHY, "y").asks("correct", REF)
    assert desk.texts() == {"reason": WHY, "set-text": "The deputy rang."}


def test_an_entry_that_is_named_is_not_asked_for(desk: Desk) -> None:
    number = number_of(opened(desk), "2", "Note")
    said = desk.typing(number, "The deputy rang.", WHY, "y").asks("correct", REF, "2")
    assert said.code == 0
    assert "Which entry" not in said.err


def test_the_whole_entry_can_be_set_aside_and_an_opening_cannot(desk: Desk) -> None:
    said = opened(desk).typing("1").asks("correct", REF).err
    assert "Set the whole entry aside" not in said
    desk.done("drafts", "--remove")
    listed = desk.typing("2").asks("correct", REF).err
    desk.done("drafts", "--remove")
    last = field(listed, "Set the whole entry aside")
    said = desk.typing("2", last, WHY, "y").asks("correct", REF).err
    assert "  note: The head rang.\nNo date moves.\nSet entry 2 aside? [y/N]: " in said
    assert desk.newest().facts == Corrected(entry=desk.log().entries[1].id, withdraw=True)
    assert "note: The head rang." not in desk.typing("1").asks("correct", REF).err


def test_a_correction_is_listed_and_can_only_be_set_aside(desk: Desk) -> None:
    opened(desk).done("correct", REF, "2", "--set", "text=The deputy rang.", "--reason", WHY)
    said = desk.typing("3", WHY, "y").asks("correct", REF)
    assert "Entry 3 is about another entry. It can only be set aside.\n" in said.err
    assert "    now:   The deputy rang.\n    then:  The head rang.\n" in said.err
    assert desk.case().dispute.entries[1].texts["text"] == "The head rang."


# ------------------------------------------------------------------ each kind of field


def test_codes_are_chosen_from_a_list(desk: Desk) -> None:
    number = number_of(opened(desk), "1", "Concerns")
    desk.typing("1", number, "thresholds", "communication", "", WHY, "y").asks("correct", REF)
    assert desk.case().dispute.opened.concerns == ("thresholds", "communication")
    desk.typing("1", number_of(desk, "1", "Kind of decision"), "1", WHY, "").asks("correct", REF)
    assert desk.case().dispute.opened.event_kinds == {"disputed": "referral"}


def test_agencies_are_typed_one_a_line(desk: Desk) -> None:
    number = number_of(opened(desk), "1", "With")
    said = desk.typing("1", number, "health", "school", "", WHY, "y").asks("correct", REF)
    assert said.code == 0, said.err
    assert desk.case().dispute.opened.with_ == ("health", "school")


def test_yes_and_no_change_over_without_a_question(desk: Desk) -> None:
    number = number_of(opened(desk), "2", "It was a discussion")
    said = desk.typing("2", number, WHY, "y").asks("correct", REF).err
    assert "    now:   no\n    then:  yes\n" in said


def test_a_detail_is_asked_for_as_when_it_was_recorded(desk: Desk) -> None:
    opened(desk).done("record", REF, "lead-informed", "--on", "2026-10-05")
    (detail,) = correctables(desk.newest(), desk.case().dispute)[-2:-1]
    assert detail.key == "details.lead"
    keys = [each.key for each in correctables(desk.newest(), desk.case().dispute)]
    number = str(keys.index("details.lead") + 1)
    said = desk.typing("3", number, "Ms Okafor", WHY, "y").asks("correct", REF)
    assert said.code == 0, said.err
    assert desk.texts()["set-detail-lead"] == "Ms Okafor"


# ------------------------------------------------------------------ asked again


def test_each_answer_is_checked_at_once_and_asked_for_again(desk: Desk) -> None:
    number = number_of(opened(desk), "2", "When it happened")
    said = desk.typing("99", "2", "77", number, "tomorrow", "3 October", WHY, "y").asks(
        "correct", REF
    )
    assert said.code == 0
    assert "there is no entry of that number or id in this dispute" in said.err
    assert "there is no field of that name\n  there are the numbers 1 to 5\n" in said.err
    assert "what has not happened yet cannot be recorded as having happened" in said.err
    assert "--set" not in said.err
    assert desk.newest().facts.set == {"at": when("2026-10-03")}  # type: ignore[union-attr]


def test_the_same_value_is_refused_and_asked_for_again_without_naming_an_option(
    desk: Desk,
) -> None:
    number = number_of(opened(desk), "2", "Note")
    said = desk.typing("2", number, "The head rang.", "-", "The deputy rang.", WHY, "").asks(
        "correct", REF
    )
    assert said.code == 0
    assert "nothing would change: entry 2 says that already" in said.err
    assert "your answer holds nothing that a reader could use" in said.err
    assert "--" not in said.err.replace("`resolve", "")


def test_a_removed_text_is_said_to_be_removed(desk: Desk) -> None:
    opened(desk).done("redact", REF, "1", "--key", "summary", "--yes", "--reason", WHY)
    assert "What happened: (redacted)" in desk.typing("1").asks("correct", REF).err


def test_only_the_newest_entries_are_listed_and_older_ones_can_be_typed(desk: Desk) -> None:
    opened(desk)
    for number in range(20):
        desk.done("note", REF, f"Note {number}.")
    said = desk.typing("2").asks("correct", REF).err
    assert said.startswith("  `resolve show D-1` lists earlier entries\n   8  ")
    assert "What is wrong in it?" in said


# ------------------------------------------------------------------ in a script


def test_a_script_that_names_no_entry_or_no_change_is_told_so(desk: Desk) -> None:
    opened(desk)
    assert desk.refused(2, "correct", REF) == (
        "resolve: error: the command was not understood: ENTRY is missing\n"
        "  `resolve correct --help` shows how it is called\n"
    )
    assert desk.refused(2, "correct", REF, "2") == (
        "resolve: error: --set or --withdraw is missing\n"
        "  it says what is corrected, as KEY=VALUE\n"
    )


# ------------------------------------------------------------------ every kind of entry

RECORDING = [
    ("escalate", REF, "--reason", "No agreement was found."),
    ("done", REF, "child-file"),
    ("sooner", REF, "--to", "2026-10-08", "--reason", "The child is at home."),
    ("risk", REF, "--reason", "The child is not safe.", "--told", "police=2026-10-06T08:50"),
    ("chase", REF, "--by", "2026-10-08", "--who", "Head", "Rings back."),
    ("party", REF, "--add", "lead: Ms Okafor, school"),
    ("record", REF, "discussion", "--on", "2026-10-05"),
    ("close", REF, "--outcome", "agreed", "--reason", "The visit was made.", "--no-action"),
]


@pytest.mark.parametrize("words", RECORDING, ids=[words[0] for words in RECORDING])
def test_every_field_of_every_kind_has_words_of_its_own(desk: Desk, words: tuple[str, ...]) -> None:
    opened(desk).does(*words)
    newest = desk.newest()
    assert newest.kind != "noted", words
    said = desk.typing("3").asks("correct", REF).err
    shown = said.partition("Type its number: ")[2]
    fields = correctables(newest, desk.case().dispute)
    assert f"  {len(fields) + 1}. Set the whole entry aside\n" in shown
    assert [each.key for each in fields if re.search("[_.]", each.key) and each.key in shown] == []
    assert "_" not in shown
