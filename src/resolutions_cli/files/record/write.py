"""An entry is recorded: prepared, read back, and written durably."""

import contextlib
import os

from resolutions_cli import errors
from resolutions_cli.core.entries.entry import Draft, Entry, head_values, named_by
from resolutions_cli.core.entries.facts import Opened, Redacted, allows_text
from resolutions_cli.core.entries.reference import LONGEST, TWIN, is_reference, same_in_any_case
from resolutions_cli.core.record.log import Log
from resolutions_cli.files.disk import clock, durable
from resolutions_cli.files.record.entry_file import EntryFile, decode, encode
from resolutions_cli.files.record.first_marks import accept
from resolutions_cli.files.record.log import read_logs
from resolutions_cli.files.record.redaction import Unread, remove_texts
from resolutions_cli.files.record.sweep import sweep
from resolutions_cli.files.workspace.accepted import redaction
from resolutions_cli.files.workspace.folders import list_disputes
from resolutions_cli.files.workspace.settings import Workspace

#: How often a file is written whose unfinished part another writer took away.
_TRIES = 5


def record(workspace: Workspace, reference: str, draft: Draft, log: Log | None) -> Entry:
    """Record an entry in a dispute, and come back when it is durable.

    To be called under the lock, with the log as it was read under it; None for an opening, for
    which the folder is made. Raises NotRecorded when nothing was recorded (it holds nothing of
    the texts: the caller gives them back), PerhapsRecorded when that is not certain,
    InterruptedAfterRecording, ReferenceTaken, BadReference, and what `encode` raises. A
    redaction's texts are removed at once, else RedactionUnfinished is raised: it was recorded
    all the same.
    """
    home = reference.partition(TWIN)[0]
    if not is_reference(home):
        raise errors.BadReference(longest=LONGEST)
    opens = isinstance(draft.facts, Opened)
    if opens:
        _refuse_taken(workspace, home)
    elif log is None or not log.entries:
        raise ValueError("only an opening can be the first entry of a dispute")
    after = log.to_follow(getattr(draft.facts, "entry", "")) if log and not opens else ()
    entry, file = prepare(workspace, home, draft, after)
    with durable.interrupts_held() as interrupt:
        try:
            # What is to be forgotten is to be in no unfinished file anywhere either.
            sweep(workspace, "" if isinstance(draft.facts, Redacted) else home)
            if isinstance(draft.facts, Redacted):
                # First, so that whatever is cut off after it is finished by the next writer.
                accept(workspace.folder, [redaction(entry)])
            _put(workspace, home, file, opens=opens)
        except durable.Unconfirmed as fault:
            place, command = f"disputes/{home}", f"show {home}"
            raise errors.PerhapsRecorded(place, command=command, reason=_reason(fault)) from fault
        except OSError as fault:
            raise errors.NotRecorded(f"disputes/{home}", reason=_reason(fault)) from fault
        except KeyboardInterrupt:
            # A second one, which is not held; the entry may have been in its place by then.
            if (workspace.disputes / home / file.name).exists():
                raise errors.InterruptedAfterRecording(command=f"show {home}") from None
            raise
        if isinstance(draft.facts, Redacted):
            _remove_texts(workspace, home)
    if interrupt.came:
        raise errors.InterruptedAfterRecording(command=f"show {home}")
    return entry


def _remove_texts(workspace: Workspace, home: str) -> None:
    """Do what a redaction says that was just recorded. Raises RedactionUnfinished, and
    RedactionWaits where only a file could not be read."""
    try:
        remove_texts(workspace, home)
    except Unread as fault:
        raise errors.RedactionWaits(f"disputes/{home}", reason=_reason(fault)) from fault
    except OSError as fault:
        raise errors.RedactionUnfinished(f"disputes/{home}", reason=_reason(fault)) from fault


def _reason(fault: OSError) -> str:
    return fault.strerror or "for no reason given"


def _refuse_taken(workspace: Workspace, home: str) -> None:
    """Raise unless the reference is free; also from one that differs in case only, since on
    many disks both would be one folder. A folder in which no entry arrived is free."""
    references = list_disputes(workspace, same_in_any_case(home)).references
    if any(other != home for other in references):
        raise errors.ReferenceTaken
    (log, *twins) = read_logs(workspace.disputes / home)
    if log.entries or twins or log.is_damaged:
        raise errors.ReferenceTaken


def prepare(
    workspace: Workspace,
    home: str,
    draft: Draft,
    after: tuple[str, ...],
    *,
    only_to_show: bool = False,
) -> tuple[Entry, EntryFile]:
    """The entry and its file, read back before it is written: what cannot be read later, or
    would say something else, must not come to be. What is `only_to_show` is not read back."""
    for key in draft.texts:
        if not allows_text(type(draft.facts), key):
            raise ValueError(f"{draft.facts.KIND} has no text {key}")
    recorded = clock.now(practice=workspace.practice)
    salts = {key: os.urandom(32).hex() for key in draft.texts}
    head = head_values(home, draft.at, recorded, after, draft.facts, draft.texts)
    file = encode(head, draft.texts, salts)
    if only_to_show:
        return Entry(file.id, home, draft.at, recorded, after, draft.facts, dict(draft.texts)), file
    entry, problems = decode(file.name, file.raw)
    if entry is None or problems or _what_is_said(entry) != _what_is_said(named_by(draft, entry)):
        raise ValueError(f"{draft.facts.KIND} would not come back as it was given")
    return entry, file


def _what_is_said(given: Entry | Draft) -> tuple[object, ...]:
    return given.at, given.facts, dict(given.texts)


def _put(workspace: Workspace, home: str, file: EntryFile, *, opens: bool) -> None:
    """Make the file, and for an opening its folder. Raises OSError, leaving nothing behind.

    Tried again when the folder or the unfinished file vanished: where locks do nothing, another
    writer may have taken them for left over.
    """
    folder = workspace.disputes / home
    durable.require_folder(workspace.disputes)
    for tries_left in reversed(range(_TRIES)):
        try:
            if opens:
                durable.make_folder(folder)
            durable.require_folder(folder)
            durable.create(folder, file.name, file.raw, up_to=workspace.folder)
        except BaseException as fault:
            if opens:
                with contextlib.suppress(OSError):
                    folder.rmdir()
            if not (isinstance(fault, FileNotFoundError) and tries_left):
                raise
        else:
            return
