"""Calendars: what an event says and when, whoever reads it; and that it never takes a date back."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
import vobject

from resolutions_cli.core.deadlines.deadline import Key
from resolutions_cli.core.entries.facts import Chase, Closed, Risk, Sooner
from resolutions_cli.core.time.moment import LONDON, Moment
from resolutions_cli.render.views.ics import Marked, calendar_file, trigger_of, uid_of
from tests.story import Story, calendar, procedure, when

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def story() -> Story:
    """At stage 1 since Thursday 19 November 2026, 10:00: to be settled by Monday, 10:00."""
    story = Story(procedure("nyscp"))
    story.opens("2026-11-19T10:00", "1", raised="2026-11-19T10:00", disputed="2026-11-18")
    return story


def marked(story: Story, as_of: str, sequence: int = 1) -> Marked:
    origin = story.log.entries[0].id
    return Marked(origin, story.case(as_of).deadlines, sequence, NOON, calendar())


def made(story: Story, as_of: str, unreadable: Iterable[str] = ()) -> bytes:
    return calendar_file([marked(story, as_of)], unreadable, when(as_of))


def events(raw: bytes) -> list[Any]:
    """The events as another library than the one that wrote them reads them."""
    read = vobject.readOne(raw.decode(), validate=True)
    return list(read.contents.get("vevent", []))


def event_of(raw: bytes, story: Story, key: Key) -> Any:
    uid = uid_of(story.log.entries[0].id, key)
    (found,) = [event for event in events(raw) if event.uid.value == uid]
    return found


def test_a_limit_to_the_minute_is_the_last_quarter_of_an_hour_before_it(story: Story) -> None:
    event = event_of(made(story, "2026-11-20"), story, Key("1", 1, "main"))
    assert event.dtstart.value == datetime(2026, 11, 23, 9, 45, tzinfo=UTC)
    assert event.dtend.value == datetime(2026, 11, 23, 10, tzinfo=UTC)


def test_a_date_is_the_whole_day_and_ends_on_the_day_after(story: Story) -> None:
    story.escalates("2026-11-20T09:00", "3")
    event = event_of(made(story, "2026-11-20T12:00"), story, Key("3", 1, "main"))
    assert (event.dtstart.value, event.dtend.value) == (date(2026, 12, 2), date(2026, 12, 3))


def test_an_event_says_its_reference_and_stage_is_private_and_takes_nobodys_time(
    story: Story,
) -> None:
    story.add("2026-11-20T09:00", Chase(by_when=when("2026-11-24")), {"who": "Jo", "what": "Ward"})
    raw = made(story, "2026-11-20T12:00")
    for event in events(raw):
        assert event.description.value == ("How this date was counted: resolve explain 2026-K7Q4M")
        assert (event.contents["class"][0].value, event.transp.value) == ("PRIVATE", "TRANSPARENT")
    summaries = {event.summary.value for event in events(raw)}
    assert summaries == {"2026-K7Q4M stage 1", "2026-K7Q4M reminder 1"}
    assert b"Jo" not in raw
    assert b"Ward" not in raw


def test_what_has_no_stage_is_of_the_whole_dispute_and_what_has_no_date_no_event() -> None:
    york = Story(procedure("cyscb"))
    york.opens("2026-11-19", "practitioners")
    assert events(made(york, "2026-11-20")) == []
    york.add("2026-11-20", Sooner(on=when("2026-11-24")))
    said = {event.summary.value for event in events(made(york, "2026-11-20"))}
    assert said == {"2026-K7Q4M stage practitioners", "2026-K7Q4M whole dispute"}


def test_what_is_fulfilled_ended_or_closed_is_cancelled_under_its_own_uid_without_an_alarm(
    story: Story,
) -> None:
    before = {event.uid.value for event in events(made(story, "2026-11-20"))}
    story.escalates("2026-11-20T09:00", "3")
    story.add("2026-11-21T09:00", Closed(from_="3", outcome="agreed"))
    after = events(made(story, "2026-11-22"))
    assert before < {event.uid.value for event in after}
    assert [event.status.value for event in after] == ["CANCELLED", "CANCELLED"]
    assert not any(event.contents.get("valarm") for event in after)


def test_a_duty_keeps_its_uid_when_its_date_moves(story: Story) -> None:
    key = Key("1", 1, "main")
    first = event_of(made(story, "2026-11-20"), story, key)
    story.add("2026-11-20T09:00", Sooner(on=when("2026-11-20")))
    moved = event_of(made(story, "2026-11-20T09:00"), story, key)
    assert (first.dtstart.value, moved.dtstart.value) == (
        datetime(2026, 11, 23, 9, 45, tzinfo=UTC),
        date(2026, 11, 20),
    )


def test_uids_differ_by_dispute_stage_visit_duty_agency_and_time() -> None:
    keys = [
        Key("1", 1, "main"),
        Key("2", 1, "main"),
        Key("1", 2, "main"),
        Key("1", 1, "report"),
        Key("1", 1, "report", "health"),
        Key("1", 1, "report", "health", 2),
        Key(None, 1, "safe"),
    ]
    uids = {uid_of(origin, key) for origin in ("a", "b") for key in keys}
    assert len(uids) == 2 * len(keys)
    # were it ever another one, every event would stand twice in the calendars that people have
    assert uid_of("a", keys[0]) == "1666cea6-964f-5239-95bf-471eb64dfd49"


@pytest.mark.parametrize(
    ("due", "alarm"),
    [
        ("2026-12-02", "Tue 2026-12-01 09:00"),
        ("2026-11-30", "Fri 2026-11-27 09:00"),
        ("2026-12-28", "Thu 2026-12-24 09:00"),
        ("2026-12-02T15:00", "Wed 2026-12-02 13:00"),
        ("2026-12-02T10:30", "Tue 2026-12-01 09:00"),
        ("2026-11-29T15:00", "Fri 2026-11-27 09:00"),
        ("2026-10-26", "Fri 2026-10-23 09:00"),
        ("2026-10-26T10:00", "Fri 2026-10-23 09:00"),
        ("2026-03-30T09:30", "Fri 2026-03-27 09:00"),
    ],
)
def test_the_alarm_comes_when_somebody_is_at_work_also_across_a_clock_change(
    due: str, alarm: str
) -> None:
    moment = when(due)
    trigger = trigger_of(moment, calendar())
    if moment.instant is None:
        rings = datetime.combine(moment.day, datetime.min.time()) + trigger
    else:
        start = moment.instant - timedelta(minutes=15)
        rings = (start + trigger).astimezone(LONDON).replace(tzinfo=None)
    assert f"{rings:%a %Y-%m-%d %H:%M}" == alarm
    assert trigger < timedelta()


@pytest.mark.parametrize(
    ("raised", "ends"),
    [
        # 96 hours over the end of summer time, and over its beginning
        ("2026-10-23T10:00", datetime(2026, 10, 27, 9, tzinfo=UTC)),
        ("2026-03-27T10:00", datetime(2026, 3, 31, 10, tzinfo=UTC)),
    ],
)
def test_hours_end_at_their_instant_over_a_clock_change(raised: str, ends: datetime) -> None:
    story = Story(procedure("nyscp"))
    story.opens(raised, "1", raised=raised)
    event = event_of(made(story, raised), story, Key("1", 1, "main"))
    assert event.dtend.value == ends


def test_a_limit_at_midnight_is_shown_on_the_day_whose_end_it_is() -> None:
    story = Story(procedure("nyscp"))
    story.opens("2026-11-19", "1", raised="2026-11-19")
    event = event_of(made(story, "2026-11-20"), story, Key("1", 1, "main"))
    assert event.dtstart.value == datetime(2026, 11, 22, 23, 45, tzinfo=UTC)
    assert event.dtend.value == datetime(2026, 11, 23, tzinfo=UTC)


def test_the_bytes_are_the_same_on_another_day_as_long_as_the_record_is(story: Story) -> None:
    story.add("2026-11-20T09:00", Risk(on=when("2026-11-20T09:00")))
    assert made(story, "2026-11-20T10:00") == made(story, "2027-03-01")


def test_lines_end_with_cr_lf_and_are_folded() -> None:
    long = Story(procedure("nyscp"))
    long.opens("2026-11-19T10:00", "1", raised="2026-11-19T10:00")
    raw = calendar_file([marked(long, "2026-11-20")], ["X" * 100], when("2026-11-20"))
    lines = raw.split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)


def test_a_round_trip_through_the_other_library_keeps_what_it_means(story: Story) -> None:
    story.escalates("2026-11-20T09:00", "3")
    raw = made(story, "2026-11-20T12:00")
    again = vobject.readOne(raw.decode()).serialize()

    def meaning(text: bytes | str) -> list[tuple[object, ...]]:
        read = icalendar.Calendar.from_ical(text)
        return [
            (
                *(event.decoded(name) for name in ("uid", "dtstart", "dtend", "sequence")),
                *(event.decoded(name) for name in ("dtstamp", "summary", "status", "class")),
                [(alarm["action"], alarm.decoded("trigger")) for alarm in event.walk("VALARM")],
            )
            for event in read.walk("VEVENT")
        ]

    assert meaning(again) == meaning(raw)
    assert len(meaning(raw)) == 2


def test_a_dispute_that_cannot_be_read_stands_on_the_day_instead_of_being_missed(
    story: Story,
) -> None:
    raw = made(story, "2026-11-20", ["D-2", "D-2", ""])
    said = [(event.summary.value, event.dtstart.value) for event in events(raw)[:2]]
    today = Moment.of(date(2026, 11, 20)).day
    assert said == [
        (f"{whose}: dates may be wrong or missing", today) for whose in ("D-2", "A dispute")
    ]


def test_a_calendar_of_a_practice_workspace_says_so() -> None:
    practice = calendar_file([], [], when("2026-11-20"), practice=True)
    assert b"\r\nX-WR-CALNAME:Practice deadlines\r\n" in practice
    assert b"Practice" not in calendar_file([], [], when("2026-11-20"))
