"""`resolve reopen`: a closed dispute goes on with the same clocks."""

import pytest

from resolutions_cli.core.entries.facts import Reopened
from tests.desk import REF, Desk

WHY = ("--reason", "The plan was not kept.")


def closed(desk: Desk) -> Desk:
    desk.at("2026-10-05T09:00").opens("3", "--disputed", "2026-10-01")
    ends = ("--outcome", "agreed", "--reason", "Both agree.", "--no-action")
    desk.at("2026-10-06T09:00").done("close", REF, *ends)
    return desk.at("2026-10-09T09:00")


@pytest.mark.clause("N2", "Y26")
def test_it_goes_on_in_the_stage_it_was_closed_from_and_no_clock_starts_anew(desk: Desk) -> None:
    said = closed(desk).done("reopen", REF, *WHY, "--risk-to-child", "Hungry again.", "--json")
    assert said.document["stage"] == "3"
    assert desk.newest().facts == Reopened(to="3")
    assert desk.texts() == {"reason": "The plan was not kept.", "risk_to_child": "Hungry again."}
    assert desk.due() == ("on-time", "2026-10-15")


def test_it_needs_a_reason(desk: Desk) -> None:
    closed(desk).refused(2, "reopen", REF, "--reason", "n/a")


def test_an_open_dispute_is_not_reopened(desk: Desk) -> None:
    closed(desk).done("reopen", REF, *WHY)
    desk.refused(3, "reopen", REF, *WHY)


def test_it_cannot_be_before_the_closing(desk: Desk) -> None:
    closed(desk).refused(3, "reopen", REF, *WHY, "--at", "2026-10-05")
