"""Recording: the words first, then the lock, the log read anew, the checks, and the entry."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.agency_words import rows_in_words
from resolutions_cli.app.keyboard.look_over import look_over
from resolutions_cli.app.preview import due_after
from resolutions_cli.app.read import (
    Read,
    read_again,
    read_newest,
    require_sound,
    warn_of_damage,
)
from resolutions_cli.app.remind import UNREADABLE
from resolutions_cli.app.run import Run
from resolutions_cli.app.screen import show_tables
from resolutions_cli.app.streams import note_recorded
from resolutions_cli.core.deadlines.case import Case
from resolutions_cli.core.entries.entry import Draft, Entry, named_by
from resolutions_cli.core.entries.facts import AnyFacts
from resolutions_cli.core.entries.sealed_codes import is_key
from resolutions_cli.core.record.log import Log, is_move
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.files.disk import durable, lock
from resolutions_cli.files.disk.durable import Unconfirmed
from resolutions_cli.files.record.log import find_log
from resolutions_cli.files.record.sweep import sweep
from resolutions_cli.files.record.write import record as write_entry
from resolutions_cli.render.views.done import (
    not_recorded_json,
    not_recorded_text,
    note_text,
    recorded_text,
    running_ahead,
)
from resolutions_cli.render.views.due import due_table

# ------------------------------------------------------------------ between writing and confirming


class Confirmation:
    """The place of an entry that is recorded but not confirmed yet; empty before the write."""

    def __init__(self, held: ExitStack) -> None:
        self.place = ""
        self.command = ""
        self._held = held
        self._interrupt = durable.Interrupt()

    def begin(self) -> None:
        """Hold Ctrl-C back from here on; call it just before a write."""
        if not self._interrupt.holds:
            self._interrupt = self._held.enter_context(durable.interrupts_held())

    def recorded(self, place: str, command: str) -> None:
        """Note that an entry or file is durable, its dispute or folder, and the command that
        shows it."""
        self.place, self.command = place, command
        note_recorded(command)

    @property
    def was_interrupted(self) -> bool:
        """Whether an interrupt came and is held back."""
        return self._interrupt.came

    def raise_if_interrupted(self) -> None:
        """Raise InterruptedAfterRecording if an interrupt was held back."""
        if self.place and self._interrupt.came:
            raise errors.InterruptedAfterRecording(command=self.command)


@contextmanager
def confirming() -> Iterator[Confirmation]:
    """A block that records under the lock, and then confirms without it.

    After a write, an interrupt waits until the confirmation is out, and then raises
    InterruptedAfterRecording. A second one is not held back, but gets the same answer
    (`interruption`). After any other fault, a message says that the entry was recorded, so that
    the user does not record it twice.
    """
    with ExitStack() as held:
        confirmation = Confirmation(held)
        try:
            yield confirmation
            streams.flush()
        except Exception as fault:
            # if it cannot be printed, the answer itself says that it was recorded (`not_printed`)
            silent = isinstance(fault, streams.ClosedPipe | errors.NotPrinted)
            if confirmation.place and not silent:
                streams.remark(f"resolve: it was recorded in {confirmation.place}, but:")
            raise
    confirmation.raise_if_interrupted()


# ------------------------------------------------------------------ an entry


#: Checks the dispute under the lock and returns when it happened and the facts to record;
#: raises if the procedure or the record does not allow it.
Make = Callable[[Read], tuple[Moment, AnyFacts]]


#: Gaps that a move warns of: a risk that people were not told of, a panel that never met.
_SERIOUS = frozenset({"never-told", "risk-goes-on", "left-without"})

#: The same as Make, for several entries that belong together.
MakeAll = Callable[[Read], Sequence[Draft]]


def _is_not_their_fault(fault: errors.ResolveError) -> bool:
    """Whether typing something else would not help: a file could not be read or written, or
    another process is writing."""
    codes = (UNREADABLE, errors.Busy.exit_code, errors.NotRecorded.exit_code)
    return fault.exit_code in codes


def _how_much(fault: errors.ResolveError) -> str:
    """The beginning of a sentence that says how much was recorded."""
    if isinstance(fault, errors.PartlyRecorded):
        return "Not all of it was"
    if isinstance(fault, errors.PerhapsRecorded):
        return "It is not certain that it was"
    return "Nothing was"


def record(
    run: Run, typed: str, make: Make, texts: Mapping[str, str], *, moves: bool = False
) -> int:
    """Record one entry in the named dispute, and show what follows. Returns the exit code.

    `texts` hold everything typed before; they are given back if recording fails. A damaged
    dispute refuses a move (DisputeDamaged) and takes any other entry. Raises what `make` raises,
    NotRecorded and Busy.
    """
    return record_all(run, typed, lambda read: [Draft(*make(read), texts)], texts, moves=moves)


def record_all(
    run: Run,
    typed: str,
    make: MakeAll,
    texts: Mapping[str, str],
    *,
    moves: bool = False,
    before: Sequence[Entry] = (),
) -> int:
    """Record several entries under one lock: all are checked first, then written.

    The same as `record`; PartlyRecorded if the disk fills up on the way. Also shows the entries
    recorded `before`, for example by `record_first`.
    """
    if run.is_interactive:
        look_over(lambda: due_after(run, typed, make))
    with confirming() as confirmation:
        with writing(run, texts):
            read = read_newest(run, typed)
            if moves:
                require_sound(run, read)
            entries = write_all(run, read.log, make(read), confirmation)
        return show_recorded(run, read.log.reference, *before, *entries)


def record_note(run: Run, typed: str, facts: AnyFacts, texts: Mapping[str, str]) -> int:
    """Record an entry that the procedure does not govern, even in a dispute without dates: a
    note about a child must not wait for a newer program. Returns the exit code.

    Raises NotRecorded and Busy, and DisputeUnreadable if no entry opens the dispute.
    """
    if run.is_interactive:
        look_over(tuple)
    with confirming() as confirmation:
        with writing(run, texts):
            try:
                log = read_newest(run, typed).log
            except errors.DisputeUnreadable:
                log = find_log(run.workspace, typed)
                if log.opened is None:
                    raise
            entries = write_all(run, log, [Draft(run.at, facts, texts)], confirmation)
        try:
            return show_recorded(run, log.reference, *entries)
        except errors.DisputeUnreadable as fault:
            _show_without_dates(run, log.reference, entries)
            return streams.complain(fault)


def record_first(run: Run, typed: str, make: MakeAll, texts: Mapping[str, str]) -> list[Entry]:
    """The entries that must be recorded before the next questions; the caller shows them.

    The same as `record_all`, without printing.
    """
    with confirming() as confirmation, writing(run, texts):
        read = read_newest(run, typed)
        return write_all(run, read.log, make(read), confirmation)


def write_all(
    run: Run, log: Log, drafts: Sequence[Draft], confirmation: Confirmation
) -> list[Entry]:
    """The entries after writing them to a log, under the lock, each with the name in `by`.

    Raises NotRecorded, PartlyRecorded if some were written, PerhapsRecorded,
    RedactionUnfinished and RedactionWaits.
    """
    entries: list[Entry] = []
    if not run.is_interactive and any(is_key(key) for draft in drafts for key in draft.texts):
        say_sealed()
    confirmation.begin()
    for draft in drafts:
        # an earlier entry here may have named an agency for the first time
        for earlier in entries:
            draft = named_by(draft, earlier)
        signed = draft.but(texts={**draft.texts, "by": run.by})
        try:
            entry = write_entry(run.workspace, log.reference, signed, log)
        except errors.NotRecorded as fault:
            if not entries:
                raise
            raise errors.PartlyRecorded(
                fault.place, done=len(entries), count=len(drafts), reason=fault.facts["reason"]
            ) from fault
        confirmation.recorded(log.reference, f"show {log.reference}")
        log = log.but(entries=(*log.entries, entry))
        entries.append(entry)
    return entries


@contextmanager
def writing(run: Run, texts: Mapping[str, str]) -> Iterator[None]:
    """Hold the lock; if recording fails, print the typed texts again.

    A refusal does not print them, since the typed words themselves need correcting.
    """
    try:
        with lock.held(run.workspace.folder):
            yield
    except (errors.RedactionUnfinished, errors.RedactionWaits):  # it was recorded
        raise
    except errors.ResolveError as fault:
        if not _is_not_their_fault(fault):
            raise
        # the reason goes to stderr even if the texts cannot be printed
        with suppress(errors.NotPrinted):
            if run.asked.json:
                streams.say_document(not_recorded_json(texts))
            else:
                streams.say(not_recorded_text(texts, _how_much(fault)))
        raise


def show_recorded(run: Run, reference: str, *entries: Entry) -> int:
    """Print the recorded entries, the dispute's stage now, and the open deadlines. Returns the
    exit code."""
    read = read_again(run, reference)
    case = read.case
    if run.asked.json:
        from resolutions_cli.render.fields.deadline_json import deadline_json
        from resolutions_cli.render.formats.json import document

        streams.say_document(
            document(
                "entry",
                case.as_of,
                run.calendar(case.dispute.procedure.nation).source,
                dispute=read.log.reference,
                entry=entries[-1].id,
                entries=[entry.id for entry in entries],
                stage=case.dispute.stage.id,
                deadlines=[deadline_json(deadline) for deadline in case.open_deadlines],
            )
        )
    else:
        streams.say(recorded_text(case, entries))
        if case.open_deadlines:
            streams.say("\n")
            rows = rows_in_words(run, case.open_deadlines)
            show_tables(run, [due_table(rows, (), case.as_of)])
        if case.dispute.entries[0].id in (entry.id for entry in entries):
            streams.say("".join(f"{line}\n" for line in running_ahead(case)))
    if any(is_move(entry) for entry in entries):
        _warn(case)
        _remind(reference)
    warn_of_damage(run, read.findings)
    return UNREADABLE if read.is_damaged else 0


def _show_without_dates(run: Run, reference: str, entries: Sequence[Entry]) -> None:
    """Print the entries recorded in a dispute whose dates cannot be shown."""
    if not run.asked.json:
        streams.say(note_text(reference, entries))
        return
    from resolutions_cli.render.formats.json import document

    streams.say_document(
        document(
            "entry",
            run.as_of,
            run.calendar("england").source,
            dispute=reference,
            entry=entries[-1].id,
            entries=[entry.id for entry in entries],
            stage=None,
            deadlines=None,
        )
    )


def _warn(case: Case) -> None:
    """Warn of gaps that a move must not leave unnoticed; codes and dates, no text of the record.

    For stages that were left with a gap, only the last one: earlier ones were reported at the
    time, and `show` lists them.
    """
    from resolutions_cli.core.views.gaps import gaps_of  # a note needs no gaps

    left = [visit for visit in case.dispute.visits if visit.left]
    last = (left[-1].stage, left[-1].number) if left else None
    for gap in gaps_of(case):
        if gap.name in _SERIOUS and gap.visit in (None, last):
            streams.remark(f"resolve: warning: {gap.sentence}\n  {gap.command}")


def _remind(reference: str) -> None:
    """Remind of two tasks after every move: the child's file, and the partners."""
    streams.remark(
        "resolve: note: put the decision and the reason on the child's file, then"
        f" `resolve done {reference} child-file`\n"
        "  send the partners the newest bundle:"
        f" `resolve export --bundle ~/{reference}.toml {reference}`,"
        f" then `resolve done {reference} partners`"
    )


def numbered(key: str, texts: Sequence[str]) -> dict[str, str]:
    """Several texts of one key as an entry holds them: "key-1", "key-2", …"""
    return {f"{key}-{number}": text for number, text in enumerate(texts, 1)}


def given(**texts: str) -> dict[str, str]:
    """The texts that are not empty."""
    return {key: text for key, text in texts.items() if text}


# ------------------------------------------------------------------ whole files


@contextmanager
def keeping(run: Run, place: str, command: str) -> Iterator[None]:
    """Hold the workspace's lock while the block puts a file into the folder `place`, after
    removing leftovers there; `command` shows whether the file is there.

    Use it within `confirming`. Raises NotRecorded if the file cannot be written, PerhapsRecorded
    if that is not certain, and Busy.
    """
    with writing(run, {}):
        sweep(run.workspace)
        try:
            yield
        except Unconfirmed as fault:
            raise errors.PerhapsRecorded(place, command=command, reason=fault.strerror) from fault
        except OSError as fault:
            raise errors.NotRecorded(place, reason=fault.strerror) from fault


def say_sealed(rows: int = 0) -> None:
    """Note, without naming it, that an agency is not listed; or in how many rows of a sheet."""
    what = "an agency that this workspace does not list is kept in this dispute alone"
    if rows:
        one = "1 row" if rows == 1 else f"{rows} rows"
        what = f"agencies that this workspace does not list are kept in one dispute each: {one}"
    streams.remark(
        f"resolve: note: {what}\n"
        "  the name is a text that can be removed; [agencies] in resolve.toml lists agencies"
    )
