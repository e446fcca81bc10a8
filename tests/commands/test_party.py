"""`resolve party`: who is who, and agencies that join."""

import pytest

from resolutions_cli.core.entries.facts import Party
from tests.desk import REF, Desk


def opened(desk: Desk) -> Desk:
    desk.at("2026-10-05T09:00").opens("1")
    return desk


@pytest.mark.clause("N8")
def test_a_person_has_a_role_a_name_an_agency_and_a_contact(desk: Desk) -> None:
    opened(desk).done("party", REF, "--add", "dsl: Jo Park, police, 01904 000000, room 2")
    assert desk.newest().facts == Party(role="dsl", agency=f"agency-1-{desk.newest().id[:16]}")
    said = {"name": "Jo Park", "contact": "01904 000000, room 2", "agency-1": "police"}
    assert desk.texts() == said
    assert desk.agencies() == ("school", "social-care", "health", "police")


@pytest.mark.clause("N8")
def test_agency_and_contact_may_be_left_out(desk: Desk) -> None:
    opened(desk).done("party", REF, "--add", "conference chair: Al Reed")
    assert desk.newest().facts == Party()
    assert desk.texts() == {"name": "Al Reed", "role": "conference chair"}


def test_several_people_are_several_entries_in_the_order_typed(desk: Desk) -> None:
    said = opened(desk).done("party", REF, "--add", "a: Jo", "--add", "b: Al", "--add", "c: Bo")
    assert [entry.texts["role"] for entry in desk.log().entries[1:]] == ["a", "b", "c"]
    assert said.out.count("recorded: entry") == 3


@pytest.mark.parametrize("wrong", ["Jo Park", "dsl:", "dsl: , police", "dsl: tbc", ": Jo"])
def test_one_of_a_wrong_form_and_none_is_recorded(desk: Desk, wrong: str) -> None:
    opened(desk).refused(2, "party", REF, "--add", "a: Jo", "--add", wrong)


def test_an_agency_that_the_workspace_does_not_list_is_kept_in_the_dispute(desk: Desk) -> None:
    said = opened(desk).done("party", REF, "--add", "dsl: Jo, Oakfield Housing")
    assert said.err == (
        "resolve: note: an agency that this workspace does not list is kept in this dispute alone\n"
        "  the name is a text that can be removed; [agencies] in resolve.toml lists agencies\n"
    )
    assert desk.texts()["agency-1"] == "Oakfield Housing"


def test_an_agency_is_recorded_as_the_workspace_lists_it(desk: Desk) -> None:
    desk.lists({"school": "Hilltop", "social-care": "C", "health": "H"})
    said = opened(desk).done("party", REF, "--add", "dsl: Jo, HILLTOP")
    assert desk.newest().facts == Party(role="dsl", agency="school")
    assert said.err == ""


def test_an_agency_of_the_dispute_in_another_case_is_that_agency(desk: Desk) -> None:
    said = opened(desk).done("party", REF, "--add", "dsl: Jo, SCHOOL")
    assert said.err == ""
    assert desk.newest().facts == Party(role="dsl", agency="school")
    assert desk.case().dispute.agencies == ("school", "social-care", "health")
