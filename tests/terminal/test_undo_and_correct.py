"""`undo` and `correct REF` on a real pseudo-terminal of 80 by 24."""

import sys
from pathlib import Path

import pytest

from resolutions_cli.core.entries.facts import Corrected
from tests.desk import REF, Desk
from tests.terminal.dumb import Screen

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind"
)

NOW = "2026-10-06T09:00"


def opened(desk: Desk) -> Desk:
    desk.at("2026-10-05T09:00").opens("3", "--disputed", "2026-10-01")
    desk.at(NOW).done("note", REF, "The head rang.")
    return desk


def screen(desk: Desk, cache: Path, *words: str) -> Screen:
    environ = {
        "RESOLVE_WORKSPACE": str(desk.folder),
        "RESOLVE_NOW": NOW,
        "XDG_CACHE_HOME": str(cache),
        "LOGNAME": desk.newest().texts["by"] or "",
    }
    return Screen(*words, environ=environ)


def test_undo_names_the_dispute_shows_the_entry_and_sets_it_aside(desk: Desk, cache: Path) -> None:
    note = opened(desk).newest()
    with screen(desk, cache, "undo") as shown:
        shown.asked("Why you undo it (Enter to skip): ").typed("That was another family.")
        shown.asked("Set entry 2 aside? [y/N]: ").typed("y")
        assert shown.ended() == 0
    assert "resolve: dispute D-1\n" in shown.shown
    assert "Entry 2 of D-1: Tue 6 Oct 2026 09:00, note\n  note: The head rang.\n" in shown.shown
    assert "No date moves.\n" in shown.shown
    assert desk.newest().facts == Corrected(entry=note.id, withdraw=True)
    assert desk.texts() == {"reason": "That was another family."}


@pytest.mark.parametrize("key", [b"\x03", b"\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_leaving_at_any_question_changes_nothing(desk: Desk, cache: Path, key: bytes) -> None:
    before = opened(desk).files()
    with screen(desk, cache, "undo", REF) as shown:
        assert shown.asked("skip): ").pressed(key).ended() == 130
    with screen(desk, cache, "undo", REF) as shown:
        assert shown.asked("skip): ").typed("").asked("[y/N]: ").pressed(key).ended() == 130
    with screen(desk, cache, "correct", REF) as shown:
        assert shown.asked("number: ").typed("2").asked("number: ").pressed(key).ended() == 130
    assert desk.files() == before


def test_correct_leads_from_the_list_of_entries_to_the_record(desk: Desk, cache: Path) -> None:
    opened(desk)
    with screen(desk, cache, "correct", REF) as shown:
        shown.asked("Which entry is wrong? Type its number: ").typed("1")
        shown.asked("What is wrong in it? Type the number: ").typed("7")
        shown.asked(" (as 19 Nov or yesterday 3pm): ").typed("2 oct")
        shown.asked("Why it is corrected: ").typed("Read wrongly from the letter.")
        shown.asked("Record this correction? [Y/n]: ").typed("")
        assert shown.ended() == 0
    assert "    now:   Thu 1 Oct 2026\n    then:  Fri 2 Oct 2026\n" in shown.shown
    assert "Thu 15 Oct 2026,\n    then Fri 16 Oct 2026\n" in shown.shown
    assert desk.due()[1] == "2026-10-16"
    assert max(map(len, shown.shown.splitlines())) <= 80


def test_a_script_is_asked_nothing_even_at_a_terminal(desk: Desk, cache: Path) -> None:
    opened(desk)
    with screen(desk, cache, "undo", "--no-input") as shown:
        assert shown.ended() == 2
    assert shown.shown.endswith(
        "resolve: error: --yes is missing\n  add --yes to set entry 2 of D-1 aside\n"
    )
