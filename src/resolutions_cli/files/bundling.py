"""What of a dispute goes into a bundle: every entry with the texts that may be sent."""

from collections.abc import Collection, Sequence
from pathlib import Path

from resolutions_cli import errors
from resolutions_cli.core.anchors import home
from resolutions_cli.core.beside import MOST_BESIDE
from resolutions_cli.core.entry import Entry
from resolutions_cli.core.findings import KINDS
from resolutions_cli.core.log import Log, in_order
from resolutions_cli.files.bundle import BundledDispute, EntryText
from resolutions_cli.files.entry_file import decode, hold_back, name_of, united
from resolutions_cli.files.redaction import covered_in, entry_files
from resolutions_cli.files.workspace import Workspace

_CHANGED = "a file of it changed, or could not be read, while the bundle was made"


def bundled(workspace: Workspace, logs: Sequence[Log], *, without_text: bool) -> BundledDispute:
    """All entries of a dispute, each once, its texts united from all copies; of both disputes of
    one reference, where both logs are given.

    A redacted text is not among them, although it may still stand in a file. Raises NotToBeSent
    for what is damaged, and where the files do not hold what the logs say; TooManyBeside where
    the gate at the other end would not let all of it in.
    """
    reference = home(logs[0])
    for finding in (finding for log in logs for finding in log.findings):
        if finding.kind.harms:
            raise errors.NotToBeSent(
                finding.path, reference=reference, problem=finding.kind.sentence
            )
    wanted = {entry.id: entry for log in logs for entry in log.entries}
    if (count := sum(len(log.heads) for log in logs)) > MOST_BESIDE:
        raise errors.TooManyBeside(reference=reference, count=count)
    gone = covered_in(reference, wanted.values())
    raws = _raws(workspace.disputes / reference, wanted)
    entries = []
    for entry in in_order(wanted.values()):
        redacted = gone.get(entry.id, frozenset())
        raw = united(raws.get(entry.id) or (b"",), redacted)
        if not _says(raw, entry):
            place = f"disputes/{reference}/{name_of(entry)}"
            raise errors.NotToBeSent(place, reference=reference, problem=_CHANGED)
        if without_text:
            raw = united((hold_back(raw),), redacted)
        entries.append(EntryText(name_of(entry), raw))
    digest = Log(reference, tuple(wanted.values())).digest
    return BundledDispute(reference, digest, tuple(entries))


def _raws(folder: Path, wanted: Collection[str]) -> dict[str, list[bytes]]:
    """What the files of these entries hold, copies of sync tools too. Raises NotToBeSent."""
    raws: dict[str, list[bytes]] = {}
    try:
        for _, raw, entry in entry_files(folder):
            if entry.id in wanted:
                raws.setdefault(entry.id, []).append(raw.replace(b"\r\n", b"\n"))
    except OSError as fault:
        problem = KINDS["unreadable"].sentence
        raise errors.NotToBeSent(
            f"disputes/{folder.name}", reference=folder.name, problem=problem
        ) from fault
    return raws


def _says(raw: bytes, entry: Entry) -> bool:
    """Whether a file says what the entry said when the log was read: its files are read a second
    time, and a reading that failed must not go out as if there were nothing."""
    found, _ = decode(name_of(entry), raw)
    if found is None or found.id != entry.id:
        return False
    there = {key: text for key, text in entry.texts.items() if text is not None}
    return all(found.texts.get(key) == text for key, text in there.items())
