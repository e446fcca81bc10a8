"""Recording: words first, then the lock, then the log afresh, the checks, and the entry."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.agency_words import rows_in_words
from resolutions_cli.app.read import Read, read_again, read_newest, warn_of_damage
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
    """What was recorded and is not yet confirmed: nothing, until something was written."""

    def __init__(self, held: ExitStack) -> None:
        self.place = ""
        self.command = ""
        self._held = held
        self._interrupt = durable.Interrupt()

    def begin(self) -> None:
        """Hold Ctrl-C back from here on; to be called just before a write."""
        if not self._interrupt.holds:
            self._interrupt = self._held.enter_context(durable.interrupts_held())

    def recorded(self, place: str, command: str) -> None:
        """Note that something is durable, in that dispute or folder, and which command shows it."""
        self.place, self.command = place, command
        note_recorded(command)

    @property
    def was_interrupted(self) -> bool:
        """Whether an interrupt is held back."""
        return self._interrupt.came

    def raise_if_interrupted(self) -> None:
        """Raise InterruptedAfterRecording when an interrupt was held back."""
        if self.place and self._interrupt.came:
            raise errors.InterruptedAfterRecording(command=self.command)


@contextmanager
def confirming() -> Iterator[Confirmation]:
    """A block that records, under the lock, and then confirms, without it.

    Once something was written in it, an interrupt waits until the confirmation is out, and is
    answered with InterruptedAfterRecording (a second one is not held back, but answered in the
    same way: `interruption`); whatever else goes wrong, it is said that it was recorded, so that
    nobody records it again.
    """
    with ExitStack() as held:
        confirmation = Confirmation(held)
        try:
            yield confirmation
            streams.flush()
        except Exception as fault:
            # that it could not be printed is answered with that it was recorded (`interruption`)
            silent = isinstance(fault, streams.ClosedPipe | errors.NotPrinted)
            if confirmation.place and not silent:
                streams.remark(f"resolve: it was recorded in {confirmation.place}, but:")
            raise
    confirmation.raise_if_interrupted()


# ------------------------------------------------------------------ an entry


#: Looks at the dispute under the lock and says when it happened and the facts to record;
#: raises when the procedure or the record does not allow it.
Make = Callable[[Read], tuple[Moment, AnyFacts]]


#: Gaps that a move says aloud: a risk nobody was told of, a panel that never met.
_SERIOUS = frozenset({"never-told", "risk-goes-on", "left-without"})

#: As Make, for several entries that belong together.
MakeAll = Callable[[Read], Sequence[Draft]]


def _is_not_their_fault(fault: errors.ResolveError) -> bool:
    """Whether nobody can put it right by typing something else: something could not be read,
    somebody else is writing, it could not be written."""
    codes = (UNREADABLE, errors.Busy.exit_code, errors.NotRecorded.exit_code)
    return fault.exit_code in codes


def _how_much(fault: errors.ResolveError) -> str:
    """How much was recorded."""
    if isinstance(fault, errors.PartlyRecorded):
        return "Not all of it was"
    if isinstance(fault, errors.PerhapsRecorded):
        return "It is not certain that it was"
    return "Nothing was"


def record(
    run: Run, typed: str, make: Make, texts: Mapping[str, str], *, moves: bool = False
) -> int:
    """Record one entry in the dispute that was named, and show what follows. The exit code.

    `texts` were all typed before; they are given back when nothing could be recorded. A move
    is refused in a damaged dispute (DisputeDamaged), anything else is taken there. Raises what
    `make` raises, NotRecorded and Busy.
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
    """Record several entries in one holding of the lock: checked all together, then written.

    As `record`; PartlyRecorded when the disk filled up on the way. What was recorded `before`,
    by `record_first` say, is shown with them.
    """
    with confirming() as confirmation:
        with writing(run, texts):
            read = read_newest(run, typed)
            if moves and read.is_damaged:
                warn_of_damage(run, read.findings)
                raise errors.DisputeDamaged(reference=read.log.reference)
            entries = write_all(run, read.log, make(read), confirmation)
        return show_recorded(run, read.log.reference, *before, *entries)


def record_note(run: Run, typed: str, facts: AnyFacts, texts: Mapping[str, str]) -> int:
    """Record what the procedure has no say in, also in a dispute that no dates can be shown for:
    what happened to a child must not wait for a newer program. The exit code.

    Raises NotRecorded and Busy, and DisputeUnreadable where no entry opens the dispute.
    """
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
    """Record what must not wait for the questions that follow; whoever asks them shows it.

    As `record_all`, but nothing is printed.
    """
    with confirming() as confirmation, writing(run, texts):
        read = read_newest(run, typed)
        return write_all(run, read.log, make(read), confirmation)


def write_all(
    run: Run, log: Log, drafts: Sequence[Draft], confirmation: Confirmation
) -> list[Entry]:
    """Write entries to a log, under the lock, signed by whoever records.

    Raises NotRecorded, PartlyRecorded when some were written, PerhapsRecorded,
    RedactionUnfinished and RedactionWaits.
    """
    entries: list[Entry] = []
    if not run.is_interactive and any(is_key(key) for draft in drafts for key in draft.texts):
        say_sealed()
    confirmation.begin()
    for draft in drafts:
        # what an entry before it named for the first time
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
    """Hold the lock; when nothing can be recorded, give back what was typed.

    Not when it is refused: then there is something to be put right in what was typed.
    """
    try:
        with lock.held(run.workspace.folder):
            yield
    except (errors.RedactionUnfinished, errors.RedactionWaits):  # it was recorded
        raise
    except errors.ResolveError as fault:
        if not _is_not_their_fault(fault):
            raise
        # why it was not recorded is said, also where nothing can be printed
        with suppress(errors.NotPrinted):
            if run.asked.json:
                streams.say_document(not_recorded_json(texts))
            else:
                streams.say(not_recorded_text(texts, _how_much(fault)))
        raise


def show_recorded(run: Run, reference: str, *entries: Entry) -> int:
    """Print what was recorded, where the dispute is now, and what is owed."""
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
    """Print what was recorded in a dispute that no dates can be shown for."""
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
    """What a move must not leave behind unseen; codes and dates, no text of the record.

    Of what stages were left without, what the last one was: the others were said then, and
    stand in `show`.
    """
    from resolutions_cli.core.views.gaps import gaps_of  # a note moves nothing

    left = [visit for visit in case.dispute.visits if visit.left]
    last = (left[-1].stage, left[-1].number) if left else None
    for gap in gaps_of(case):
        if gap.name in _SERIOUS and gap.visit in (None, last):
            streams.remark(f"resolve: warning: {gap.sentence}\n  {gap.command}")


def _remind(reference: str) -> None:
    """What every move asks for besides: the child's file, and the partners."""
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
    """The texts that were given at all."""
    return {key: text for key, text in texts.items() if text}


# ------------------------------------------------------------------ whole files


@contextmanager
def keeping(run: Run, place: str, command: str) -> Iterator[None]:
    """Hold the workspace's lock while a file is put into its folder `place`, what was left over
    there removed; `command` tells whether it is there.

    To be used within `confirming`. Raises NotRecorded when it cannot be written, PerhapsRecorded
    when that is not certain, and Busy.
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
    """Say, without naming it, that an agency is in no list; or in how many rows of a sheet."""
    what = "an agency that this workspace does not list is kept in this dispute alone"
    if rows:
        one = "1 row" if rows == 1 else f"{rows} rows"
        what = f"agencies that this workspace does not list are kept in one dispute each: {one}"
    streams.remark(
        f"resolve: note: {what}\n"
        "  the name is a text that can be removed; [agencies] in resolve.toml lists agencies"
    )
