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


class UnknownNation(ResolveError):
    """there are no bank holidays for a nation of that name"""

    exit_code = 2
    hint = "the nations are {nations}"


# ------------------------------------------------------------------ exit 3: refused


class NotBankHolidayList(ResolveError):
    """that is not a list of bank holidays as GOV.UK publishes it"""

    exit_code = 3
    hint = "save https://www.gov.uk/bank-holidays.json and import that file unchanged"


class BankHolidayListTooLarge(ResolveError):
    """a list of bank holidays has at most {limit} bytes"""

    exit_code = 3
    hint = "save https://www.gov.uk/bank-holidays.json and import that file unchanged"


class BankHolidayDivisionMissing(ResolveError):
    """the list has no division {division}"""

    exit_code = 3
    hint = "import GOV.UK's whole list, with England and Wales, Scotland and Northern Ireland"


class BankHolidayYearMissing(ResolveError):
    """the list has no bank holidays for {division} in {year}"""

    exit_code = 3
    hint = "import GOV.UK's whole list; every year it covers must be there for each division"


class BankHolidaysTooFew(ResolveError):
    """the list has only {count} bank holidays for {division} in {year}"""

    exit_code = 3
    hint = "no year has fewer than 8; import GOV.UK's whole list"


class BankHolidayOnWeekend(ResolveError):
    """the list has a bank holiday for {division} on {day}, a Saturday or Sunday"""

    exit_code = 3
    hint = "GOV.UK lists the substitute day instead; import its list unchanged"


class BankHolidayTwice(ResolveError):
    """the list has {day} twice for {division}"""

    exit_code = 3
    hint = "save https://www.gov.uk/bank-holidays.json and import that file unchanged"


class BankHolidayListTooOld(ResolveError):
    """the list ends with {last}, before the list that comes with the program ({shipped})"""

    exit_code = 3
    hint = "save the list afresh from https://www.gov.uk/bank-holidays.json"


class BankHolidayListApart(ResolveError):
    """the list begins with {first}, but bank holidays are known only up to {last}"""

    exit_code = 3
    hint = "import a list that covers the years between first"


# ------------------------------------------------------------------ exit 5: cannot be read


class CalendarFileMisnamed(ResolveError):
    """a file in the calendar folder is not named as an imported list is"""

    exit_code = 5
    hint = "give it its name back, or move it out and import it with `resolve calendar import`"


class CalendarFileChanged(ResolveError):
    """an imported list of bank holidays is not what it was when it was imported"""

    exit_code = 5
    hint = "move it out of the folder and import the list again with `resolve calendar import`"


class CalendarFileUnreadable(ResolveError):
    """an imported list of bank holidays cannot be read"""

    exit_code = 5
    hint = "check that it is a file and that you may read it"
