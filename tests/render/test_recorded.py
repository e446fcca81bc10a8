"""What a recording command answers."""

import pytest

from tests.desk import REF, Desk


@pytest.mark.clause("N11", "N14")
def test_an_opening_names_the_dates_of_the_stages_ahead_that_run_already(desk: Desk) -> None:
    """Raised Thu 17 Dec 2026 15:30, the disputed decision of Wed 16 Dec."""
    desk.at("2026-12-17T15:30")
    said = desk.done(
        "open", "--ref", REF, "--raised", "2026-12-17T15:30", "--disputed", "2026-12-16"
    )
    assert said.out.splitlines() == [
        "recorded: entry 1 of D-1 (opened, Thu 17 Dec 2026 15:30)",
        "D-1 is in stage 1: Between the professionals",
        "",
        "STATUS    DISPUTE  STAGE  WHAT                       WHO                              "
        "     DUE                    TIME",
        "DUE SOON  D-1      1      Between the professionals  Professional of the referring age"
        "ncy  Mon 21 Dec 2026 15:30  2 working days left",
        "",
        "Deadlines of later stages already running",
        "  Mon 4 Jan 2027  stage 3, Line manager to line manager, with the safeguarding lead:"
        " 10 working days after the disputed decision or action was taken",
        "  Fri 8 Jan 2027  stage 6, A multi-agency panel is convened:"
        " 13 working days after the disagreement was raised",
    ]
    # a later entry says what is owed and does not say all that again
    assert "already running" not in desk.done("note", REF, "Rang them.").out


def test_an_opening_whose_dates_are_not_known_names_none(desk: Desk) -> None:
    said = desk.at("2026-12-17T15:30").done("open", "--ref", REF)
    assert "already running" not in said.out
