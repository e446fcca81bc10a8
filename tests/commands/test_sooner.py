"""`resolve sooner`: the date that keeps the child safe only ever gets earlier."""

import pytest

from tests.desk import REF, Desk

WHY = ("--reason", "The child goes home on Friday.")


def in_stage_3(desk: Desk) -> Desk:
    desk.at("2026-10-05T09:00").opens("3", "--disputed", "2026-10-01")
    return desk


@pytest.mark.clause("N1", "N11")
def test_a_sooner_date_binds_the_stage_and_is_a_duty_of_its_own(desk: Desk) -> None:
    in_stage_3(desk).done("sooner", REF, "--to", "2026-10-08", *WHY)
    assert desk.due() == ("on-time", "2026-10-08")
    assert desk.due("safe") == ("on-time", "2026-10-08")
    assert desk.texts() == {"reason": "The child goes home on Friday."}


@pytest.mark.clause("N1")
def test_a_moment_can_be_set_as_well_as_a_day(desk: Desk) -> None:
    in_stage_3(desk).done("sooner", REF, "--to", "2026-10-06T16:00", *WHY)
    assert desk.due("safe") == ("due-soon", "2026-10-06T16:00")


@pytest.mark.clause("N1")
def test_a_later_date_than_the_one_in_force_is_refused_an_earlier_one_is_taken(desk: Desk) -> None:
    in_stage_3(desk).done("sooner", REF, "--to", "2026-10-08", *WHY)
    assert desk.refused(3, "sooner", REF, "--to", "2026-10-09", *WHY) == (
        "resolve: error: the date that keeps the child safe is 2026-10-08 already,"
        " and it only ever gets earlier\n"
        "  --to\n"
        "  `resolve correct` sets a mistaken one aside\n"
    )
    desk.done("sooner", REF, "--to", "2026-10-07", *WHY)
    assert desk.due()[1] == "2026-10-07"


def test_once_it_has_passed_another_can_be_set(desk: Desk) -> None:
    in_stage_3(desk).done("sooner", REF, "--to", "2026-10-06", *WHY)
    desk.at("2026-10-07T09:00").done("sooner", REF, "--to", "2026-10-08", *WHY)
    assert desk.due("safe") == ("due-soon", "2026-10-08")


def test_confined_to_a_stage_it_binds_there_only(desk: Desk) -> None:
    in_stage_3(desk).done("sooner", REF, "--to", "2026-10-08", "--stage", "4", *WHY)
    assert desk.due() == ("on-time", "2026-10-15")
    desk.done("escalate", REF, "--reason", "No agreement was found.")
    assert desk.due() == ("on-time", "2026-10-08")


def test_a_date_before_it_was_set_is_refused(desk: Desk) -> None:
    in_stage_3(desk).refused(3, "sooner", REF, "--to", "2026-10-04", *WHY)
    desk.at("2026-10-08T09:00").refused(3, "sooner", REF, "--to", "2026-10-07", *WHY)
    desk.done("sooner", REF, "--to", "2026-10-07", *WHY, "--at", "2026-10-06")
    assert desk.due("safe")[0] == "overdue"
