"""The program's reading of a typed date, in words: shown below it, and used to ask back."""

from datetime import datetime
from typing import assert_never

from resolutions_cli import errors
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.time.typed import (
    Doubtful,
    NotADate,
    Reading,
    Understood,
    is_questionable,
    written,
)
from resolutions_cli.core.time.working_days import WorkingCalendar
from resolutions_cli.render.words.words import several

_NEAR = {0: "today", -1: "yesterday", 1: "tomorrow"}

#: The longest span, in days, with a count of working days; beyond it the count is no use.
_COUNTED = 366


def understood_words(moment: Moment, now: datetime, calendar: WorkingCalendar) -> str:
    """ "Thu 19 Nov 2026, 11 days ago, 7 working days".

    The part before the first comma, typed again, gives the same date.
    """
    today, day = Moment.of(now).day, moment.last_day
    away = (day - today).days
    if away in _NEAR:
        return f"{written(moment)}, {_NEAR[away]}"
    days = several(abs(away), "day")
    words = f"{written(moment)}, {f'in {days}' if away > 0 else f'{days} ago'}"
    if abs(away) > _COUNTED:
        return words
    number = calendar.working_days_between(min(day, today), max(day, today))
    return f"{words}, {several(number, 'working day')}"


def reading_words(reading: Reading, now: datetime, calendar: WorkingCalendar) -> str:
    """The line that an editor shows below a date while you type it.

    It is the date read, a question which of several dates you mean, or the reason why there is
    none. It is empty for text that is not a date at all.
    """
    match reading:
        case Understood(moment):
            words = understood_words(moment, now, calendar)
            return f"{words}?" if is_questionable(moment, now) else words
        case Doubtful(moments=moments):
            readings = [understood_words(each, now, calendar) for each in moments]
            return f"{'; or '.join(readings)}?"
        case NotADate(error=errors.UnreadableDate()):
            return ""
        case NotADate(error=error):
            return error.message
        case _:
            assert_never(reading)
