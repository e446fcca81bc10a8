"""`resolve explain`: the reckoning of one duty or of all that are open."""

import pytest

from tests.desk import REF, Desk


@pytest.fixture
def told(desk: Desk) -> Desk:
    """Over Christmas: disputed on Wednesday 16 December, raised the day after, now in stage 2."""
    desk.at("2026-12-17T15:30")
    desk.opens("1", "--raised", "2026-12-17T15:30", "--disputed", "2026-12-16")
    desk.at("2026-12-21T11:00").done("escalate", REF, "--reason", "No agreement.")
    return desk


def test_without_a_duty_every_open_one_and_with_it_fulfilled_ones_too(told: Desk) -> None:
    everything = told.done("explain", REF).out
    assert f"{REF}  stage 2: " in everything
    assert "stage 1, main" not in everything
    assert f"{REF}  stage 1: " not in told.done("explain", REF, "main").out
    assert f"{REF}  stage 1: " in told.done("explain", REF, "main", "--all").out


@pytest.mark.clause("N11", "N14")
def test_each_day_is_counted_or_skipped_with_its_reason(told: Desk) -> None:
    out = told.done("explain", REF).out
    assert "      Thu 24 Dec 2026  6\n      Fri 25 Dec 2026  -            Christmas Day\n" in (
        out.replace("\n    ", "\n      ")
    )
    assert "whose    the limit of stage 3 (" in out
    assert "confirmed from Sun 1 Jan 2012 to Sun 31 Dec 2028\n" in out


def test_the_json_has_each_limit_with_its_days(told: Desk) -> None:
    document = told.done("explain", REF, "main", "--all", "--json").document
    assert document["kind"] == "reckonings"
    assert [each["stage"] for each in document["deadlines"]] == ["1", "2"]
    days = document["deadlines"][1]["limits"][1]["days"]
    assert {"date": "2026-12-24", "counts": True, "number": 6} in days
    assert {"date": "2026-12-25", "counts": False, "why": "Christmas Day"} in days


@pytest.mark.clause("N3")
def test_who_must_be_told_and_own_dates_can_be_explained(told: Desk) -> None:
    told.done("risk", REF, "--reason", "Threats.")
    told.done("chase", REF, "--by", "tomorrow", "--who", "the lead", "Call again")
    assert "Limit 1 of 1: at once\n" in told.done("explain", REF, "tell:police").out
    out = told.done("explain", REF, "chase:1").out
    assert "    whose  the date of your reminder, not the procedure's\n" in out


def test_a_duty_that_there_is_not_is_4_and_names_those_there_are(told: Desk) -> None:
    said = told.does("explain", REF, "reports")
    assert (said.code, said.out) == (4, "")
    assert said.err == "resolve: error: the dispute has no such duty\n  it has main\n"
