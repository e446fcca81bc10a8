"""Records an entry: prepared, read back, and written durably."""

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

#: How often a file is written if another writer removes its unfinished file.
_TRIES = 5


def record(workspace: Workspace, reference: str, draft: Draft, log: Log | None) -> Entry:
    """The entry after recording it in a dispute, once it is durable.

    Call it under the lock, with the log that was read under it; None for an opening, which makes
    the folder. Raises NotRecorded if nothing was recorded (it holds none of the texts: the
    caller gives them back), PerhapsRecorded if that is not certain, InterruptedAfterRecording,
    ReferenceTaken, BadReference, and what `encode` raises. A redaction removes its texts at
    once; RedactionUnfinished means that it was recorded but texts may remain.
    """
    home = reference.partition(TWIN)[0]
    if not is_reference(home):
        raise errors.BadReference(longest=LONGEST)
    opens = isinstance(draft.facts, Opened)
    if opens:
        require_free(workspace, home)
    elif log is None or not log.entries:
        raise ValueError("only an opening can be the first entry of a dispute")
    after = log.to_follow(getattr(draft.facts, "entry", "")) if log and not opens else ()
    entry, file = prepare(workspace, home, draft, after)
    with durable.interrupts_held() as interrupt:
        try:
            # A text to be forgotten must not stay in an unfinished file of any dispute.
            sweep(workspace, "" if isinstance(draft.facts, Redacted) else home)
            if isinstance(draft.facts, Redacted):
                # Before the entry, so that the next writer completes an interrupted run.
                accept(workspace.folder, [redaction(entry)])
            _put(workspace, home, file, opens=opens)
        except durable.Unconfirmed as fault:
            place, command = f"disputes/{home}", f"show {home}"
            raise errors.PerhapsRecorded(place, command=command, reason=_reason(fault)) from fault
        except OSError as fault:
            raise errors.NotRecorded(f"disputes/{home}", reason=_reason(fault)) from fault
        except KeyboardInterrupt:
            # A second Ctrl-C is not held; the entry may have been in its place by then.
            if (workspace.disputes / home / file.name).exists():
                raise errors.InterruptedAfterRecording(command=f"show {home}") from None
            raise
        if isinstance(draft.facts, Redacted):
            _remove_texts(workspace, home)
    if interrupt.came:
        raise errors.InterruptedAfterRecording(command=f"show {home}")
    return entry


def _remove_texts(workspace: Workspace, home: str) -> None:
    """Remove the texts of a redaction that was just recorded. Raises RedactionUnfinished, and
    RedactionWaits if the only fault is a file that could not be read."""
    try:
        remove_texts(workspace, home)
    except Unread as fault:
        raise errors.RedactionWaits(f"disputes/{home}", reason=_reason(fault)) from fault
    except OSError as fault:
        raise errors.RedactionUnfinished(f"disputes/{home}", reason=_reason(fault)) from fault


def _reason(fault: OSError) -> str:
    return fault.strerror or "for no reason given"


def require_free(workspace: Workspace, home: str) -> None:
    """Raise ReferenceTaken unless the reference is free. One that differs only in case is taken
    too, since on many disks both would be one folder. A folder without entries is free."""
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
    """The entry and its file, read back before it is written: an entry must not be written that
    could not be read later, or would read differently. If `only_to_show`, it is not read back."""
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

    Tries again if the folder or the unfinished file vanished: where locks do not work, another
    writer may have removed it as left over.
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
