"""A bundle: disputes and the procedure files that they are counted under, as one TOML file.

It holds the text of each entry's file unchanged, so ids and seals are checked as in a workspace.
`write_bundle` writes TOML for any program. This module reads only that form, line by line, since
a hostile file could keep a general TOML reader busy for minutes.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from resolutions_cli import errors
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.reference import is_reference
from resolutions_cli.core.record.anchors import home
from resolutions_cli.core.record.findings import KINDS
from resolutions_cli.core.record.integrity import MOST_BESIDE
from resolutions_cli.core.record.log import Log, in_order
from resolutions_cli.core.value import Value
from resolutions_cli.files.disk.plain_toml import TomlFault
from resolutions_cli.files.disk.read import digest_of
from resolutions_cli.files.disk.toml import load_toml
from resolutions_cli.files.record.entry_file import (
    FILE_LIMIT,
    decode,
    hold_back,
    is_file_name,
    name_of,
    united,
)
from resolutions_cli.files.record.redaction import covered_in, entry_files
from resolutions_cli.files.workspace.procedures import LARGEST_PROCEDURE
from resolutions_cli.files.workspace.settings import Workspace

# ------------------------------------------------------------------ the file


FORMAT = 1

#: In bytes: about a hundred thousand entries.
BUNDLE_LIMIT = 512 * 1024 * 1024

_TITLE = b"# Disputes between agencies about a child's safety; `resolve import` takes them in.\n"
#: In bytes: the lines above a file, which describe it.
_LINES_LIMIT = 64 * 1024
#: Procedures, disputes and entries together.
_MOST_SECTIONS = 500_000

_HEADER = re.compile(rb"\[\[(?P<name>procedure|dispute|dispute\.entry)\]\]\n")
_LINE = re.compile(rb"(?:(?!file = ''')[a-z_]+ = [^\n]*\n)*+")
_OPEN, _CLOSE = b"file = '''\n", b"'''\n"
#: Text that a literal string of several lines cannot hold.
_NOT_LITERAL = re.compile(r"'''|'\Z|[\x00-\x08\x0b-\x1f\x7f]")


class EntryText(Value):
    """The file of an entry in the bundle; its contents are not checked yet."""

    name: str
    raw: bytes


class BundledDispute(Value):
    """One dispute in a bundle: its digest, as the sender had it, and its entries."""

    reference: str
    digest: str
    entries: tuple[EntryText, ...]


class Bundle(Value):
    """The contents of a bundle: who made it (`by`), when (`made`, UTC) and with which version
    (`program`). `practice` says that its disputes are for training.

    `procedures` are the bytes of procedure files, by their digest.
    """

    made: datetime
    program: str
    by: str
    procedures: dict[str, bytes]
    disputes: tuple[BundledDispute, ...]
    practice: bool = False


# ------------------------------------------------------------------ writing


def write_bundle(bundle: Bundle, labels: dict[str, str]) -> bytes:
    """The file's bytes, the same for the same bundle. `labels` are those of the procedures."""
    entries = sum(len(dispute.entries) for dispute in bundle.disputes)
    head = {
        "format": FORMAT,
        "kind": "bundle",
        "made": bundle.made.astimezone(UTC).isoformat(timespec="milliseconds"),
        "program": bundle.program,
        "by": bundle.by,
        **({"practice": True} if bundle.practice else {}),
        "procedures": len(bundle.procedures),
        "disputes": len(bundle.disputes),
        "entries": entries,
    }
    parts = [_TITLE, _dump(head)]
    for digest, raw in sorted(bundle.procedures.items()):
        about = {"label": labels[digest], "digest": digest}
        parts += (b"\n[[procedure]]\n", _dump(about), _file(raw))
    for dispute in bundle.disputes:
        about = {"reference": dispute.reference, "digest": dispute.digest}
        parts += (b"\n[[dispute]]\n", _dump(about))
        for entry in dispute.entries:
            parts += (b"\n[[dispute.entry]]\n", _dump({"name": entry.name}), _file(entry.raw))
    return b"".join(parts)


def _file(raw: bytes) -> bytes:
    """A file as a literal string that people can read too, or escaped where that is impossible."""
    text = raw.decode()
    return _dump({"file": text}) if _NOT_LITERAL.search(text) else b"".join((_OPEN, raw, _CLOSE))


def _dump(values: dict[str, Any]) -> bytes:
    # imported here because only writing needs it
    import tomli_w

    return tomli_w.dumps(values).encode()


# ------------------------------------------------------------------ reading


def read_bundle(raw: bytes) -> Bundle:
    """The bundle in a file. Raises NotABundle with the line, and BundleNewer.

    Checks that procedures fit their digests, that references and names are well formed, and that
    the counts in the head are right. Does not look into the entries.
    """
    if len(raw) > BUNDLE_LIMIT:
        raise errors.NotABundle(line=1, problem=f"larger than {BUNDLE_LIMIT // 1024**2} MiB")
    # A mail program may have changed the line ends; the ids show any other change.
    return _Reading(raw.replace(b"\r\n", b"\n")).bundle()


class _Reading:
    """One pass over a bundle, from its first byte to its last."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.at = 0

    def bundle(self) -> Bundle:
        head = self._head()
        procedures: dict[str, bytes] = {}
        disputes: list[tuple[str, str, list[EntryText]]] = []
        for name, values in self._sections():
            match name:
                case "procedure":
                    procedures[self._digest_of(values)] = self._bytes(values, LARGEST_PROCEDURE)
                case "dispute":
                    reference = self._word(values, "reference")
                    if not is_reference(reference):
                        raise self._fault("a reference that cannot be one")
                    disputes.append((reference, self._word(values, "digest"), []))
                case _ if disputes:
                    file_name = self._word(values, "name")
                    if not is_file_name(file_name):
                        raise self._fault("the name of an entry that cannot be one")
                    raw = self._bytes(values, FILE_LIMIT)
                    disputes[-1][2].append(EntryText(file_name, raw))
                case _:
                    raise self._fault("an entry of no dispute")
        counts = len(procedures), len(disputes), sum(len(each[2]) for each in disputes)
        if counts != tuple(head.get(key) for key in ("procedures", "disputes", "entries")):
            raise self._fault("something is missing from it")
        references = {reference.casefold() for reference, _, _ in disputes}
        if len(references) < len(disputes):
            raise self._fault("the same reference twice")
        return Bundle(
            made=self._made(head),
            program=self._word(head, "program"),
            by=self._word(head, "by"),
            procedures=procedures,
            disputes=tuple(BundledDispute(ref, dig, tuple(e)) for ref, dig, e in disputes),
            practice=head.get("practice") is True,
        )

    def _head(self) -> dict[str, Any]:
        end = self.raw.find(b"\n[[") + 1 or len(self.raw)
        head = self._toml(self.raw[:end], end)
        if head.get("kind") != "bundle":
            raise self._fault("it does not begin as a bundle does")
        version = head.get("format")
        if type(version) is int and version > FORMAT:
            raise errors.BundleNewer
        if type(version) is not int or version != FORMAT:
            raise self._fault("it has no format")
        return head

    def _sections(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The name and the values of each section, its file under "file"."""
        count = 0
        while self.at < len(self.raw):
            count += 1
            if count > _MOST_SECTIONS:
                raise self._fault(f"more than {_MOST_SECTIONS} entries")
            found = _HEADER.match(self.raw, self.at)
            if found is None:
                raise self._fault("something that does not belong there")
            lines = _LINE.match(self.raw, found.end())
            end = lines.end() if lines else found.end()
            self.at = found.end()
            values = self._toml(self.raw[found.end() : end], end)
            if self.raw.startswith(_OPEN, end):
                begins = end + len(_OPEN)
                close = self.raw.find(_CLOSE, begins)
                if close < 0:
                    raise self._fault("it ends before its end")
                values["file"] = self.raw[begins:close]
                end = close + len(_CLOSE)
            # one empty line between two sections
            self.at = end + self.raw.startswith(b"\n", end)
            yield found["name"].decode(), values

    def _toml(self, raw: bytes, end: int) -> dict[str, Any]:
        """The values of some lines of TOML; an escaped file makes them long."""
        long = b"\nfile = " in raw or raw.startswith(b"file = ")
        try:
            values = load_toml(raw, limit=6 * FILE_LIMIT if long else _LINES_LIMIT)
        except TomlFault as fault:
            raise self._fault(fault.problem) from None
        self.at = end
        return values

    def _fault(self, problem: str) -> "errors.NotABundle":
        return errors.NotABundle(line=self.raw.count(b"\n", 0, self.at) + 1, problem=problem)

    def _word(self, values: dict[str, Any], key: str) -> str:
        word = values.get(key)
        if not isinstance(word, str):
            raise self._fault(f"{key} is missing")
        return word

    def _bytes(self, values: dict[str, Any], limit: int) -> bytes:
        file = values.get("file")
        raw = file.encode() if isinstance(file, str) else file
        if not isinstance(raw, bytes):
            raise self._fault("a file is missing")
        if len(raw) > limit:
            raise self._fault("a file is larger than it can be")
        return raw

    def _digest_of(self, values: dict[str, Any]) -> str:
        digest = self._word(values, "digest")
        if digest_of(self._bytes(values, LARGEST_PROCEDURE)) != digest:
            raise self._fault("a procedure is not what was sent")
        return digest

    def _made(self, head: dict[str, Any]) -> datetime:
        try:
            made = datetime.fromisoformat(self._word(head, "made"))
            return made.astimezone(UTC) if made.tzinfo else made.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            raise self._fault("made is no time") from None


# ------------------------------------------------------------------ a dispute for a bundle


_CHANGED = "a file of it changed, or could not be read, while the bundle was made"


def bundled(workspace: Workspace, logs: Sequence[Log], *, without_text: bool) -> BundledDispute:
    """All entries of a dispute, each once, with its texts united from all copies. Covers both
    disputes of one reference if both logs are given.

    Leaves out redacted texts, even if a file still has one. Raises NotToBeSent if the dispute is
    damaged or its files no longer hold what the logs say, and TooManyBeside if the gate at the
    other end would not admit all of it.
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
    """The bytes of these entries' files, sync tools' copies included. Raises NotToBeSent."""
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
    """Whether a file has the same entry as the log. The file is read a second time, and a failed
    reading must not be sent as an empty one."""
    found, _ = decode(name_of(entry), raw)
    if found is None or found.id != entry.id:
        return False
    there = {key: text for key, text in entry.texts.items() if text is not None}
    return all(found.texts.get(key) == text for key, text in there.items())
