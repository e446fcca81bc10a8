"""Gists and calendars as plain tuples, numbers and strings, to be kept and taken up again.

Days are ordinals, instants whole minutes since 1970. `unpack(pack(gist)) == gist`.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from resolutions_cli.core.amount import Amount, Unit
from resolutions_cli.core.brief import Gist
from resolutions_cli.core.clock import Clock
from resolutions_cli.core.deadline import Concern, ConcernCode, Done, End, Key, Moved, Owed
from resolutions_cli.core.limit import Limit
from resolutions_cli.core.when import Moment
from resolutions_cli.core.working_days import CalendarSource, Holidays, WorkingCalendar

#: What `pack` makes of a value; only `unpack` knows which field stands where.
Packed = tuple[Any, ...]


def pack(gist: Gist) -> Packed:
    """All that the gist says."""
    return (
        (gist.reference, gist.procedure, gist.version, gist.digest, gist.nation),
        (gist.stage, gist.who, gist.who_words, gist.outcome),
        _pack_moment(gist.opened_at),
        _pack_moment(gist.closed_at),
        (gist.concerns, gist.agencies, gist.named),
        (gist.last_recorded.toordinal(), _pack_day(gist.checked_on), gist.to_record),
        tuple(map(_pack_duty, gist.duties)),
        tuple(moved.as_tuple() if moved else None for moved in gist.moved),
    )


def unpack(packed: Packed) -> Gist:
    """The gist that was packed."""
    (reference, procedure, version, digest, nation), where, opened, closed, names, *rest = packed
    stage, who, who_words, outcome = where
    concerns, agencies, named = names
    (last_recorded, checked_on, to_record), duties, moved = rest
    return Gist(
        reference=reference,
        procedure=procedure,
        version=version,
        digest=digest,
        nation=nation,
        stage=stage,
        who=who,
        who_words=who_words,
        opened_at=_known(opened),
        closed_at=_moment(closed),
        outcome=outcome,
        concerns=concerns,
        agencies=agencies,
        named=named,
        last_recorded=date.fromordinal(last_recorded),
        checked_on=date.fromordinal(checked_on) if checked_on else None,
        to_record=to_record,
        duties=tuple(map(_duty, duties)),
        moved=tuple(Moved(*each) if each else None for each in moved),
    )


# ------------------------------------------------------------------ what a gist is made of


def _pack_moment(moment: Moment | None) -> int | tuple[int, int] | None:
    if moment is None:
        return None
    day = moment.day.toordinal()
    return (day, int(moment.instant.timestamp()) // 60) if moment.instant else day


def _pack_day(day: date | None) -> int | None:
    return day.toordinal() if day else None


def _known(packed: int | tuple[int, int]) -> Moment:
    if isinstance(packed, int):
        return Moment(date.fromordinal(packed))
    day, minutes = packed
    return Moment(date.fromordinal(day), datetime.fromtimestamp(minutes * 60, UTC))


def _moment(packed: int | tuple[int, int] | None) -> Moment | None:
    return None if packed is None else _known(packed)


def _pack_duty(owed: Owed) -> Packed:
    key, done = owed.key, owed.done
    return (
        (key.stage, key.visit, key.duty, key.agency, key.time),
        owed.title,
        owed.who,
        tuple(map(_pack_clock, owed.clocks)),
        owed.arose,
        (_pack_moment(done.at), str(done.how)) if done else None,
        (owed.unknown, owed.codes, _pack_moment(owed.since)),
        tuple((str(concern.code), concern.names) for concern in owed.concerns),
    )


def _duty(packed: Packed) -> Owed:
    key, title, who, clocks, arose, done, (unknown, codes, since), concerns = packed
    return Owed(
        key=Key(*key),
        title=title,
        who=who,
        clocks=tuple(map(_clock, clocks)),
        arose=arose,
        done=Done(_known(done[0]), End(done[1])) if done else None,
        unknown=unknown,
        codes=codes,
        since=_moment(since),
        concerns=tuple(Concern(ConcernCode(code), names) for code, names in concerns),
    )


def _pack_clock(clock: Clock) -> Packed:
    return (
        (clock.rule, clock.of, clock.stage),
        _pack_limit(clock.limit) if clock.limit else None,
        _pack_moment(clock.event),
        _pack_moment(clock.due),
        _pack_moment(clock.aim),
        (clock.pending_on, clock.planned, clock.provisional, clock.cited),
        (clock.at_latest, clock.doubted),
    )


def _clock(packed: Packed) -> Clock:
    (rule, of, stage), limit, event, due, aim, how, (at_latest, doubted) = packed
    pending_on, planned, provisional, cited = how
    return Clock(
        rule=rule,
        of=of,
        stage=stage,
        limit=_limit(limit) if limit else None,
        event=_moment(event),
        due=_moment(due),
        aim=_moment(aim),
        pending_on=pending_on,
        planned=planned,
        provisional=provisional,
        cited=cited,
        at_latest=at_latest,
        doubted=doubted,
    )


# A hundred disputes under one procedure have its few limits again and again: each is packed
# into one tuple, and made from it once.


@lru_cache(maxsize=1024)
def _pack_limit(limit: Limit) -> Packed:
    return (
        _pack_amount(limit.amount),
        (limit.backward, limit.of, limit.agreed),
        _pack_amount(limit.aim),
        (limit.at_latest, limit.cite, limit.reading, limit.line),
    )


@lru_cache(maxsize=1024)
def _limit(packed: Packed) -> Limit:
    amount, (backward, of, agreed), aim, (at_latest, cite, reading, line) = packed
    return Limit(
        amount=_amount(amount),
        backward=backward,
        of=of,
        agreed=agreed,
        aim=_amount(aim),
        at_latest=at_latest,
        cite=cite,
        reading=reading,
        line=line,
    )


def _pack_amount(amount: Amount | None) -> tuple[int, str, str] | None:
    # a plain string: marshal takes no member of an enumeration
    return (amount.number, str(amount.unit), amount.words) if amount else None


def _amount(packed: tuple[int, str, str] | None) -> Amount | None:
    return Amount(packed[0], Unit(packed[1]), packed[2]) if packed else None


# ------------------------------------------------------------------ calendars


def pack_calendar(calendar: WorkingCalendar) -> Packed:
    """The confirmed bank holidays and where they come from."""
    source = calendar.source
    return (
        calendar.nation,
        {
            year: {day.toordinal(): name for day, name in days.items()}
            for year, days in calendar.confirmed.items()
        },
        (source.title, source.listed_on.toordinal(), source.imported),
        (source.confirmed_from.toordinal(), source.confirmed_until.toordinal()),
    )


def unpack_calendar(packed: Packed, beyond: Callable[[int], Holidays]) -> WorkingCalendar:
    """The calendar that was packed; `beyond` knows the years that no list covers."""
    nation, years, (title, listed_on, imported), (first, last) = packed
    source = CalendarSource(
        title=title,
        listed_on=date.fromordinal(listed_on),
        imported=imported,
        confirmed_from=date.fromordinal(first),
        confirmed_until=date.fromordinal(last),
    )
    confirmed = {
        year: {date.fromordinal(day): name for day, name in days.items()}
        for year, days in years.items()
    }
    return WorkingCalendar(nation, confirmed, beyond, source)
