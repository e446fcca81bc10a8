"""Whatever is typed for a date, and whatever is said of how it was understood."""

from datetime import UTC, date, datetime, timedelta

from dateutil import parser, relativedelta
from hypothesis import given
from hypothesis import strategies as st

from resolutions_cli.core.time.dates import read_exact
from resolutions_cli.core.time.moment import Looks, Moment
from resolutions_cli.core.time.typed import (
    Doubtful,
    NotADate,
    Understood,
    read_when,
    reading_of,
    written,
)
from resolutions_cli.errors import ResolveError
from resolutions_cli.files.workspace.calendars import shipped_calendar
from resolutions_cli.render.words.understood import reading_words, understood_words

CALENDAR = shipped_calendar("england")

NOW = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)

_WORDS = (
    *("today", "yesterday", "tomorrow", "last", "next", "this", "coming", "on", "at", "the"),
    *("of", "in", "ago", "a", "an", "two", "10", "week", "weeks", "fortnight", "days", "working"),
    *("month", "hours", "half", "Monday", "tue", "Friday", "Sun", "19", "19th", "31", "29"),
    *("Nov", "February", "2026", "26", "'26", "19/11/2026", "3/4", "26/11/19", "29.2.26"),
    *("2026-11-19", "3pm", "3.30", "15:30", "12am", "noon", "midnight", "morning", "tonight"),
    *("night", "BST", "GMT", "end", "now", "from", "time", "o'clock", "hrs", ",", "-", "/"),
    *("1:30", "99", "0", "year", "day", "before"),
)
#: Words of dates in any order, and any text at all.
TYPED = st.lists(st.sampled_from(_WORDS), max_size=7).map(" ".join) | st.text(max_size=40)

LOOKS = st.sampled_from(Looks)

#: Any moment of some years, to the minute; clock changes, year ends and a leap day among them.
NOWS = st.integers(0, 4 * 365 * 24 * 60).map(
    lambda minutes: datetime(2023, 12, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
MOMENTS = st.builds(
    lambda now, timed: Moment.of(now) if timed else Moment(Moment.of(now).day), NOWS, st.booleans()
)


@given(TYPED, NOWS, LOOKS)
def test_whatever_is_typed_is_read_or_asked_back_or_refused(
    typed: str, now: datetime, looks: Looks
) -> None:
    reading = reading_of(typed, now, looks, CALENDAR.add_working_days)
    assert isinstance(reading_words(reading, now, CALENDAR), str)
    if isinstance(reading, Understood):
        assert read_when(typed, now, looks, CALENDAR.add_working_days) == reading.moment
        return
    assert isinstance(reading, Doubtful | NotADate)
    assert isinstance(reading.error, ResolveError)
    assert reading.error.exit_code in (2, 3)
    assert reading.error.message
    assert reading.error.advice
    if isinstance(reading, Doubtful):
        assert reading.moments
        assert len(set(reading.moments)) == len(reading.moments)


@given(TYPED, NOWS, LOOKS)
def test_each_way_in_which_a_date_can_be_read_is_said_so_that_it_reads_back(
    typed: str, now: datetime, looks: Looks
) -> None:
    reading = reading_of(typed, now, looks, CALENDAR.add_working_days)
    moments = (
        (reading.moment,)
        if isinstance(reading, Understood)
        else reading.moments
        if isinstance(reading, Doubtful)
        else ()
    )
    for moment in moments:
        for other in Looks:
            assert read_when(written(moment), now, other) == moment


@given(MOMENTS, NOWS, LOOKS)
def test_what_is_said_of_a_date_reads_back_as_that_date(
    moment: Moment, now: datetime, looks: Looks
) -> None:
    said = understood_words(moment, now, CALENDAR).partition(",")[0]
    assert said == written(moment)
    assert read_when(said, now, looks) == moment


@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)), st.sampled_from("/.-"), NOWS)
def test_figures_are_read_as_another_library_reads_them_with_the_day_first(
    day: date, mark: str, now: datetime
) -> None:
    typed = f"{day:%d{mark}%m{mark}%Y}"
    reading = reading_of(typed, now, Looks.EITHER)
    theirs = parser.parse(typed, dayfirst=True).date()
    if isinstance(reading, Understood):
        assert day.day > 12 or day.day == day.month
        assert reading.moment == Moment(theirs)
    else:
        assert isinstance(reading, Doubtful)
        american = parser.parse(typed, dayfirst=False).date()
        assert reading.moments == (Moment(theirs), Moment(american))


@given(NOWS, st.integers(0, 6), st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
def test_a_weekday_alone_is_the_last_one_or_the_coming_one_and_never_another(
    now: datetime, _: int, name: str
) -> None:
    today = Moment.of(now).day
    weekday = getattr(relativedelta, name[:2].upper())
    last = today + relativedelta.relativedelta(days=-1, weekday=weekday(-1))
    coming = today + relativedelta.relativedelta(days=1, weekday=weekday(1))
    for looks, other in ((Looks.PAST, last), (Looks.FUTURE, coming)):
        reading = reading_of(name, now, looks)
        if last + timedelta(days=7) == today:
            assert isinstance(reading, Doubtful)
            assert reading.moments == (Moment(today), Moment(other))
        else:
            assert reading == Understood(Moment(other))


#: How records and machines write, with hours of two figures.
EXACT = st.builds(
    lambda moment, form: format(
        moment.local, form if moment.instant else form.partition("T")[0].partition(" %H")[0]
    ),
    MOMENTS,
    st.sampled_from(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d %b %Y %H:%M", "%a %d %B %Y %H:%M"]),
)


@given(EXACT, NOWS, LOOKS)
def test_what_is_written_in_full_is_read_as_it_always_was(
    typed: str, now: datetime, looks: Looks
) -> None:
    try:
        before = read_exact(typed, now)
    except ResolveError as refused:
        reading = reading_of(typed, now, looks)
        assert isinstance(reading, Doubtful | NotADate)
        assert type(reading.error) is type(refused)
    else:
        assert read_when(typed, now, looks) == before
