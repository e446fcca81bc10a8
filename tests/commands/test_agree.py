"""`resolve agree`: the date that all accept, where the procedure has a date by agreement."""

import pytest

from resolutions_cli.core.entries.facts import Agreed
from tests.desk import REF, Desk
from tests.story import when

WITH = ("--with", "Head of Oakfield", "--with", "Team manager", "--reason", "Both can meet then.")
GROUP = "case-review-group"


def at(desk: Desk, stage: str) -> Desk:
    desk.at("2026-10-05T09:00").opens(stage, procedure="cyscb")
    return desk


def asks(desk: Desk, agency: str) -> None:
    words = ("information-requested", "--on", "today", "--agency", agency)
    desk.done("record", REF, *words)


@pytest.mark.clause("Y3")
def test_until_a_date_is_agreed_there_is_none_then_it_binds_and_says_who_agreed(desk: Desk) -> None:
    assert at(desk, "practitioners").due() == ("no-date", "")
    desk.done("agree", REF, "--by-date", "2026-10-12", *WITH)
    assert desk.due() == ("on-time", "2026-10-12")
    assert desk.newest().facts == Agreed(on=when("2026-10-12"), accepted=())
    assert desk.texts() == {
        "with-1": "Head of Oakfield",
        "with-2": "Team manager",
        "reason": "Both can meet then.",
    }


@pytest.mark.clause("Y3", "N1")
def test_a_later_agreement_replaces_it_and_shows_that_the_date_moved(desk: Desk) -> None:
    at(desk, "practitioners").done("agree", REF, "--by-date", "2026-10-12", *WITH)
    said = desk.done("agree", REF, "--by-date", "2026-10-14", *WITH)
    assert desk.due()[1] == "2026-10-14"
    assert "moved later by 2 working days: a later date was agreed" in said.out


@pytest.mark.clause("Y20")
def test_each_request_for_information_has_a_date_of_its_own(desk: Desk) -> None:
    asks(at(desk, GROUP), "health")
    desk.done("agree", REF, "--by-date", "2026-10-09", *WITH)
    assert desk.due("further-information", agency="health") == ("on-time", "2026-10-09")
    words = ("information-received", "--on", "today", "--agency", "health")
    desk.at("2026-10-12T09:00").done("record", REF, *words)
    asks(desk.at("2026-10-13T09:00"), "health")
    assert desk.due("further-information", agency="health") == ("no-date", "")
    desk.done("agree", REF, "--by-date", "2026-10-20", *WITH)
    found = [d for d in desk.case().deadlines if d.key.duty == "further-information"]
    assert [(d.status.value, d.due) for d in found] == [
        ("missed", when("2026-10-09")),
        ("on-time", when("2026-10-20")),
    ]


def test_of_several_agencies_that_owe_it_one_is_named(desk: Desk) -> None:
    asks(at(desk, GROUP), "health")
    asks(desk, "social-care")
    desk.refused(2, "agree", REF, "--by-date", "2026-10-09", *WITH)
    desk.refused(4, "agree", REF, "--by-date", "2026-10-09", *WITH, "--agency", "school")
    desk.done("agree", REF, "--by-date", "2026-10-09", *WITH, "--agency", "social-care")
    assert desk.due("further-information", agency="social-care")[1] == "2026-10-09"
    assert desk.due("further-information", agency="health") == ("no-date", "")


def test_before_anybody_was_asked_nobody_owes_an_answer(desk: Desk) -> None:
    at(desk, GROUP).refused(3, "agree", REF, "--by-date", "2026-10-09", *WITH)


def test_a_stage_with_a_published_limit_has_no_date_by_agreement(desk: Desk) -> None:
    error = at(desk, "line-managers").refused(3, "agree", REF, "--by-date", "2026-10-09", *WITH)
    assert error.startswith("resolve: error: no date of that duty in stage line-managers")


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        (("--with", "Ann", "--reason", "It suits."), "--by-date"),
        (("--by-date", "2026-10-12", "--reason", "It suits."), "--with"),
        (("--by-date", "2026-10-12", "--with", "Ann"), "--reason"),
    ],
)
def test_date_who_agreed_and_why_must_be_there(
    desk: Desk, words: tuple[str, ...], missing: str
) -> None:
    error = at(desk, "practitioners").refused(2, "agree", REF, *words)
    assert error.startswith(f"resolve: error: {missing} is missing\n")


def test_a_date_that_had_passed_when_it_was_agreed_is_refused(desk: Desk) -> None:
    at(desk, "practitioners").refused(3, "agree", REF, "--by-date", "2026-10-04", *WITH)


# ------------------------------------------------------------------ who accepts it

BY = ("agree", REF, "--by-date", "2026-10-12", "--reason", "It suits.")


def accepted(desk: Desk) -> tuple[str, ...]:
    facts = desk.newest().facts
    assert isinstance(facts, Agreed)
    return facts.accepted


@pytest.mark.clause("Y3")
def test_an_agency_accepts_by_its_name_or_by_somebody_for_it(desk: Desk) -> None:
    words = ("--with", "SCHOOL", "--with", "health: Dr Bo Vale", "--with", "Jo Park")
    said = at(desk, "practitioners").done(*BY, *words)
    assert accepted(desk) == ("school", "health")
    assert (desk.texts()["with-1"], desk.texts()["with-2"]) == ("school", "health: Dr Bo Vale")
    assert said.err == (
        "resolve: warning: not recorded as accepting the date: 1 of the agencies\n"
        "  the date still counts; record it again with --with AGENCY for each that accepts\n"
    )


@pytest.mark.clause("Y3")
def test_when_each_accepts_nothing_is_warned_of(desk: Desk) -> None:
    said = at(desk, "practitioners").done(*BY, "--with", "school, health", "--with", "social-care")
    assert (accepted(desk), said.err) == (("school", "health", "social-care"), "")


@pytest.mark.clause("Y3")
def test_on_a_terminal_each_agency_is_asked_about_and_who_has_not_accepted_is_named(
    desk: Desk,
) -> None:
    answers = ("yes", "Jo Park", "no", "perhaps", "y", "")
    said = at(desk, "practitioners").typing(*answers).asks(*BY)
    assert said.code == 0, said.err
    assert "Does social-care accept this date? [y/N]: " in said.err
    assert (accepted(desk), desk.texts()["with-1"]) == (("school", "health"), "school: Jo Park")
    assert "not recorded as accepting the date: social-care\n" in said.err


@pytest.mark.clause("Y3")
def test_where_no_agency_accepts_somebody_must(desk: Desk) -> None:
    said = at(desk, "practitioners").typing("", "", "", "Jo Park").asks(*BY)
    assert said.code == 0, said.err
    assert (accepted(desk), desk.texts()["with-1"]) == ((), "Jo Park")
