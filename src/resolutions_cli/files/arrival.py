"""A file that came, by itself: what it claims to be, and whether it is that."""

from resolutions_cli.core.entry import Entry
from resolutions_cli.core.facts import UnknownKind
from resolutions_cli.core.value import Value
from resolutions_cli.files.calendars import can_be_import
from resolutions_cli.files.entry_file import as_recorded, decode, digits_in, is_file_name, name_of
from resolutions_cli.files.left_out import read_mark
from resolutions_cli.files.names import is_junk
from resolutions_cli.files.plain_toml import TomlFault
from resolutions_cli.files.procedures import can_be_pinned
from resolutions_cli.files.refused import Reason
from resolutions_cli.files.seals import can_be_seal
from resolutions_cli.files.toml import load_toml
from resolutions_cli.files.uniting import as_digested, is_in_dispute, promised_digits


class Came(Value):
    """A file by itself: the path that it has in a record, its bytes as they were recorded, its
    entry if it is one that can be read, and what is wrong with it whatever else there is.

    `digits` are the beginning of an entry's id.
    """

    path: str
    raw: bytes
    reason: Reason | None = None
    entry: Entry | None = None
    digits: str = ""


def look_at(path: str, raw: bytes) -> Came | None:
    """A file by itself, with the path that it has in a record; None when it claims to be nothing
    of a record, as a letter that somebody put beside it."""
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
        # without an id in its name it may be anything: a letter, a copy of something
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


#: Problems of a file that its name or its line ends have, and not what was recorded.
_NO_MATTER = ("line-endings", "bad-name")


def _names_another(folder: str, raw: bytes) -> bool:
    """Whether an entry of a later format says that it is of another dispute."""
    end = raw.find(b"\n[text.") + 1 or len(raw)
    try:
        dispute = load_toml(raw[:end], limit=len(raw)).get("dispute")
    except TomlFault:
        return True
    return isinstance(dispute, str) and f"disputes/{dispute}" != folder
