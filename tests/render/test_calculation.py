"""The calculator's answer as text, to the letter."""

import re

import pytest

from resolutions_cli.core.deadlines.reckoning import FirstDay, calculate
from resolutions_cli.core.time.amount import read_typed_amount
from resolutions_cli.render.formats.page import plain_page
from resolutions_cli.render.views.calculation import calculation_page
from tests.story import calendar, when


def text(
    amount: str, start: str, *, back: bool = False, same_day: bool = False, width: int = 80
) -> str:
    first_day = FirstDay.SAME_DAY if same_day else FirstDay.NEXT_DAY
    england = calendar()
    found = calculate(
        read_typed_amount(amount), when(start), england, backward=back, first_day=first_day
    )
    return plain_page(calculation_page(found, england, width))


def test_ten_working_days_over_christmas() -> None:
    assert (
        text("10 working days", "2026-12-16")
        == """\
Mon 4 Jan 2027
  10 working days after Wed 16 Dec 2026, in England

Dec 2026                             Jan 2027
Mon  Tue  Wed  Thu  Fri  Sat  Sun    Mon  Tue  Wed  Thu  Fri  Sat  Sun
 14   15  (16)  17   18   19   20                          1    2    3
                 1    2    -    -                          *    -    -
 21   22   23   24   25   26   27    [ 4]   5    6    7    8    9   10
  3    4    5    6    *    -    -     10
 28   29   30   31
  *    7    8    9

 (16)  counted from
 [ 4]  the answer
 below a day: its number
 -     not counted: Saturday or Sunday
 *     not counted: bank holiday, named below

Not counted
  Sat 19 Dec 2026  Saturday
  Sun 20 Dec 2026  Sunday
  Fri 25 Dec 2026  Christmas Day
  Sat 26 Dec 2026  Saturday
  Sun 27 Dec 2026  Sunday
  Mon 28 Dec 2026  Boxing Day (substitute day)
  Fri 1 Jan 2027   New Year’s Day
  Sat 2 Jan 2027   Saturday
  Sun 3 Jan 2027   Sunday

Bank holidays
  GOV.UK bank holidays, list of Wed 25 Feb 2026, confirmed from Sun 1 Jan 2012 to Sun 31 Dec 2028
"""
    )


def test_months_stand_below_each_other_where_there_is_no_room_beside() -> None:
    picture = text("10 working days", "2026-12-16", width=60).split("\n\n")[1:3]
    assert [month.splitlines()[0] for month in picture] == ["Dec 2026", "Jan 2027"]
    assert max(map(len, "\n".join(picture).splitlines())) <= 60


def test_an_answer_on_a_sunday_says_by_when_to_act() -> None:
    assert text("5 days", "2026-12-22").startswith("""\
Sun 27 Dec 2026
  5 days after Tue 22 Dec 2026, in England
  not a working day (Sunday): act by Thu 24 Dec 2026

Dec 2026
Mon  Tue  Wed  Thu  Fri  Sat  Sun
 21  (22)  23  <24>  25   26  [27]
            1    2    3    4    5

 (22)  counted from
 [27]  the answer
 <24>  the last working day up to it
 below a day: its number
""")


def test_hours_show_how_many_have_run_and_where_the_clocks_change() -> None:
    assert text("48 hours", "2026-10-24T10:00").startswith("""\
Mon 26 Oct 2026 09:00
  48 hours after Sat 24 Oct 2026 10:00, in England
  Sun 25 Oct 2026: the clocks go back: a day of 25 hours

Oct 2026
Mon  Tue  Wed  Thu  Fri  Sat  Sun
 19   20   21   22   23  (24)  25
                          14   39
[26]  27   28   29   30   31
 48

 (24)  counted from
 [26]  the answer
 below a day: the hours that have run by its end
""")


def test_hours_from_a_date_without_a_time_say_from_when_they_run() -> None:
    assert text("24 hours", "2026-11-19").startswith("""\
end of Thu 19 Nov 2026
  24 hours after Thu 19 Nov 2026, in England
  counted from 00:00, since only the date is known
""")


def test_counting_back_names_what_was_passed_over_on_the_way() -> None:
    found = text("1 working day", "2026-12-29", back=True)
    assert found.startswith("Thu 24 Dec 2026\n  1 working day before Tue 29 Dec 2026, in England\n")
    skipped = found.split("Not counted\n")[1].split("\n\n")[0]
    assert (
        skipped
        == """\
  Mon 28 Dec 2026  Boxing Day (substitute day)
  Sun 27 Dec 2026  Sunday
  Sat 26 Dec 2026  Saturday
  Fri 25 Dec 2026  Christmas Day"""
    )


@pytest.mark.parametrize(
    ("back", "words"),
    [
        (False, "3 working days from Thu 19 Nov 2026, which is day 1 if it is a working day"),
        (True, "3 working days back from Thu 19 Nov 2026, which is day 1 if it is a working day"),
    ],
)
def test_the_start_as_day_1_is_said_in_words(back: bool, words: str) -> None:
    assert words in text("3 working days", "2026-11-19", back=back, same_day=True)


def test_an_answer_past_the_list_is_called_provisional_in_words() -> None:
    found = text("10 working days", "2028-12-20").splitlines()
    assert found[2] == "  may change: the bank holidays of that time are not published yet"


def test_of_a_long_count_only_the_ends_are_drawn_and_that_is_said() -> None:
    found = text("13 months", "2026-11-19")
    assert "(10 months between not drawn)" in found
    headings = [line.split("  ") for line in found.splitlines() if re.match(r"[A-Z]\w\w 20", line)]
    months = [month.strip() for line in headings for month in line if month.strip()]
    assert months == ["Nov 2026", "Dec 2026", "Nov 2027", "Dec 2027"]
