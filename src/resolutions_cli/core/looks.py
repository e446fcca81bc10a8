"""Where a question looks whose answer is a date."""

from enum import Enum


class Looks(Enum):
    """At what happened, at what is to be done, or at either."""

    PAST = "past"
    FUTURE = "future"
    EITHER = "either"
