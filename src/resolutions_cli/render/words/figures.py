"""Statistics in words: the same names of tables, columns and categories everywhere."""

from collections.abc import Iterable, Mapping
from typing import assert_never

from resolutions_cli.core.record.findings import Finding
from resolutions_cli.core.statistics.figures import (
    CountTable,
    FigureLine,
    Figures,
    GivenSpread,
    Spread,
)
from resolutions_cli.core.statistics.suppression import BELOW, Hidden, Number
from resolutions_cli.core.statistics.tally import LATE_AFTER, NONE_STATED, Period
from resolutions_cli.render.words.words import date_words, shown, when_words

#: The sign for every hidden number, whatever the reason.
KEPT_BACK = "*"

#: The word for a spread without anything to measure.
NOTHING = "none"

#: The title of each table.
TITLES: Mapping[str, str] = {
    "disputes": "Raised, resolved, open",
    "procedures": "By procedure",
    "raised-by": "Who raised them",
    "raised-with": "Whom they were raised with",
    "quiet": "Open at the end: quiet or not",
    "conduct": "Outside the procedure, or recorded late",
    "stages": "How far they went, and where they ended",
    "concerns": "What they were about",
    "outcomes": "How they ended",
    "duties-ended": "Deadlines that ended in the period",
    "duties-open": "Deadlines open at the end of the period",
    "recorded-late": "Days until it was recorded, where that was late",
    "to-resolution": "Working days from being raised to being resolved",
    "in-stage": "Working days in each stage that was left in the period",
    "missed-by": "Working days past the date, for deadlines missed or done late",
}

#: The heading of each table's column of categories.
_SUBJECTS: Mapping[str, str] = {
    "disputes": "DISPUTES",
    "procedures": "PROCEDURE",
    "raised-by": "AGENCY",
    "raised-with": "AGENCY",
    "stages": "STAGE",
    "in-stage": "STAGE",
    "concerns": "CONCERN",
    "outcomes": "OUTCOME",
    "quiet": "DISPUTES",
    "duties-ended": "DEADLINES",
    "duties-open": "DEADLINES",
}

_COLUMNS: Mapping[str, str] = {
    "before": "PERIOD BEFORE",
    "period": "THIS PERIOD",
    "raised": "RAISED",
    "resolved": "RESOLVED",
    "reached": "REACHED",
    "open": "OPEN",
}

_CODES: Mapping[str, Mapping[str, str]] = {
    "disputes": {"raised": "raised", "resolved": "resolved", "open": "open at the end"},
    "quiet": {"quiet": "quiet", "active": "not quiet"},
    "conduct": {
        "departures": "moves outside the procedure",
        "late": f"entries recorded more than {LATE_AFTER} days after the event",
    },
    "duties-ended": {
        "met": "done in time",
        "missed": "missed, or done late",
        "past-guide": "after a date that the text only asks for",
        "met-without-date": "done, with no date to meet",
        "left": "not done when the stage was left, in time",
        "ended": "no longer due",
    },
    "duties-open": {
        "overdue": "overdue",
        "past-guide": "past a date that the text only asks for",
        "in-time": "not due yet",
        "no-date": "without a date",
    },
    "to-resolution": {"all": "disputes resolved"},
    "missed-by": {"missed": "deadlines missed or done late"},
    "recorded-late": {"late": "entries recorded late"},
}

#: Tables that may have one dispute in several lines.
_SEVERAL = frozenset(("raised-by", "raised-with", "concerns"))

_NONE_STATED = "none stated"

#: The columns whose numbers are drawn as bars.
_DRAWN = frozenset(("period", "resolved"))


def subject_words(name: str) -> str:
    """The heading of a table's column of categories."""
    return _SUBJECTS.get(name, "WHAT")


def column_words(column: str) -> str:
    """A column's heading."""
    return _COLUMNS.get(column, "NUMBER")


def category_words(table: str, code: str, means: str = "") -> str:
    """A category: our own words for it, or its code and meaning."""
    known = _CODES.get(table, {})
    if code in known:
        return known[code]
    if code == NONE_STATED:
        return _NONE_STATED
    if table in ("stages", "in-stage"):
        return f"{shown(code)}: {means}" if means else shown(code)
    return f"{shown(code)} ({means})" if means else shown(code)


def total_words(counted: CountTable) -> str:
    """The label of a table's line of totals."""
    return "all (one dispute can be in several lines)" if counted.name in _SEVERAL else "all"


def number_words(number: Number) -> str:
    """A number, or the sign for a hidden one."""
    return KEPT_BACK if isinstance(number, Hidden) else str(number)


def days_words(days: float) -> str:
    """A median, which may fall between two days."""
    return f"{days:g}"


def spread_words(given: GivenSpread) -> tuple[str, str, str]:
    """The median, the least and the most, in words."""
    match given:
        case Spread(median, least, most):
            return days_words(median), str(least), str(most)
        case None:
            return NOTHING, "", ""
        case Hidden():
            return KEPT_BACK, KEPT_BACK, KEPT_BACK
    assert_never(given)


def period_words(period: Period) -> str:
    """ "1 April 2026 to 31 March 2027"."""
    return f"{date_words(period.first)} to {date_words(period.last)}"


def extent_words(figures: Figures) -> str:
    """The two periods, and the time up to which figures count if the period is not over."""
    period = figures.period
    until = figures.as_of
    counted = f", counted up to {when_words(until)}" if until.day < period.last else ""
    return f"{period_words(period)}{counted}; the period before: {period_words(period.before)}."


def kept_back_words() -> str:
    """The meaning of the sign for hidden numbers."""
    return (
        f"{KEPT_BACK} is a hidden number: it is from 1 to {BELOW - 1}, or would show one that is."
        " Small numbers are hidden so that nobody can be recognised."
    )


def withheld_words(figures: Figures, procedure: str) -> str:
    """The reason why a procedure has no figures of its own."""
    if len(figures.sections) == 1:
        return "Hidden, because too few disputes were raised and resolved."
    return (
        "Hidden, because subtracting one table from the other would show a number under"
        f" {BELOW}. For this procedure alone, type --procedure {procedure}. Publish one of the two,"
        " never both."
    )


NOT_KEPT_BACK = (
    "Do not publish this. It shows small numbers, and somebody could recognise a child, a family"
    " or a colleague by them."
)


#: The warnings above figures that may be wrong.
_UNREADABLE = "Incomplete: something in the record could not be read and is not counted here."
_TO_BE_SETTLED = (
    "To be settled: some disputes were moved on two machines before they were synced. They are"
    " counted here as the record has them now, and the numbers may change."
)


def findings_words(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The reasons why figures may be wrong: unreadable entries, or disputes to be settled."""
    apart = {found.is_apart for found in findings}
    said = ((False, _UNREADABLE), (True, _TO_BE_SETTLED))
    return tuple(words for is_apart, words in said if is_apart in apart)


def is_shown(counted: CountTable) -> bool:
    """Whether a table is worth showing; a table of a single procedure repeats the totals."""
    return len(counted.lines) > (counted.name == "procedures")


def drawn_column(counted: CountTable) -> int:
    """The index of the column whose numbers are drawn as bars."""
    found = [index for index, name in enumerate(counted.columns) if name in _DRAWN]
    return found[-1] if found else 0


def drawn_lines(counted: CountTable) -> tuple[tuple[str, Number], ...]:
    """Each category in words, with the number drawn as its bar."""
    column = drawn_column(counted)
    return tuple((line_words(counted, line), line.numbers[column]) for line in counted.lines)


def line_words(counted: CountTable, line: FigureLine) -> str:
    """The category of a line, in words."""
    return category_words(counted.name, line.code, line.means)


def greatest(counted: CountTable) -> int:
    """The greatest drawn number that is not hidden; 0 without any."""
    numbers = (number for _, number in drawn_lines(counted))
    return max((number for number in numbers if not isinstance(number, Hidden)), default=0)
