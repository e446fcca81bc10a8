"""A deadline as JSON."""

from typing import Any

from resolutions_cli.core.deadlines.deadline import Deadline
from resolutions_cli.core.time.working_days import WorkingCalendar
from resolutions_cli.render.fields.deadline_fields import DEADLINE
from resolutions_cli.render.formats.json import fields_json, limit_json


def deadline_json(deadline: Deadline, calendar: WorkingCalendar | None = None) -> dict[str, Any]:
    """One deadline; with a calendar, each limit has its counted days."""
    said = fields_json(DEADLINE, deadline)
    if calendar is not None:
        said["limits"] = [limit_json(clock, calendar) for clock in deadline.owed.clocks]
    return said
