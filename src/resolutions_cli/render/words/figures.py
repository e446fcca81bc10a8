"""Statistics in words: what each table, column and category is called, the same everywhere."""

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

#: What stands for every number that is kept back, whatever the reason.
KEPT_BACK = "*"

#: What stands where there was nothing to measure.
NOTHING = "none"

#: What a table is of.
TITLES: Mapping[str, str] = {
    "disputes": "Raised, resolved, open",
    "procedures": "By procedure",
    "raised-by": "Who raised them",
    "raised-with": "Whom they were raised with",
    "quiet": "Open at the end: quiet or not",
    "conduct": "Outside the procedure, and written down late",
    "stages": "How far they went, and where they ended",
    "concerns": "What they were about",
    "outcomes": "How they ended",
    "duties-ended": "Duties that ended in the period",
    "duties-open": "Duties open at the end of the period",
    "recorded-late": "Days until it was written down, where that was late",
    "to-resolution": "Working days from being raised to being resolved",
    "in-stage": "Working days in each stage that was left in the period",
    "missed-by": "Working days past the date, of duties missed or done late",
}

#: What the categories of a table are.
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
    "duties-ended": "DUTIES",
    "duties-open": "DUTIES",
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
        "late": f"entries written down more than {LATE_AFTER} days later",
    },
    "duties-ended": {
        "met": "done in time",
        "missed": "missed, or done late",
        "met-without-date": "done, where nothing says by when",
        "left": "the stage was left without it, in time",
        "ended": "no longer due",
    },
    "duties-open": {"overdue": "overdue", "in-time": "not due yet", "no-date": "without a date"},
    "to-resolution": {"all": "disputes resolved"},
    "missed-by": {"missed": "duties missed or done late"},
    "recorded-late": {"late": "entries written down late"},
}

#: Tables in which one dispute may stand in several lines.
_SEVERAL = frozenset(("raised-by", "raised-with", "concerns"))

_NONE_STATED = "none stated"

#: Which column of a table of several is drawn.
_DRAWN = frozenset(("period", "resolved"))


def subject_words(name: str) -> str:
    """What the categories of a table are, as the heading of their column."""
    return _SUBJECTS.get(name, "WHAT")


def column_words(column: str) -> str:
    """A column's heading."""
    return _COLUMNS.get(column, "NUMBER")


def category_words(table: str, code: str, means: str = "") -> str:
    """A category: our own word for it, or the code with what it means."""
    known = _CODES.get(table, {})
    if code in known:
        return known[code]
    if code == NONE_STATED:
        return _NONE_STATED
    if table in ("stages", "in-stage"):
        return f"{shown(code)}: {means}" if means else shown(code)
    return f"{shown(code)} ({means})" if means else shown(code)


def total_words(counted: CountTable) -> str:
    """What the last line of a table is the number of."""
    return "all; one may stand in several lines" if counted.name in _SEVERAL else "all"


def number_words(number: Number) -> str:
    """A number, or the sign that it is kept back."""
    return KEPT_BACK if isinstance(number, Hidden) else str(number)


def days_words(days: float) -> str:
    """A median, which may fall between two days."""
    return f"{days:g}"


def spread_words(given: GivenSpread) -> tuple[str, str, str]:
    """Median, least and most."""
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
    """The two periods, and up to when it was counted where that is not the end."""
    period = figures.period
    until = figures.as_of
    counted = f", counted up to {when_words(until)}" if until.day < period.last else ""
    return f"{period_words(period)}{counted}; the period before: {period_words(period.before)}."


def kept_back_words() -> str:
    """What the sign means."""
    return (
        f"{KEPT_BACK} is a number from 1 to {BELOW - 1}, or one that would tell such a number:"
        " it is kept back, so that nobody is recognised by it."
    )


def withheld_words(figures: Figures, procedure: str) -> str:
    """Why a procedure has no figures of its own."""
    if len(figures.sections) == 1:
        return "Kept back: what was raised and resolved is too little."
    return (
        "Kept back: some procedure has small numbers, and the tables of all would tell them."
        f" --procedure {procedure} counts it alone; give out the one or the other, since what one"
        " tells and the other does not is what was kept back."
    )


NOT_KEPT_BACK = (
    "Small numbers are shown. Somebody who knows a little can recognise a child, a family or a"
    " colleague by them: this is not for publication."
)


#: What stands above figures that are not to be relied on as they are.
_UNREADABLE = "Incomplete: something in the record could not be read and is not counted here."
_TO_BE_SETTLED = (
    "To be settled: some disputes were moved on two machines before they were synced. They are"
    " counted here as the record has them now, and the numbers may change."
)


def findings_words(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Why figures may be wrong: what could not be read, and what is read and to be settled."""
    apart = {found.is_apart for found in findings}
    said = ((False, _UNREADABLE), (True, _TO_BE_SETTLED))
    return tuple(words for is_apart, words in said if is_apart in apart)


def is_shown(counted: CountTable) -> bool:
    """Whether a table tells anything; that of a single procedure says what stands above it."""
    return len(counted.lines) > (counted.name == "procedures")


def drawn_column(counted: CountTable) -> int:
    """Which column's numbers are drawn as bars."""
    found = [index for index, name in enumerate(counted.columns) if name in _DRAWN]
    return found[-1] if found else 0


def drawn_lines(counted: CountTable) -> tuple[tuple[str, Number], ...]:
    """Each category in words with the number that is drawn."""
    column = drawn_column(counted)
    return tuple((line_words(counted, line), line.numbers[column]) for line in counted.lines)


def line_words(counted: CountTable, line: FigureLine) -> str:
    """The category of a line."""
    return category_words(counted.name, line.code, line.means)


def greatest(counted: CountTable) -> int:
    """The greatest number of those that are drawn and not kept back; 0 when there is none."""
    numbers = (number for _, number in drawn_lines(counted))
    return max((number for number in numbers if not isinstance(number, Hidden)), default=0)
