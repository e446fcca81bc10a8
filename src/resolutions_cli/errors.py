"""Every condition a user can meet: the message, the exit code and what to do, one class each.

The first line of a class's docstring is the message, `hint` says what to do; both may name
facts in braces. Facts are codes, dates, references, file paths and numbers, never a text of
the record and nothing that was typed as free text: stderr ends up in cron mail and in logs.
`docs/errors.md` is generated from this file.
"""

from typing import ClassVar


class ResolveError(Exception):
    """something went wrong"""

    exit_code: ClassVar[int] = 1
    hint: ClassVar[str] = ""

    def __init__(self, place: str = "", **facts: object) -> None:
        self.place = place
        self.facts = facts
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """What is wrong, as one sentence without a full stop."""
        return _first_line(type(self)).format(**self.facts)

    @property
    def advice(self) -> str:
        """What to do about it; empty when there is nothing to add."""
        return self.hint.format(**self.facts)


def _first_line(condition: type[ResolveError]) -> str:
    return (condition.__doc__ or "").split("\n", 1)[0]


# ------------------------------------------------------------------ exit 2: wrong usage


class UsageError(ResolveError):
    """the command was not understood: {problem}"""

    exit_code = 2
    hint = "`resolve {command} --help` shows how it is called"


class UnreadableDate(ResolveError):
    """a date or time cannot be read"""

    exit_code = 2
    hint = "write it as 2026-11-19, 2026-11-19T15:30, 19 Nov 2026, today, yesterday or now"


class AmbiguousDate(ResolveError):
    """a date with slashes or dots can be read two ways"""

    exit_code = 2
    hint = "write it as 2026-04-03 or 3 Apr 2026"


class ImpossibleDate(ResolveError):
    """there is no such date or time in the calendar"""

    exit_code = 2
    hint = "check the day, the month and the hour"


class SkippedTime(ResolveError):
    """the clocks went forward over that time, so it never was"""

    exit_code = 2
    hint = "the nearest real times are {before} and {after}"


class DoubledTime(ResolveError):
    """the clocks went back over that time, so it was twice"""

    exit_code = 2
    hint = "say which: {first} (summer time) or {second} (winter time)"


class DateOutOfRange(ResolveError):
    """that date is outside the years {first} to {last} that can be counted"""

    exit_code = 2
    hint = "check the year"
