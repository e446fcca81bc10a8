"""While a date is typed, the line below says how it is understood, before anything is taken."""

import sys

import pytest

from tests.desk import REF, Desk
from tests.terminal.screen import STOP, Screen

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")

WHEN = "(Enter for now): "
CLEAR = "\x15"

#: As of a Monday, the last day of a month and of a year, the first of a year, and 29 February:
#: what is typed, and what the line below says of it.
TYPED = {
    "2026-11-30T10:00": {
        "19/11/2026": "Thu 19 Nov 2026, 11 days ago, 7 working days",
        "19.11.26": "Thu 19 Nov 2026, 11 days ago, 7 working days",
        "19th November": "Thu 19 Nov 2026, 11 days ago, 7 working days",
        "3/4": "Fri 3 Apr 2026, 241 days ago, 167 working days; or Wed 4 Mar 2026",
        "Thursday": "Thu 26 Nov 2026, 4 days ago, 2 working days",
        "last Tuesday": "Tue 24 Nov 2026, 6 days ago, 4 working days",
        "Monday": "Mon 30 Nov 2026, today; or Mon 23 Nov 2026, 7 days ago",
        "yesterday 3pm": "Sun 29 Nov 2026 3pm, yesterday",
        "2 days ago": "Sat 28 Nov 2026, 2 days ago, 1 working day",
        "Fri 14 Nov 2026": "Sat 14 Nov 2026, 16 days ago, 11 working days?",
        "31 December": "Wed 31 Dec 2025, 334 days ago, 232 working days?",
        "30 Feb 2026": "there is no such date",
    },
    "2026-12-31T17:00": {
        "Thursday": "Thu 31 Dec 2026, today; or Thu 24 Dec 2026, 7 days ago, 3 working days?",
        "31 December": "Thu 31 Dec 2026, today",
        "1st Jan": "Thu 1 Jan 2026, 364 days ago, 253 working days?",
        "this morning": "Thu 31 Dec 2026, today",
        "2 weeks ago": "Thu 17 Dec 2026, 14 days ago, 8 working days",
    },
    "2027-01-01T09:00": {
        "Thursday": "Thu 31 Dec 2026, yesterday",
        "31 December": "Thu 31 Dec 2026, yesterday",
        "1st Jan": "Fri 1 Jan 2027, today",
        "yesterday at 15:30": "Thu 31 Dec 2026 3:30pm, yesterday",
        "Friday 13 November": "Fri 13 Nov 2026, 49 days ago, 32 working days",
    },
    "2028-02-29T12:00": {
        "29 Feb": "Tue 29 Feb 2028, today",
        "29/2/2028": "Tue 29 Feb 2028, today",
        "yesterday 3pm": "Mon 28 Feb 2028 3pm, yesterday",
        "19/11/2026": "Thu 19 Nov 2026, 467 days ago?",
        "2 weeks ago": "Tue 15 Feb 2028, 14 days ago, 10 working days",
    },
}


@pytest.mark.parametrize("now", TYPED)
def test_a_date_is_explained_while_it_is_typed(desk: Desk, now: str) -> None:
    desk.at("2026-10-05T09:00").opens("1", "--raised", "2026-10-05")
    screen = Screen(desk.folder, "note", REF, now=now)
    screen.answers("What to write down: ", "Rang them.")
    screen.until(WHEN)
    for typed, words in TYPED[now].items():
        screen.types(typed)
        screen.until_drawn(words)
        screen.types(CLEAR)
    screen.types(STOP)
    assert screen.ends() == 130


def test_what_is_no_date_has_no_words_below_it(desk: Desk) -> None:
    desk.at("2026-10-05T09:00").opens("1", "--raised", "2026-10-05")
    screen = Screen(desk.folder, "note", REF)
    screen.answers("What to write down: ", "Rang them.")
    screen.until(WHEN)
    screen.types("some day")
    screen.until_drawn("some day")
    below = screen.lines[screen.lines.index(next(x for x in screen.lines if "some day" in x)) + 1 :]
    assert not any(below)
    screen.types(STOP)
    assert screen.ends() == 130
