"""`resolve chase`: a date of one's own, shown as the person's and not the procedure's."""

import pytest

from tests.desk import REF, Desk


def opened(desk: Desk) -> Desk:
    desk.at("2026-10-05T09:00").opens("4", "--disputed", "2026-10-01")
    return desk


@pytest.mark.clause("N19")
def test_an_own_date_is_a_duty_beside_the_procedures(desk: Desk) -> None:
    said = opened(desk).done("chase", REF, "--by", "2026-10-07", "--who", "Ann", "Ring the head")
    assert desk.due("chase:1") == ("due-soon", "2026-10-07")
    assert desk.due() == ("on-time", "2026-10-15")
    assert desk.texts() == {"who": "Ann", "what": "Ring the head"}
    assert "Your reminder 1" in said.out
    assert "Ann" not in said.out


@pytest.mark.clause("N19")
def test_it_is_done_when_somebody_says_so(desk: Desk) -> None:
    opened(desk).done("chase", REF, "--by", "2026-10-07", "--who", "Ann", "Ring the head")
    desk.done("chase", REF, "--by", "2026-10-08", "--who", "Ann", "Write to the head")
    desk.done("chase", REF, "--done", "2", "She will answer on Friday")
    assert desk.due("chase:1")[0] == "due-soon"
    assert desk.due("chase:2")[0] == "met"
    assert desk.texts() == {"what": "She will answer on Friday"}


def test_it_is_done_once(desk: Desk) -> None:
    opened(desk).done("chase", REF, "--by", "2026-10-07", "--who", "Ann", "Ring the head")
    desk.done("chase", REF, "--done", "1")
    desk.refused(3, "chase", REF, "--done", "1")
    desk.refused(4, "chase", REF, "--done", "2")


def test_who_records_it_is_said_with_another_option_since_by_is_the_date(desk: Desk) -> None:
    words = ("--by", "2026-10-07", "--who", "Ann", "Ring", "--recorded-by", "Bo")
    opened(desk).done("chase", REF, *words)
    assert desk.newest().texts["by"] == "Bo"


@pytest.mark.parametrize(
    "words",
    [
        ("--who", "Ann", "Ring"),
        ("--by", "2026-10-07", "Ring"),
        ("--by", "2026-10-07", "--who", "Ann"),
        ("--by", "2026-10-07", "--who", "-", "Ring"),
    ],
)
def test_date_who_and_what_must_be_there(desk: Desk, words: tuple[str, ...]) -> None:
    opened(desk).refused(2, "chase", REF, *words)


def test_a_date_before_it_was_set_is_refused(desk: Desk) -> None:
    opened(desk).refused(3, "chase", REF, "--by", "2026-10-02", "--who", "Ann", "Ring")
