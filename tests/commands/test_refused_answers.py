"""An answer that is refused is asked for again: it ends nothing, and what is said of it names no
option, since none was typed."""

import shlex
import sys
from pathlib import Path

import pytest

from resolutions_cli import errors
from resolutions_cli.core.entries.facts import Closed, Decided, Opened, Recorded
from tests.core.test_agreed_dates import when
from tests.desk import REF, Desk, Said

WHY = ("--reason", "They could not agree.")
NOW = "2026-11-30T16:30"


def answered(desk: Desk, *words: str, typing: tuple[str, ...]) -> Said:
    """Run a command whose answers are refused first and then taken, and name no option."""
    said = desk.at(NOW).typing(*typing).asks(*words)
    refusals = said.err.split("resolve: error: ")[1:]
    assert (said.code, bool(refusals)) == (0, True), said
    for refusal in refusals:
        assert "--" not in "\n".join(refusal.split("\n")[:3]), refusal
    return said


def opened(desk: Desk, stage: str = "1", procedure: str = "nyscp", *words: str) -> Desk:
    desk.at("2026-11-16T09:00").opens(stage, *words, procedure=procedure)
    return desk


# ------------------------------------------------------------------ without the option's name


def test_a_text_that_says_nothing(desk: Desk) -> None:
    said = answered(opened(desk), "note", REF, typing=("tbc", "They met.", ""))
    assert "your answer holds nothing that a reader could use" in said.err


def test_a_date_before_it_was_set(desk: Desk) -> None:
    answered(
        opened(desk), *("sooner", REF, *WHY, "--at", "2026-11-25"), typing=("2026-11-20", "friday")
    )


def test_a_move_before_the_last(desk: Desk) -> None:
    said = answered(
        opened(desk), "escalate", REF, *WHY, typing=("2026-11-01", "2026-11-20", "", "")
    )
    assert "a move cannot be before the one it follows" in said.err


def test_an_action_of_another_form(desk: Desk) -> None:
    words = ("close", REF, "--outcome", "agreed", *WHY)
    said = answered(opened(desk), *words, typing=("", "rings", "Head: rings by friday", "", ""))
    assert "your answer is not of the form it needs" in said.err


def test_a_person_without_a_role(desk: Desk) -> None:
    typing = ("Jo Marsh", "tbc", "Head", *[""] * 4)
    answered(opened(desk), "party", REF, typing=typing)


def test_a_detail_of_an_event_is_asked_for_as_it_is_typed_there(desk: Desk) -> None:
    desk = opened(desk, "line-managers", "cyscb")
    words = ("record", REF, "advice", "--on", "today")
    assert "write it as yes or no" in answered(desk, *words, typing=("perhaps", "yes")).err


# ------------------------------------------------------------------ asked for again


def test_an_event_that_happened_already(desk: Desk) -> None:
    desk = opened(desk, "1", "nyscp", "--raised", "2026-11-13")
    said = answered(desk, "record", REF, typing=("raised", "discussion", "today"))
    assert "raised was recorded already" in said.err


def test_a_kind_that_happened_already(desk: Desk) -> None:
    opened(desk).done("record", REF, "disputed", "--on", "2026-11-13", "--kind", "decision")
    words = ("record", REF, "disputed", "--on", "2026-11-12")
    answered(desk, *words, typing=("y", "decision", "referral"))
    facts = desk.newest().facts
    assert isinstance(facts, Recorded)
    assert facts.details["kind"] == "referral"


def test_an_event_of_an_agency_that_happened_already(desk: Desk) -> None:
    words = ("record", REF, "head-of-service", "--on", "today")
    desk = opened(desk, "heads-of-service", "cyscb").at(NOW)
    desk.done(*words, "--agency", "school")
    answered(desk, *words, typing=("school", "health"))


def test_a_date_after_that_of_the_entry(desk: Desk) -> None:
    words = ("record", REF, "discussion", "--at", "2026-11-20")
    answered(opened(desk), *words, typing=("2026-11-25", "2026-11-18"))


def test_a_plan_in_a_dispute_that_is_closed(desk: Desk) -> None:
    desk = opened(desk, "conference", "cyscb").at("2026-11-20T09:00")
    desk.done("close", REF, "--outcome", "agreed", "--no-action", *WHY)
    said = answered(desk, "record", REF, "conference", typing=("tomorrow", "today"))
    assert "the dispute is closed" in said.err


def test_decisions_that_cannot_be_made_together(desk: Desk) -> None:
    desk = opened(desk, "iro-manager", "cyscb")
    answered(desk, "decide", REF, *WHY, typing=("upheld, not-upheld", "upheld", *[""] * 5))
    facts = desk.newest().facts
    assert isinstance(facts, Decided)
    assert facts.codes == ("upheld",)


def test_an_outcome_where_a_decision_comes_first(desk: Desk) -> None:
    typing = ("agreed", "opened-in-error", "")
    said = answered(opened(desk, "7"), "close", REF, *WHY, typing=typing)
    assert "stage 7 is closed by a decision first" in said.err
    facts = desk.newest().facts
    assert isinstance(facts, Closed)
    assert facts.outcome == "opened-in-error"


def test_a_date_after_the_opening(desk: Desk) -> None:
    words = ("open", "--ref", REF, "--at", "2026-11-20", "--child", "C-77", "--about", "referral")
    known = ("--raised-by", "school", "--with", "health", "--disputed", "2026-11-10")
    typing = ("n", "2026-11-25", "2026-11-12", *[""] * 5)
    answered(desk, *words, *known, typing=typing)
    facts = desk.log().entries[0].facts
    assert isinstance(facts, Opened)
    assert facts.events["raised"] == when("2026-11-12")


def test_a_start_that_cannot_be_counted_from(desk: Desk) -> None:
    answered(desk, "calc", "600 months", typing=("1 Jan 2090", "today"))


# ------------------------------------------------------------------ every error


@pytest.mark.parametrize(
    "error",
    [
        *(errors.UnknownCode(kind="ground", allowed="a, b"), errors.InTheFuture("--on")),
        errors.PlaceholderText("--reason", option="--reason"),
        errors.SeveralAgencies(option="--with", count=2),
        errors.BadPair("--add", option="--add", form="ROLE: NAME"),
        errors.BeforeTheMove("--at", last="2026-11-20"),
        errors.BeforeItWasSet("--by", set_on="2026-11-20"),
        errors.BeforeItHappened(happened_on="2026-11-20"),
        errors.AfterTheOpening("--raised"),
    ],
)
def test_no_error_at_a_question_names_an_option(error: errors.ResolveError) -> None:
    asked = error.without_option()
    assert "--" not in f"{asked.message} {asked.place} {asked.advice}"
    assert asked.advice


def test_an_answer_that_looks_like_a_name(desk: Desk) -> None:
    words = ("open", "--ref", REF, "--raised-by", "school", "--with", "health")
    said = desk.at(NOW).typing("n", "Mary Marlowe", "n", "C-77", *[""] * 8).asks(*words)
    assert "note: your answer looks like a name" in said.err
    assert desk.texts()["child-1"] == "C-77"


def test_an_answer_that_no_entry_can_hold(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor.py"
    editor.write_text("import sys; open(sys.argv[1], 'w').write('word ' * 60_000)", "utf-8")
    monkeypatch.setenv("VISUAL", shlex.join([sys.executable, str(editor)]))
    said = answered(opened(desk), "note", REF, typing=("e", "They met.", ""))
    assert "a text takes at most 256 KiB" in said.err
    assert desk.texts() == {"text": "They met."}
