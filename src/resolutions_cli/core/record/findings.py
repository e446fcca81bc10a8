"""Findings about a record, each with its meaning and a remedy."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from resolutions_cli.core.entries.reference import TWIN, is_reference
from resolutions_cli.core.value import Value


class FindingKind(Value):
    """A condition of the record that a check can find.

    `harms`: the dispute's dates may be wrong because of it, so every command that met it ends with
    5, and moves are refused. `change`: something was changed or is missing, so `verify` ends with
    8.
    """

    name: str
    sentence: str
    remedy: str
    harms: bool = True
    change: bool = False


#: The one harmful condition in which every entry can be read: people must say which move stands.
APART = "made-apart"

_PUT_BACK = "put the file back from a copy, a backup or another agency's record"

KINDS: Mapping[str, FindingKind] = {
    kind.name: kind
    for kind in (
        FindingKind("unreadable", "the file cannot be read", _PUT_BACK),
        FindingKind("empty", "the file is empty", _PUT_BACK, change=True),
        FindingKind(
            "cut-short", "the file is cut short, or is not an entry at all", _PUT_BACK, change=True
        ),
        FindingKind(
            "byte-order-mark",
            "an editor put a byte-order mark in front of the file",
            "take the first three bytes away, or put the file back from a copy",
            change=True,
        ),
        FindingKind("not-utf8", "the file is not UTF-8", _PUT_BACK, change=True),
        FindingKind("not-toml", "the file's head is not TOML", _PUT_BACK, change=True),
        FindingKind("too-large", "the file is larger than an entry can be", _PUT_BACK, change=True),
        FindingKind("changed", "the file is not what was recorded", _PUT_BACK, change=True),
        FindingKind(
            "bad-name",
            "the file's name does not agree with what is in it",
            "give the file its own name back",
            change=True,
        ),
        FindingKind("seal-broken", "a text is not the one that was sealed", _PUT_BACK, change=True),
        FindingKind(
            "text-missing",
            "a sealed text is missing, and nobody recorded that it was removed",
            _PUT_BACK,
            change=True,
        ),
        FindingKind(
            "held-back",
            "texts were held back by whoever sent them; their seals are here",
            "ask for a bundle with its texts and import it, if you should have them",
            harms=False,
        ),
        FindingKind(
            "gone-as-asked",
            "a text is gone that somebody asked to be removed, and nobody here agreed to that",
            "if you did not expect that, look in another agency's record or in git's history",
            harms=False,
        ),
        FindingKind(
            "text-in-copy",
            "a text that the entry's own file has lost is only in this copy of it",
            "it is read from there: keep the copy, and put it in the place of the entry's own file",
            harms=False,
            change=True,
        ),
        FindingKind("missing-key", "the entry lacks a fact that its kind needs", _PUT_BACK),
        FindingKind("wrong-type", "a fact of the entry is of the wrong type", _PUT_BACK),
        FindingKind(
            "newer-format",
            "the entry was made by a newer version of the program",
            "install the newest version; no dates are shown until then",
        ),
        FindingKind(
            "unknown-kind",
            "the entry is of a kind that this version does not know",
            "install the newest version to see what it says; it counts for nothing until then",
            harms=False,
        ),
        FindingKind(
            "missing-entry",
            "another entry follows one that is not here",
            _PUT_BACK,
            change=True,
        ),
        FindingKind(
            "follows-left-out",
            "an entry follows one that was left out with `resolve sync --leave-out`",
            "if that was intended, do nothing; the file that was left out is still in git",
            harms=False,
            change=True,
        ),
        FindingKind(
            "left-out",
            "a file that cannot be part of the record was left out of it",
            "do nothing; the file is still in git, and comes in by itself once it can",
            harms=False,
        ),
        FindingKind(
            "recorded-in-future",
            "the entry says that it was recorded later than the time on this machine's clock",
            "check the clocks of both machines; the entry counts, but its time is in doubt",
            harms=False,
        ),
        FindingKind("not-opened", "no entry opens the dispute", _PUT_BACK, change=True),
        FindingKind(
            "foreign",
            "the entry belongs to another dispute",
            "move the file to the folder of the dispute it names",
            change=True,
        ),
        FindingKind(
            "stray-file",
            "the file is not an entry",
            "move it elsewhere; nothing but entries belongs in a dispute's folder",
            harms=False,
        ),
        FindingKind(
            "copy",
            "a sync tool left a second copy of an entry",
            "it is ignored; delete it when you like",
            harms=False,
        ),
        FindingKind(
            "line-endings",
            "something changed the file's line endings",
            "it is read all the same; tell git or the sync tool to leave the files alone",
            harms=False,
        ),
        FindingKind(
            "left-over",
            "a recording was cut off before it was confirmed",
            "nothing to do; the next recording in that dispute removes the file",
            harms=False,
        ),
        FindingKind(
            "redaction-unfinished",
            "a redaction was cut off before every text was removed",
            "record anything in that dispute, for example a note: that finishes the redaction",
            harms=False,
        ),
        FindingKind(
            "redaction-undone",
            "a copy of the file brought a text back that was removed for good",
            "record anything in that dispute; it removes the text from the copy too,"
            " or delete the copy",
            change=True,
        ),
        FindingKind(
            APART,
            "this dispute was moved on two machines before they were synced",
            "choose which move counts with `resolve settle`",
        ),
        FindingKind(
            "not-allowed",
            "the procedure does not have what this entry records",
            "correct or withdraw the entry, or put back the procedure file it was made under",
        ),
        FindingKind(
            "no-procedure",
            "the procedure file that the dispute was opened under is not here, or was changed",
            "put the file back, or add it with `resolve procedure add`",
            change=True,
        ),
        FindingKind(
            "procedure-changed",
            "a procedure file is not what it was when it was put here",
            "put the file back from a copy; if no dispute follows it, move it elsewhere",
            harms=False,
            change=True,
        ),
        FindingKind(
            "calendar-changed",
            "an imported list of bank holidays is not what was imported",
            "move it elsewhere and import the list again with `resolve calendar import`",
            change=True,
        ),
        FindingKind(
            "calendar-unread",
            "a file among the imported bank holidays cannot be used",
            "give it its name back, or move it elsewhere and import the list again",
        ),
        FindingKind(
            "misplaced-file",
            "the file does not belong in this folder of the workspace",
            "move it elsewhere",
            harms=False,
        ),
        FindingKind(
            "open-to-others",
            "other accounts of this machine can write to the workspace",
            "take that right away: `chmod -R go=` and the workspace's folder",
            harms=False,
        ),
        FindingKind(
            "sealed-entry-missing",
            "a seal lists an entry that is not in the record",
            _PUT_BACK,
            harms=False,
            change=True,
        ),
        FindingKind(
            "not-in-record",
            "no entry and no seal of the record has this fingerprint",
            "the newest entries or a seal may have been removed: put them back from a copy",
            harms=False,
            change=True,
        ),
        FindingKind(
            "beside-the-digest",
            "the entry says that it is older than the newest that your fingerprint covers, and the"
            " fingerprint does not cover it",
            "find out who recorded it and on which machine; it was not in the record when this"
            " fingerprint was printed",
        ),
        FindingKind(
            "held-back-since",
            "a text that was here when a seal was made is now held back",
            "put the file back from a copy or a backup, or import a bundle with its texts",
            harms=False,
            change=True,
        ),
        FindingKind(
            "bad-folder",
            "a folder among the disputes is not named as a dispute is",
            "give it its dispute's reference back, or move it elsewhere when it is only a copy",
            change=True,
        ),
        FindingKind(
            "no-disputes",
            "the folder of the disputes is missing or cannot be read",
            "put it back from a copy; make a new one only if no dispute was ever opened",
            change=True,
        ),
        FindingKind(
            "mark-unread",
            "the file that says you accepted something from another machine cannot be read",
            "delete the file, then accept again whatever is listed as waiting:"
            " `resolve redact --as-asked`, `resolve calendar accept` or `resolve procedure accept`",
            harms=False,
        ),
        FindingKind(
            "link",
            "a link is where a file or folder should be",
            "replace it with the file or folder itself",
        ),
    )
}


class Finding(NamedTuple):
    """One condition found: its name, and the file it was found in (relative to the workspace)."""

    name: str
    path: str
    entry: str = ""
    detail: str = ""

    @property
    def kind(self) -> FindingKind:
        return KINDS[self.name]

    @property
    def remedy(self) -> str:
        """What to do; for moves made apart, the commands that settle them."""
        if self.name == APART and self.detail:
            return f"choose which move counts: {self.detail}"
        return self.kind.remedy

    @property
    def about(self) -> str:
        """The detail that the sentence leaves open, a key or another file; empty without one."""
        return "" if self.name == APART else self.detail

    @property
    def is_apart(self) -> bool:
        """Whether moves were made in two copies: the dispute is still counted, but is to be
        settled."""
        return self.name == APART

    @property
    def dispute(self) -> str:
        """The dispute's reference in the path; empty if the path has none, or a made-up name."""
        name = self.path.removeprefix("disputes/").partition("/")[0]
        return name if is_reference(name.partition(TWIN)[0]) else ""


def to_be_settled(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The references of disputes that were moved in two copies, each once."""
    return tuple(dict.fromkeys(found.dispute for found in findings if found.is_apart))
