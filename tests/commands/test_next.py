"""`resolve next`: what to do now, in one dispute or in all."""

import pytest

from tests.desk import REF, Desk


@pytest.fixture
def told(desk: Desk) -> Desk:
    """One dispute opened on Monday 5 October at stage 1, one in York between practitioners."""
    desk.at("2026-10-05T09:00")
    desk.opens("practitioners", ref="Y-1", procedure="cyscb")
    desk.opens("1", "--raised", "2026-10-05T09:00", "--disputed", "2026-10-05")
    return desk


@pytest.mark.clause("N2", "N16", "N21")
def test_one_dispute_with_who_what_and_how_to_record_it(told: Desk) -> None:
    out = told.done("next", REF).out
    assert "  ON TIME  Between the professionals: Fri 9 Oct 2026 09:00" in out
    assert "    who: Professional of the referring agency\n" in out
    assert f"      resolve record {REF} lead-informed --on WHEN --detail lead=…\n" in out
    assert "acting sooner is always possible" in out


def test_all_open_disputes_the_most_urgent_first_and_closed_ones_not(told: Desk) -> None:
    out = told.done("next").out
    assert out.index(f"{REF}  stage 1") < out.index("Y-1  stage practitioners")
    told.done("close", REF, "--outcome", "agreed", "--reason", "They agreed.", "--no-action")
    assert REF not in told.done("next").out


def test_the_commands_it_names_are_taken_as_they_stand(told: Desk) -> None:
    document = told.done("next", "Y-1", "--json").document
    (command,) = document["disputes"][0]["acts"][0]["commands"][:1]
    assert command == 'resolve agree Y-1 --by-date WHEN --with WHO --reason "…"'
    told.done("agree", "Y-1", "--by-date", "tomorrow", "--with", "school", "--reason", "Both can.")
    assert "DUE SOON" in told.done("next", "Y-1").out


def test_json_for_one_and_for_all(told: Desk) -> None:
    one = told.done("next", REF, "--json").document
    assert (one["kind"], [each["dispute"] for each in one["disputes"]]) == ("next", [REF])
    every = told.done("next", "--json").document
    assert [each["dispute"] for each in every["disputes"]] == [REF, "Y-1"]


def test_where_nothing_is_open_it_says_so(desk: Desk) -> None:
    said = desk.at("2026-10-05").does("next")
    assert (said.code, said.out, said.err) == (0, "", "no dispute is open\n")


def test_a_damaged_dispute_is_5_and_the_others_are_shown(told: Desk) -> None:
    (entry,) = (told.folder / "disputes" / "Y-1").iterdir()
    entry.write_bytes(b"")
    said = told.does("next")
    assert said.code == 5
    assert f"{REF}  stage 1" in said.out


def test_asked_before_it_was_opened_is_4(told: Desk) -> None:
    assert told.does("next", REF, "--as-of", "2026-10-01").code == 4


def test_in_a_closed_dispute_open_actions_are_counted_and_those_past_their_date(
    told: Desk,
) -> None:
    actions = ("school: see him weekly by 2026-10-09", "health: visit by 2026-11-30")
    words = [word for action in actions for word in ("--action", action)]
    told.done("chase", REF, "Ring the ward.", "--who", "Jo Hill", "--by", "2026-10-12")
    told.done("close", REF, "--outcome", "agreed", "--reason", "They agreed.", *words)
    said = told.at("2026-10-19T09:00").done("next", REF).out
    assert (
        "Nothing is due under the procedure. 2 agreed actions are open, 1 past its date.\n"
    ) in said, "a reminder is no longer due once the dispute is closed"
    assert "Nobody owes" not in said


def test_where_somebody_must_still_be_told_of_a_risk_it_does_not_say_that_nothing_is_due(
    told: Desk,
) -> None:
    told.done("risk", REF, "--reason", "He was hit again.")
    told.done("close", REF, "--outcome", "agreed", "--reason", "They agreed.", "--no-action")
    assert "Nothing is due" not in told.done("next", REF).out
