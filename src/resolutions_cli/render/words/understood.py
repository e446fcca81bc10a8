"""A typed date in words, as it was understood: shown below it and asked back."""

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

#: Working days are not counted over more days than this: they tell nobody anything then.
_COUNTED = 366


def understood_words(moment: Moment, now: datetime, calendar: WorkingCalendar) -> str:
    """ "Thu 19 Nov 2026, 11 days ago, 7 working days"; the part before the first comma can be
    typed and is read as the same."""
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
    """What an editor shows below a date while it is typed, as far as it can be read: one date, or
    the question which of several, or why there is none."""
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
