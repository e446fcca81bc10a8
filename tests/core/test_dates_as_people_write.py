"""Dates as people in England write them: read one way, asked back with every reading, or refused.

Each table is as of one moment. A line says what is typed, where the question looks, and the day
or the time it is; several between bars are asked back, in that order, and in brackets stands why
a script is refused them.
"""

from datetime import UTC, datetime

import pytest

from resolutions_cli.core.time.moment import Looks
from resolutions_cli.core.time.typed import (
    Doubtful,
    Reading,
    Understood,
    read_when,
    reading_of,
    written,
)
from resolutions_cli.errors import ResolveError
from resolutions_cli.files.workspace.calendars import shipped_calendar

CALENDAR = shipped_calendar("england")

LOOKS = {"past": Looks.PAST, "future": Looks.FUTURE, "either": Looks.EITHER}

#: As a new user typed them, of what had happened, on Monday 30 November 2026 at 09:30.
NEWCOMER = """
19/11/2026                | past   | Thu 19 Nov 2026
19.11.26                  | past   | Thu 19 Nov 2026
19-11-2026                | past   | Thu 19 Nov 2026
19 November               | past   | Thu 19 Nov 2026
19th November             | past   | Thu 19 Nov 2026
last tuesday              | past   | Tue 24 Nov 2026
tuesday                   | past   | Tue 24 Nov 2026
3pm                       | past   | Mon 30 Nov 2026 3pm
yesterday 3pm             | past   | Sun 29 Nov 2026 3pm
yesterday at 3pm          | past   | Sun 29 Nov 2026 3pm
next friday               | future | Fri 4 Dec 2026 / Fri 11 Dec 2026 (AmbiguousDate)
in 2 days                 | future | Wed 2 Dec 2026
2 days ago                | past   | Sat 28 Nov 2026
a week ago                | past   | Mon 23 Nov 2026
Thursday 19 November      | past   | Thu 19 Nov 2026
this morning              | past   | Mon 30 Nov 2026
26/11                     | past   | Thu 26 Nov 2026
nov 19                    | past   | Thu 19 Nov 2026
2026-11-26 10:30am        | past   | Thu 26 Nov 2026 10:30am
19/11/2026 15:30          | past   | Thu 19 Nov 2026 3:30pm
30/11/26                  | past   | Mon 30 Nov 2026
today                     | past   | Mon 30 Nov 2026
"""

ON_A_MONDAY = """
03/04/2026                | past   | Fri 3 Apr 2026 / Wed 4 Mar 2026 (AmbiguousDate)
3/3/2026                  | past   | Tue 3 Mar 2026
Fri 3/4/2026              | past   | Fri 3 Apr 2026
Wed 3/4/2026              | past   | Wed 4 Mar 2026
Mon 3/4/2026              | past   | Fri 3 Apr 2026 / Wed 4 Mar 2026 (WeekdayDoesNotFit)
11/19/2026                | past   | Thu 19 Nov 2026 (MonthFirst)
26/11/19                  | past   | Tue 26 Nov 2019 / Thu 19 Nov 2026 (AmbiguousDate)
19/11/24                  | past   | Tue 19 Nov 2024
2026/11/19                | past   | Thu 19 Nov 2026
2026-1-5                  | past   | Mon 5 Jan 2026 / Fri 1 May 2026 (AmbiguousDate)
31/11/2026                | past   | ImpossibleDate
19/11/1926                | past   | DateOutOfRange
19/11/202                 | past   | UnreadableDate
19/11-2026                | past   | UnreadableDate
friday                    | past   | Fri 27 Nov 2026
friday                    | future | Fri 4 Dec 2026
friday                    | either | Fri 27 Nov 2026 / Fri 4 Dec 2026 (AmbiguousDate)
monday                    | past   | Mon 30 Nov 2026 / Mon 23 Nov 2026 (AmbiguousDate)
monday                    | future | Mon 30 Nov 2026 / Mon 7 Dec 2026 (AmbiguousDate)
next monday               | future | Mon 7 Dec 2026
last monday               | past   | Mon 23 Nov 2026
this friday               | future | Fri 4 Dec 2026
this coming friday        | future | Fri 4 Dec 2026
friday week               | future | Fri 11 Dec 2026
a week on friday          | future | Fri 11 Dec 2026
a fortnight on friday     | future | Fri 18 Dec 2026
a week today              | future | Mon 7 Dec 2026
a fortnight ago           | past   | Mon 16 Nov 2026
in a fortnight            | future | Mon 14 Dec 2026
in 3 weeks' time          | future | Mon 21 Dec 2026
in 10 working days        | future | Mon 14 Dec 2026
3 working days ago        | past   | Wed 25 Nov 2026
next working day          | future | Tue 1 Dec 2026
the day before yesterday  | past   | Sat 28 Nov 2026
19 Nov 3.30pm             | past   | Thu 19 Nov 2026 3:30pm
3pm on Thursday           | past   | Thu 26 Nov 2026 3pm
Thursday afternoon at 3   | past   | Thu 26 Nov 2026 3pm
at 3 this afternoon       | future | Mon 30 Nov 2026 3pm
tonight at 8              | future | Mon 30 Nov 2026 8pm
this morning 9.15         | past   | Mon 30 Nov 2026 9:15am
3pm this morning          | past   | ImpossibleDate
yesterday 3:30            | past   | Sun 29 Nov 2026 3:30pm / Sun 29 Nov 2026 3:30am (AmbiguousDate)
yesterday 03:30           | past   | Sun 29 Nov 2026 3:30am
yesterday 9:30            | past   | Sun 29 Nov 2026 9:30am
yesterday 1530 hrs        | past   | Sun 29 Nov 2026 3:30pm
yesterday at 15.00        | past   | Sun 29 Nov 2026 3pm
noon                      | future | Mon 30 Nov 2026 midday
last night                | past   | Sun 29 Nov 2026 / Mon 30 Nov 2026 (AmbiguousDate)
last night at 11          | past   | Sun 29 Nov 2026 11pm
tonight                   | past   | InTheFuture
tonight                   | future | Mon 30 Nov 2026
midnight                  | future | end of Sun 29 Nov 2026 / end of Mon 30 Nov 2026 (AmbiguousDate)
12am                      | past   | end of Sun 29 Nov 2026 / Mon 30 Nov 2026 midday (AmbiguousDate)
2 hours ago               | past   | Mon 30 Nov 2026 7:30am
half an hour ago          | past   | Mon 30 Nov 2026 9am
19.11                     | past   | Thu 19 Nov 2026 / Mon 30 Nov 2026 7:11pm (AmbiguousDate)
Monday 19 November        | past   | Thu 19 Nov 2026 (WeekdayDoesNotFit)
19 Dec                    | past   | Fri 19 Dec 2025 (YearNeeded)
19 Nov                    | future | Fri 19 Nov 2027 (YearNeeded)
19 May                    | either | Wed 19 May 2027 / Tue 19 May 2026 (AmbiguousDate)
the 19th                  | past   | Thu 19 Nov 2026
the 19th                  | future | Sat 19 Dec 2026
the 19th                  | either | Thu 19 Nov 2026 / Sat 19 Dec 2026 (AmbiguousDate)
19th of November '25      | past   | Wed 19 Nov 2025
19–11–2026                | past   | Thu 19 Nov 2026
10 o’clock                | future | Mon 30 Nov 2026 10am
next week                 | future | UnreadableDate
soon                      | future | UnreadableDate
2 days                    | future | UnreadableDate
in the morning            | future | UnreadableDate
last year                 | past   | UnreadableDate
yesterday this afternoon  | past   | UnreadableDate
99999 days ago            | past   | UnreadableDate
"""

#: Thursday 19 November 2026: the week has begun.
IN_A_WEEK = """
last tuesday              | past   | Tue 17 Nov 2026 / Tue 10 Nov 2026 (AmbiguousDate)
this tuesday              | past   | Tue 17 Nov 2026
this tuesday              | future | Tue 24 Nov 2026
next monday               | future | Mon 23 Nov 2026
next sunday               | future | Sun 22 Nov 2026 / Sun 29 Nov 2026 (AmbiguousDate)
thursday                  | past   | Thu 19 Nov 2026 / Thu 12 Nov 2026 (AmbiguousDate)
this thursday             | past   | Thu 19 Nov 2026
"""

#: Sunday 22 November 2026: to some the week's last day, to others its first.
ON_A_SUNDAY = """
last friday               | past   | Fri 20 Nov 2026 / Fri 13 Nov 2026 (AmbiguousDate)
next friday               | future | Fri 27 Nov 2026 / Fri 4 Dec 2026 (AmbiguousDate)
this friday               | future | Fri 27 Nov 2026
"""

#: Saturday 31 October 2026.
AT_A_MONTHS_END = """
tomorrow                  | future | Sun 1 Nov 2026
a month ago               | past   | Wed 30 Sep 2026
in a month                | future | Mon 30 Nov 2026
the 31st                  | past   | Sat 31 Oct 2026
the 30th                  | future | Mon 30 Nov 2026
the 1st                   | past   | Thu 1 Oct 2026
31 sept                   | past   | ImpossibleDate
in 1 working day          | future | Mon 2 Nov 2026
1/11                      | future | Sun 1 Nov 2026 / Mon 11 Jan 2027 (AmbiguousDate)
"""

#: Saturday 2 January 2027.
OVER_NEW_YEAR = """
19 Nov                    | past   | Thu 19 Nov 2026
31/12                     | past   | Thu 31 Dec 2026
1 Jan                     | past   | Fri 1 Jan 2027
19/11                     | past   | Thu 19 Nov 2026
3 days ago                | past   | Wed 30 Dec 2026
2 working days ago        | past   | Wed 30 Dec 2026
last thursday             | past   | Thu 31 Dec 2026 / Thu 24 Dec 2026 (AmbiguousDate)
15 Jan                    | future | Fri 15 Jan 2027
31.12.26                  | past   | Thu 31 Dec 2026
"""

#: Thursday 29 February 2024.
ON_A_LEAP_DAY = """
29 Feb                    | past   | Thu 29 Feb 2024
29/2                      | future | Thu 29 Feb 2024
29/02/2023                | past   | ImpossibleDate
a year ago                | past   | Tue 28 Feb 2023
in 12 months              | future | Fri 28 Feb 2025
a month ago               | past   | Mon 29 Jan 2024
"""

#: Tuesday 3 March 2026.
AFTER_FEBRUARY = """
29 Feb                    | past   | Thu 29 Feb 2024 (YearNeeded)
29 Feb                    | future | Tue 29 Feb 2028 (YearNeeded)
the 31st                  | past   | Sat 31 Jan 2026
"""

#: Monday 26 October 2026: on the day before the clocks went back an hour at 2am.
AFTER_THE_CLOCKS_WENT_BACK = """
yesterday 1:30am | past | Sun 25 Oct 2026 1:30am BST / Sun 25 Oct 2026 1:30am GMT (DoubledTime)
yesterday 1:30am GMT | past | Sun 25 Oct 2026 1:30am GMT
yesterday 1:30pm BST | past | ImpossibleDate
36 hours ago     | past | Sat 24 Oct 2026 10:30pm
"""

#: Saturday 28 March 2026: on the next day the clocks go forward an hour at 1am.
BEFORE_THE_CLOCKS_GO_FORWARD = """
tomorrow 1:30am           | future | SkippedTime
tomorrow 01:30            | future | SkippedTime
tomorrow 2am              | future | Sun 29 Mar 2026 2am
in 24 hours               | future | Sun 29 Mar 2026 10:30am
"""

#: When it is, in UTC, and what is typed then.
TABLES = {
    "2026-11-30T09:30": NEWCOMER + ON_A_MONDAY,
    "2026-11-19T09:30": IN_A_WEEK,
    "2026-11-22T09:30": ON_A_SUNDAY,
    "2026-10-31T09:30": AT_A_MONTHS_END,
    "2027-01-02T09:30": OVER_NEW_YEAR,
    "2024-02-29T09:30": ON_A_LEAP_DAY,
    "2026-03-03T09:30": AFTER_FEBRUARY,
    "2026-10-26T09:30": AFTER_THE_CLOCKS_WENT_BACK,
    "2026-03-28T09:30": BEFORE_THE_CLOCKS_GO_FORWARD,
}

CASES = [
    (now, *(cell.strip() for cell in line.split("|")))
    for now, table in TABLES.items()
    for line in table.strip().splitlines()
    if line
]


def read(typed: str, now: str, looks: str) -> Reading:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    return reading_of(typed, at, LOOKS[looks], CALENDAR.add_working_days)


@pytest.mark.parametrize(("now", "typed", "looks", "means"), CASES)
def test_a_date_is_read_one_way_or_asked_back_or_refused(
    now: str, typed: str, looks: str, means: str
) -> None:
    found = read(typed, now, looks)
    if isinstance(found, Understood):
        assert written(found.moment) == means
    elif isinstance(found, Doubtful):
        readings = " / ".join(map(written, found.moments))
        assert f"{readings} ({type(found.error).__name__})" == means
    else:
        assert type(found.error).__name__ == means


@pytest.mark.parametrize(("now", "typed", "looks", "means"), CASES)
def test_a_script_gets_what_can_be_read_one_way_and_no_more(
    now: str, typed: str, looks: str, means: str
) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    try:
        moment = read_when(typed, at, LOOKS[looks], CALENDAR.add_working_days)
    except ResolveError as refused:
        assert refused.exit_code in (2, 3)
        assert means.rstrip(")").endswith(type(refused).__name__)
        if type(refused).__name__ == "AmbiguousDate":
            readings = means.partition(" (")[0].split(" / ")
            assert all(reading in refused.message for reading in readings)
    else:
        assert written(moment) == means


def test_the_new_users_dates_and_sixty_more_are_tried() -> None:
    assert len(NEWCOMER.strip().splitlines()) == 22
    assert len(CASES) >= 22 + 60
