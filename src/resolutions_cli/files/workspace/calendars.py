"""The bank holiday lists on disk, shipped and imported, and the calendar made from them."""

import os
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from resolutions_cli import errors
from resolutions_cli.core.time.bank_holidays import (
    OfficialList,
    divisions_of,
    holidays_of,
    read_official_list,
    unite,
)
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.time.working_days import (
    CalendarSource,
    Holidays,
    WorkingCalendar,
    pack_calendar,
    unpack_calendar,
)
from resolutions_cli.core.value import Value
from resolutions_cli.files.disk import cache
from resolutions_cli.files.disk.places import DATA
from resolutions_cli.files.disk.read import digest_of, is_junk, read_bytes
from resolutions_cli.files.workspace.accepted import Thing, Validity, What, standing

#: In bytes; GOV.UK's list of seventeen years has 62 thousand.
LARGEST_LIST = 2 * 1024 * 1024

_NAME = re.compile(r"(?P<time>\d{8}T\d{6}\.\d{3}Z)-(?P<digest>[0-9a-f]{16})\.json", re.ASCII)

#: The `holidays` package's name for each division. Wales's bank holidays are England's.
_SUBDIVISIONS = {"england-and-wales": "ENG", "scotland": "SCT", "northern-ireland": "NIR"}

#: The `holidays` package gives Scotland St Andrew's Day from 2006, but the Act that made it a
#: bank holiday (St Andrew's Day Bank Holiday (Scotland) Act 2007) is of 15 January 2007.
_NEVER_WERE = {"scotland": {date(2006, 11, 30)}}


class ImportedList(Value):
    """An unchanged import; `imported_at` is the instant in its name, in UTC, `digest` the
    SHA-256 of its bytes."""

    imported_at: datetime
    path: Path
    official: OfficialList
    digest: str = ""

    @property
    def thing(self) -> Thing:
        """The list as a thing to be accepted."""
        return Thing(What.CALENDAR, self.digest, self.path.name)


class CalendarProblem(Value):
    """A file of the calendar folder that does not count, and why."""

    path: Path
    condition: errors.ResolveError


class ImportedLists(Value):
    """The contents of the calendar folder; `good` by time of import, so that the last one wins.

    `waiting` came from elsewhere and do not count until somebody accepts them here.
    """

    good: Sequence[ImportedList] = ()
    problems: Sequence[CalendarProblem] = ()
    waiting: Sequence[ImportedList] = ()

    def ends_with(self, raw: bytes) -> bool:
        """Whether the last import has exactly these bytes."""
        return bool(self.good) and self.good[-1].path.stem.endswith(_digest(raw))

    def time_for_next(self, now: datetime) -> datetime:
        """The time to give the next import: now, but always after the last one, which wins. A
        clock may have been set back."""
        if not self.good:
            return now
        return max(now, self.good[-1].imported_at + timedelta(milliseconds=1))

    @property
    def lists(self) -> list[OfficialList]:
        """The good lists, to follow the shipped one."""
        return [each.official for each in self.good]


# ------------------------------------------------------------------ reading


def shipped_list() -> OfficialList:
    """The list that comes with the program, and the holidays proclaimed since it was made.

    `data/bank-holidays-source.toml` gives the source of each.
    """
    import json  # only needed to read a list: the shipped calendar is cached
    import tomllib

    source = tomllib.loads((DATA / "bank-holidays-source.toml").read_text("utf-8"))
    decoded = json.loads((DATA / "bank-holidays.json").read_bytes())
    for added in source["proclaimed"]:
        event = {"title": added["title"], "date": str(added["date"]), "notes": added["notes"]}
        decoded[added["division"]]["events"].append(event)
    return read_official_list(decoded, listed_on=source["listed"])


def read_import(raw: bytes, now: datetime) -> OfficialList:
    """The official list in these bytes, checked; `now` is the time of the import.

    Raises BankHolidayListTooLarge before anything is parsed, NotBankHolidayList if it is not
    JSON, and whatever `read_official_list` raises.
    """
    if len(raw) > LARGEST_LIST:
        raise errors.BankHolidayListTooLarge(limit=LARGEST_LIST)
    import json

    try:
        decoded = json.loads(raw, object_pairs_hook=_object_without_doubles)
    except (ValueError, RecursionError):
        raise errors.NotBankHolidayList from None
    return read_official_list(decoded, listed_on=Moment.of(now).day, imported=True)


def _object_without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The pairs as a dict. json would keep the last of two equal keys and could hide a division."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise errors.NotBankHolidayList
    return found


def list_bytes(path: Path) -> bytes:
    """The bytes of a list that the user named.

    Raises NoBankHolidayFile and BankHolidayListTooLarge.
    """
    try:
        # Opening a pipe would wait for a writer.
        if not path.is_file():
            raise errors.NoBankHolidayFile(str(path))
        with path.open("rb") as file:
            return _within_limit(file.read(LARGEST_LIST + 1))
    except OSError:
        raise errors.NoBankHolidayFile(str(path)) from None


def read_imports(folder: Path) -> ImportedLists:
    """Every import in `<workspace>/calendar`; none if the folder is missing.

    Faults in the folder do not raise: they are among the problems. A copy of a list under a
    sync tool's name is not a problem.
    """
    good: list[ImportedList] = []
    problems: list[CalendarProblem] = []
    if folder.is_symlink():
        return _unreadable(folder)
    try:
        paths = sorted(folder.iterdir())
    except FileNotFoundError:
        return ImportedLists()
    except OSError:
        return _unreadable(folder)
    for path in paths:
        if is_junk(path.name):
            continue
        try:
            good.append(_read_imported(path))
        except errors.ResolveError as condition:
            problems.append(CalendarProblem(path, condition))
    problems = [each for each in problems if not _is_copy(each, good)]
    found = [(each, standing(folder.parent, each.thing)) for each in good]
    problems += [
        CalendarProblem(each.path, errors.CalendarFileUnreadable())
        for each, stands in found
        if stands is Validity.IN_DOUBT
    ]
    counting = [each for each, stands in found if stands is Validity.COUNTS]
    # A list that was also imported here needs no acceptance.
    known = {each.digest for each in counting}
    waits = (each for each, stands in found if stands is Validity.WAITS)
    waiting = [each for each in waits if each.digest not in known]
    return ImportedLists(counting, problems, waiting)


def _unreadable(folder: Path) -> ImportedLists:
    return ImportedLists(problems=[CalendarProblem(folder, errors.CalendarFileUnreadable())])


def can_be_import(name: str, raw: bytes) -> bool:
    """Whether a file with that name and these bytes would be usable in the calendar folder."""
    try:
        read_import(raw, _imported_at(name))
    except errors.ResolveError:
        return False
    return True


def _imported_at(name: str) -> datetime:
    """The instant in the name of an import. Raises CalendarFileMisnamed."""
    found = _NAME.fullmatch(name)
    if not found:
        raise errors.CalendarFileMisnamed
    try:
        return datetime.fromisoformat(found["time"])
    except ValueError:
        raise errors.CalendarFileMisnamed from None


def _read_imported(path: Path) -> ImportedList:
    imported_at = _imported_at(path.name)
    raw = _read_bytes(path)
    # A sync tool or git may have changed the line endings, which changes nothing in JSON.
    forms = (raw, raw.replace(b"\r\n", b"\n"))
    digests = [each for each in map(digest_of, forms) if each.startswith(path.stem[-16:])]
    if not digests:
        raise errors.CalendarFileChanged
    return ImportedList(imported_at, path, read_import(raw, imported_at), digests[0])


def _read_bytes(path: Path) -> bytes:
    try:
        return _within_limit(read_bytes(path, LARGEST_LIST))
    except OSError:
        raise errors.CalendarFileUnreadable from None


def _within_limit(raw: bytes) -> bytes:
    if len(raw) > LARGEST_LIST:
        raise errors.BankHolidayListTooLarge(limit=LARGEST_LIST)
    return raw


def _is_copy(problem: CalendarProblem, good: Sequence[ImportedList]) -> bool:
    """Whether a misnamed file is a sync tool's copy of a good import."""
    if not isinstance(problem.condition, errors.CalendarFileMisnamed):
        return False
    try:
        digest = _digest(_read_bytes(problem.path))
    except errors.ResolveError:
        return False
    return any(each.path.stem.endswith(digest) for each in good)


# ------------------------------------------------------------------ writing


def _digest(raw: bytes) -> str:
    """The first 16 hex digits of the SHA-256, as the file's name has them."""
    return digest_of(raw)[:16]


# ------------------------------------------------------------------ the calendar


def calendar_for(nation: str, lists: Sequence[OfficialList]) -> WorkingCalendar:
    """The calendar of a nation: the shipped list first, then the imports by time.

    Raises UnknownNation. Years that no list covers come from the `holidays` package.
    """
    official = unite(lists)
    divisions = divisions_of(nation)

    def holidays_in(year: int) -> Holidays:
        return holidays_of(nation, {each: official.divisions[each][year] for each in divisions})

    source = CalendarSource(
        title="GOV.UK bank holidays",
        listed_on=official.listed_on,
        imported=official.imported,
        confirmed_from=date(official.first_year, 1, 1),
        confirmed_until=date(official.last_year, 12, 31),
    )
    confirmed = {year: holidays_in(year) for year in official.years}
    return WorkingCalendar(nation, confirmed, partial(holidays_by_rule, nation), source)


def shipped_calendar(nation: str) -> WorkingCalendar:
    """The calendar of a nation without imported lists. Raises UnknownNation.

    It is cached: reading the list takes as long as a whole short command.
    """
    folder = cache.folder(os.environ)
    name, key = f"calendar-{nation}", (nation,)
    if kept := cache.load(folder, name, key):
        return unpack_calendar(kept[1], partial(holidays_by_rule, nation))
    calendar = calendar_for(nation, [shipped_list()])
    cache.store(folder, name, (key, pack_calendar(calendar)))
    return calendar


def holidays_by_rule(nation: str, year: int) -> Holidays:
    """The bank holidays of a nation in a year without a list. Raises UnknownNation."""
    return holidays_of(nation, {each: _by_rule(each, year) for each in divisions_of(nation)})


def _by_rule(division: str, year: int) -> Holidays:
    """The bank holidays of a year that no list covers, known or expected."""
    # Importing this takes longer than most commands, and few need it.
    from holidays import country_holidays

    found = country_holidays("GB", subdiv=_SUBDIVISIONS[division], years=year)
    never_were = _NEVER_WERE.get(division, set())
    return {
        day: name.replace("(observed)", "(substitute day)")
        for day, name in found.items()
        if day not in never_were
    }
