"""How a date or a time is written for whoever typed it, so that it reads back as the same."""

from datetime import date, timedelta

from resolutions_cli.core.when import LONDON, Moment

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def written_day(day: date) -> str:
    """ "Thu 19 Nov 2026"."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def written(moment: Moment) -> str:
    """ "Thu 19 Nov 2026", "Thu 19 Nov 2026 3:30pm", "end of Thu 19 Nov 2026" for midnight.

    In the hour that the clocks show twice with BST or GMT behind it.
    """
    if moment.instant is None:
        return written_day(moment.day)
    if moment.last_day != moment.day:
        return f"end of {written_day(moment.last_day)}"
    local = moment.instant.astimezone(LONDON)
    time = "midday"
    if (local.hour, local.minute) != (12, 0):
        minutes = f":{local.minute:02}" if local.minute else ""
        time = f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        time += " BST" if local.utcoffset() == timedelta(hours=1) else " GMT"
    return f"{written_day(moment.day)} {time}"
