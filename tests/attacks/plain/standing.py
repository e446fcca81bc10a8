"""Where a duty stands at a moment, as JSON says it."""

from datetime import date, datetime
from typing import Any

from tests.attacks.plain.days import (
    ONE_DAY,
    Days,
    When,
    day_of,
    ends,
    in_time,
    last_day,
    shown,
)

SOON = 2

#: Every other way in which a duty ends leaves it undone.
FULFILLED = ("fulfilled", "moved-on")

#: What is said of a duty, and of each of its limits.
FIELDS = (
    *("stage", "visit", "duty", "agency", "time", "due", "due_at", "act_by", "status"),
    *("working_days_left", "working_days_over", "working_days_late", "past_aim", "aim_due"),
    *("aim_at", "provisional", "planned", "binding", "fulfilled_at", "how", "concerns"),
)
LIMIT_FIELDS = ("rule", "of", "due", "due_at", "at_latest")

#: What may stand against a deadline, as far as the rules say when.
CONCERNS = ("not-accepted", "at-latest", "dates-disagree")


def said_against(concerns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of the concerns of a deadline those that the rules say, in one order."""
    return sorted((each for each in concerns if each["code"] in CONCERNS), key=str)


def document(row: dict[str, Any], as_of: When, days: Days) -> dict[str, Any]:
    """What JSON must say of a duty."""
    binding, due = binding_of(row["clocks"])
    status = status_of(row, due, as_of, days)
    done, today = row["done"], day_of(as_of)
    last = None if due is None else last_day(due)
    running = last if done is None else None
    aims = [clock["aim"] for clock in row["clocks"] if clock["aim"] is not None]
    aim = min(aims, key=ends, default=None)
    return {
        "stage": row["stage"],
        "visit": row["visit"],
        "duty": row["duty"],
        "agency": row["agency"] or None,
        "time": row["time"],
        "due": shown(last),
        "due_at": _instant(due),
        "act_by": shown(act_by(row, binding, days)),
        "status": status,
        "working_days_left": None if running is None else days.between(today, running),
        "working_days_over": None if running is None else days.between(running, today),
        "working_days_late": days.between(last, day_of(done[0]))
        if last is not None and status == "missed"
        else None,
        "past_aim": _past_aim(row, due, aim, as_of),
        "aim_due": None if aim is None else shown(last_day(aim)),
        "aim_at": _instant(aim),
        "provisional": _is_provisional(row, days),
        "planned": binding is not None and row["clocks"][binding]["planned"],
        "binding": binding,
        "fulfilled_at": None if done is None else shown(done[0]),
        "how": None if done is None else done[1],
        "concerns": said_against(row["concerns"]),
        "limits": [
            {
                "rule": each["rule"],
                "of": each["of"],
                "due": None if each["due"] is None else shown(last_day(each["due"])),
                "due_at": _instant(each["due"]),
                "at_latest": each["at_latest"],
            }
            for each in row["clocks"]
        ],
    }


def _instant(when: When | None) -> str | None:
    return shown(when) if isinstance(when, datetime) else None


def binding_of(clocks: list[dict[str, Any]]) -> tuple[int | None, When | None]:
    """The limit that is due first; of several the first in the file."""
    dated = [(ends(c["due"]), i) for i, c in enumerate(clocks) if c["due"] is not None]
    if not dated:
        return None, None
    index = min(dated)[1]
    return index, clocks[index]["due"]


def due_of(row: dict[str, Any]) -> When | None:
    """When it is due."""
    return binding_of(row["clocks"])[1]


def status_of(row: dict[str, Any], due: When | None, as_of: When, days: Days) -> str:
    if row["done"] is not None:
        when, how = row["done"]
        if due is not None and not in_time(when, due):
            return "missed"
        if how in FULFILLED:
            return "done" if due is None else "met"
        return "ended" if row["duty"].partition(":")[0] in ("safe", "chase") else "left"
    if due is None:
        return "no-date"
    if ends(as_of) > due if isinstance(due, datetime) else day_of(as_of) > due:
        return "overdue"
    if last_day(due) <= day_of(as_of):
        return "due-today"
    return "due-soon" if days.between(day_of(as_of), last_day(due)) <= SOON else "on-time"


def act_by(row: dict[str, Any], binding: int | None, days: Days) -> date | None:
    """The last working day on which it can be done; where the clock began after that, the day
    that it is due."""
    if binding is None:
        return None
    clock = row["clocks"][binding]
    due = found = last_day(clock["due"])
    while not days.works(found):
        found -= ONE_DAY
    forward = clock["rule"].startswith("within") and clock["began"] is not None
    return due if forward and found < day_of(clock["began"]) else found


def _past_aim(row: dict[str, Any], due: When | None, aim: When | None, as_of: When) -> bool:
    """Whether the aim has passed while the limit has not."""
    if row["done"] is not None or aim is None or due is None:
        return False
    passed = ends(as_of) > aim if isinstance(aim, datetime) else day_of(as_of) > aim
    over = ends(as_of) > due if isinstance(due, datetime) else day_of(as_of) > due
    return passed and not over


def _is_provisional(row: dict[str, Any], days: Days) -> bool:
    """Whether a bank holiday that is not published yet may count."""
    return any(_may_shift(clock, days) for clock in row["clocks"] if clock["due"] is not None)


def _may_shift(clock: dict[str, Any], days: Days) -> bool:
    """Working days: one of them is in a year that no list has; other units: the last day is."""
    if not any(sign.isdigit() for sign in clock["rule"]):
        return False
    moments = [clock["due"], clock["began"]] if "working" in clock["rule"] else [clock["due"]]
    return any(days.beyond(last_day(when)) for when in moments)
