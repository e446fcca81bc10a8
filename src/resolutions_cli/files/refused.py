"""Why a file that came may not stand in the record: the fixed list of reasons."""

from collections.abc import Mapping
from enum import StrEnum

from resolutions_cli.core.value import Value


class Reason(StrEnum):
    """Why a file may not come in. The code stands in JSON and in marks; the sentence is shown."""

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
        """What is wrong with the file, without a full stop."""
        return _SENTENCES[self]

    @property
    def waits(self) -> bool:
        """Whether the file may well be good, and only waits for others: leaving it out would
        hide a good entry until they come."""
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
    """A file that may not come in: where it would stand, the bytes that came, and why.

    `waits`: it may well be good, and only waits for others that are not here.
    """

    path: str
    raw: bytes
    reason: Reason
    waits: bool = False
