"""A file that came, judged by itself: what kind of file it is, and whether it is sound."""

from collections.abc import Mapping
from enum import StrEnum

from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import UnknownKind
from resolutions_cli.core.value import Value
from resolutions_cli.files.disk.plain_toml import TomlFault
from resolutions_cli.files.disk.read import is_junk
from resolutions_cli.files.disk.toml import load_toml
from resolutions_cli.files.record.entry_file import (
    as_recorded,
    decode,
    digits_in,
    is_file_name,
    name_of,
)
from resolutions_cli.files.record.left_out import read_mark
from resolutions_cli.files.record.merge import as_digested, is_in_dispute, promised_digits
from resolutions_cli.files.record.seals import can_be_seal
from resolutions_cli.files.workspace.calendars import can_be_import
from resolutions_cli.files.workspace.procedures import can_be_pinned

# ------------------------------------------------------------------ reasons


class Reason(StrEnum):
    """Why a file may not come in. JSON and marks have the code; people see the sentence."""

    EMPTY = "empty"
    CUT_SHORT = "cut-short"
    BYTE_ORDER_MARK = "byte-order-mark"
    NOT_UTF8 = "not-utf8"
    NOT_TOML = "not-toml"
    TOO_LARGE = "too-large"
    CHANGED = "changed"
    SEAL_BROKEN = "seal-broken"
    TEXT_MISSING = "text-missing"
    MISSING_KEY = "missing-key"
    WRONG_TYPE = "wrong-type"
    UNKNOWN_KIND = "unknown-kind"
    FOREIGN = "foreign"
    FOLLOWS_NOTHING = "not-opened"
    FOLLOWS_MISSING = "missing-entry"
    FOLLOWS_REFUSED = "follows-refused"
    TOO_MANY = "too-many-beside"
    NOT_ALLOWED = "not-allowed"
    NO_PROCEDURE = "no-procedure"
    CAPITALS = "differs-in-capitals"
    BAD_PROCEDURE = "bad-procedure"
    LABEL_TAKEN = "label-taken"
    BAD_CALENDAR = "bad-calendar"
    BAD_SEAL = "bad-seal"
    LISTS_MISSING = "lists-missing"
    BAD_MARK = "bad-mark"

    @property
    def sentence(self) -> str:
        """The fault in the file, as a sentence without a full stop."""
        return _SENTENCES[self]

    @property
    def waits(self) -> bool:
        """Whether the file may be good and only waits for others: leaving it out would hide a
        good entry until they come."""
        return self in (Reason.FOLLOWS_MISSING, Reason.TOO_MANY)


_SENTENCES: Mapping[Reason, str] = {
    Reason.EMPTY: "the file is empty",
    Reason.CUT_SHORT: "the file is cut short, or is not an entry at all",
    Reason.BYTE_ORDER_MARK: "an editor put a byte-order mark in front of the file",
    Reason.NOT_UTF8: "the file is not UTF-8",
    Reason.NOT_TOML: "the file's head is not TOML",
    Reason.TOO_LARGE: "the file is larger than it can be",
    Reason.CHANGED: "the file is not what was recorded",
    Reason.SEAL_BROKEN: "a text is not the one that was sealed",
    Reason.TEXT_MISSING: "a sealed text is missing and no redaction names it",
    Reason.MISSING_KEY: "the entry lacks a fact that its kind needs",
    Reason.WRONG_TYPE: (
        "a fact of the entry has the wrong type, or a date is outside the years that can be counted"
    ),
    Reason.UNKNOWN_KIND: "the entry is of a kind that its format does not have",
    Reason.FOREIGN: "the entry belongs to another dispute than the folder it came in",
    Reason.FOLLOWS_NOTHING: "the entry follows no other and opens no dispute",
    Reason.FOLLOWS_MISSING: "the entry follows one that is not here and was not received",
    Reason.FOLLOWS_REFUSED: "the entry waits, because it follows one that was not taken in",
    Reason.TOO_MANY: "the entry waits, because more arrived at once than a dispute can have",
    Reason.NOT_ALLOWED: (
        "the entry records something that cannot have happened, given the entries before it"
    ),
    Reason.NO_PROCEDURE: "the procedure that the dispute is counted by is not here",
    Reason.CAPITALS: "another dispute here has the same reference with different capitals",
    Reason.BAD_PROCEDURE: "it is not a procedure that can be used under that name",
    Reason.LABEL_TAKEN: "another procedure already has that label",
    Reason.BAD_CALENDAR: "it is not a list of bank holidays that can be used under that name",
    Reason.BAD_SEAL: "it is not a seal that can be read",
    Reason.LISTS_MISSING: "the seal lists an entry that is not here and was not received",
    Reason.BAD_MARK: "it is not the mark of a file that was left out",
}


class Refused(Value):
    """A file that may not come in: its path in the record, the bytes that came, and why.

    `waits`: it may be good, and only waits for others that are not here.
    """

    path: str
    raw: bytes
    reason: Reason
    waits: bool = False


# ------------------------------------------------------------------ one file by itself


class Came(Value):
    """A file by itself: its path in a record, its bytes as they were recorded, its entry if it
    has a readable one, and its fault, which does not depend on other files.

    `digits` are the beginning of an entry's id.
    """

    path: str
    raw: bytes
    reason: Reason | None = None
    entry: Entry | None = None
    digits: str = ""


def look_at(path: str, raw: bytes) -> Came | None:
    """A file by itself, with its path in a record; None if it is not part of a record, such as
    a letter in the folder."""
    folder, _, name = path.rpartition("/")
    if is_in_dispute(path):
        return _entry(folder, name, raw)
    digits = promised_digits(path)
    if not digits or is_junk(name):
        return None
    form = as_digested(raw, digits)
    if form is None:
        return Came(path, raw, Reason.CHANGED)
    reason, is_good = _OTHERS[folder]
    return Came(path, form, None if is_good(name, form) else reason)


_OTHERS = {
    "procedures": (Reason.BAD_PROCEDURE, can_be_pinned),
    "calendar": (Reason.BAD_CALENDAR, can_be_import),
    "seals": (Reason.BAD_SEAL, can_be_seal),
    "left-out": (Reason.BAD_MARK, lambda name, raw: read_mark(name, raw) is not None),
}


def _entry(folder: str, name: str, raw: bytes) -> Came | None:
    path, digits = f"{folder}/{name}", digits_in(name)
    form = as_recorded(name, raw)
    entry, problems = decode(name, raw if form is None else form)
    found = [each.finding for each in problems if each.finding not in _NO_MATTER]
    if entry is None:
        if "newer-format" in found and form is not None and is_file_name(name):
            foreign = _names_another(folder, form)
            return Came(path, form, Reason.FOREIGN if foreign else None, digits=digits)
        # without an id in its name it may be any file, such as a letter or a copy
        is_one = digits and "newer-format" not in found
        return Came(path, raw, Reason(found[0]), digits=digits) if is_one else None
    home = f"{folder}/{name_of(entry)}"
    if f"disputes/{entry.dispute}" != folder:
        return Came(path, raw, Reason.FOREIGN, digits=digits) if digits else None
    reason = Reason(found[0]) if found else None
    if isinstance(entry.facts, UnknownKind):
        reason = Reason.UNKNOWN_KIND
    recorded = as_recorded(name_of(entry), raw)
    return Came(home, recorded or raw, reason, entry, entry.id)


#: Problems in a file's name or line ends, not in its record.
_NO_MATTER = ("line-endings", "bad-name")


def _names_another(folder: str, raw: bytes) -> bool:
    """Whether an entry of a later format belongs to another dispute."""
    end = raw.find(b"\n[text.") + 1 or len(raw)
    try:
        dispute = load_toml(raw[:end], limit=len(raw)).get("dispute")
    except TomlFault:
        return True
    return isinstance(dispute, str) and f"disputes/{dispute}" != folder
