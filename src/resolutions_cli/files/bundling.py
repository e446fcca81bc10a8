"""What of a dispute goes into a bundle: every entry with the texts that may be sent."""

from collections.abc import Sequence

from resolutions_cli import errors
from resolutions_cli.core.anchors import home
from resolutions_cli.core.log import Log, in_order
from resolutions_cli.files.bundle import BundledDispute, EntryText
from resolutions_cli.files.entry_file import hold_back, name_of, united
from resolutions_cli.files.redaction import covered_in, entry_files
from resolutions_cli.files.workspace import Workspace


def bundled(workspace: Workspace, logs: Sequence[Log], *, without_text: bool) -> BundledDispute:
    """All entries of a dispute, each once, its texts united from all copies; of both disputes of
    one reference, where both logs are given.

    A redacted text is not among them, although it may still stand in a file. Raises NotToBeSent
    for what is damaged.
    """
    reference = home(logs[0])
    for finding in (finding for log in logs for finding in log.findings):
        if finding.kind.harms:
            raise errors.NotToBeSent(
                finding.path, reference=reference, problem=finding.kind.sentence
            )
    wanted = {entry.id: entry for log in logs for entry in log.entries}
    raws: dict[str, list[bytes]] = {}
    for _, raw, entry in entry_files(workspace.disputes / reference):
        if entry.id in wanted:
            raws.setdefault(entry.id, []).append(raw.replace(b"\r\n", b"\n"))
    gone = covered_in(reference, wanted.values())
    entries = []
    for entry in in_order(wanted[id_] for id_ in raws):
        redacted = gone.get(entry.id, frozenset())
        raw = united(raws[entry.id], redacted)
        if without_text:
            raw = united((hold_back(raw),), redacted)
        entries.append(EntryText(name_of(entry), raw))
    digest = Log(reference, tuple(wanted[id_] for id_ in raws)).digest
    return BundledDispute(reference, digest, tuple(entries))
