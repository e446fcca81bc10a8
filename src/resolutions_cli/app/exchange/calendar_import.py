"""A bank holiday list imported or accepted: checks, question, lock, and the deadlines it moves."""

from collections.abc import Sequence
from pathlib import Path

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.questions import ask
from resolutions_cli.app.read import read_all
from resolutions_cli.app.record import Confirmation, keeping
from resolutions_cli.app.run import Run
from resolutions_cli.app.screen import show_page
from resolutions_cli.core.deadlines.case import MovedDeadline, moved_deadlines
from resolutions_cli.core.record.findings import Finding
from resolutions_cli.core.time.bank_holidays import (
    Holiday,
    OfficialList,
    VanishedHoliday,
    added_holidays,
    check_import,
    unite,
    vanished_holidays,
)
from resolutions_cli.core.value import Value
from resolutions_cli.files.record.first_marks import accept, write_import
from resolutions_cli.files.workspace.calendars import (
    ImportedList,
    list_bytes,
    read_import,
    shipped_list,
)
from resolutions_cli.render.formats.page import Page
from resolutions_cli.render.views.calendar import change_page, list_page, vanished_lines
from resolutions_cli.render.words.words import shown


class Imported(Value):
    """The changes from an import, made or planned: `written` is False for a dry run, and for a
    list that is the newest import already."""

    official: OfficialList
    written: bool
    known: bool = False
    added: Sequence[Holiday] = ()
    vanished: Sequence[VanishedHoliday] = ()
    moved: Sequence[MovedDeadline] = ()
    unreadable: Sequence[Finding] = ()


def import_list(
    run: Run, file: Path, confirmation: Confirmation, *, sure: bool, dry_run: bool
) -> Imported:
    """Check a list, ask if dates disappear, and store it in the workspace; the caller confirms.

    Raises NoBankHolidayFile, what `read_import` and `check_import` raise,
    BankHolidaysWouldVanish, NotRecorded, PerhapsRecorded and Busy.
    """
    raw = list_bytes(file)
    vanished = _vanished(run, read_import(raw, run.now))
    if vanished:
        streams.remark("\n".join(vanished_lines(vanished)))
    if dry_run:
        return _change(run, raw)
    if vanished and not sure and not ask.confirm(run, "Are they bank holidays no longer?"):
        raise errors.BankHolidaysWouldVanish(count=len(vanished))
    with keeping(run, "calendar", "calendar"):
        now = run.afresh()
        # somebody may have imported another list during the question
        if not sure and (others := _vanished(now, read_import(raw, run.now))) != vanished:
            raise errors.BankHolidaysWouldVanish(
                "\n  ".join(vanished_lines(others)), count=len(others)
            )
        change = _change(now, raw, written=True)
        if not change.known:
            confirmation.begin()
            write_import(now.workspace.calendar, raw, now.imports.time_for_next(now.now))
            confirmation.recorded("calendar", "calendar")
    return change


class Accepted(Value):
    """The changes from accepting lists that came from elsewhere, made or planned; `written` is
    False for a dry run, and if none waits."""

    lists: Sequence[ImportedList] = ()
    written: bool = False
    added: Sequence[Holiday] = ()
    vanished: Sequence[VanishedHoliday] = ()
    moved: Sequence[MovedDeadline] = ()
    unreadable: Sequence[Finding] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of their files."""
        return tuple(each.path.name for each in self.lists)


def accept_lists(
    run: Run, name: str, confirmation: Confirmation, *, sure: bool, dry_run: bool
) -> Accepted:
    """Accept lists that came from elsewhere: all of them, or the one of that name. Shows the
    days that they add and remove and the deadlines that move, asks, and marks them; the caller
    confirms.

    Raises NothingOfThatNameWaits, what `check_import` raises, MissingOption, NotRecorded and
    Busy.
    """
    change = _accepting(run, name)
    if dry_run or not change.lists:
        return change
    if not sure:
        if not run.is_interactive:
            raise errors.MissingOption(option="--yes", asks="that these bank holidays count")
        show_page(run, accepting_page(change))
        which = "this list" if len(change.lists) == 1 else f"these {len(change.lists)} lists"
        ask.require_yes(run, f"Use {which} from now on?")
    with keeping(run, "calendar", "calendar"):
        again = _accepting(run.afresh(), name)
        # somebody may have imported or synced during the question
        if not sure and again != change:
            raise errors.MissingOption(option="--yes", asks="once more: something came meanwhile")
        confirmation.begin()
        accept(run.workspace.folder, [each.thing for each in again.lists], run.by)
        confirmation.recorded("calendar", "calendar")
    return again.but(written=True)


def accepting_page(change: Accepted) -> Page:
    """The lists, each with the time of its import, and their changes."""
    lists = [
        block for x in change.lists for block in list_page(x.path.name, x.imported_at, x.official)
    ]
    return [*lists, *change_page(change.added, change.vanished, change.moved)]


def _accepting(run: Run, name: str) -> Accepted:
    """The changes from accepting, found by reading every dispute with and without the lists."""
    waiting = run.imports.waiting
    meant = [each for each in waiting if name in ("", each.path.name, each.path.stem)]
    if not meant:
        if name:
            names = ", ".join(shown(each.path.name) for each in waiting)
            raise errors.NothingOfThatNameWaits(waiting=names or "none")
        return Accepted()
    shipped = shipped_list()
    before = unite([shipped, *run.imports.lists])
    for each in meant:
        check_import(each.official, before, shipped)
    after = run.afresh(*meant)
    shelf = read_all(run)
    now = unite([shipped, *after.imports.lists])
    return Accepted(
        meant,
        added=added_holidays(now, before),
        vanished=vanished_holidays(now, before),
        moved=moved_deadlines(shelf.cases, read_all(after).cases),
        unreadable=shelf.unreadable,
    )


def _vanished(run: Run, new: OfficialList) -> list[VanishedHoliday]:
    """The holidays in force that the new list lacks. Raises what `check_import` raises."""
    shipped = shipped_list()
    in_force = unite([shipped, *run.imports.lists])
    check_import(new, in_force, shipped)
    return vanished_holidays(new, in_force)


def _change(run: Run, raw: bytes, *, written: bool = False) -> Imported:
    """The changes from the list, found by reading every dispute with and without it."""
    at = run.imports.time_for_next(run.now)
    new = read_import(raw, at)
    if run.imports.ends_with(raw):
        return Imported(new, written=False, known=True)
    after = run.afresh(ImportedList(at, Path(), new))
    shelf = read_all(run)
    return Imported(
        new,
        written=written,
        added=added_holidays(new, unite([shipped_list(), *run.imports.lists])),
        vanished=_vanished(run, new),
        moved=moved_deadlines(shelf.cases, read_all(after).cases),
        unreadable=shelf.unreadable,
    )
