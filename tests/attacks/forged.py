"""Files that somebody made who means harm, or whose program is broken: each fits its own name.

One table, for every door into the record.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import tomli_w

import resolutions_cli
from resolutions_cli.core.entries.entry import Entry, head_values
from resolutions_cli.core.entries.facts import Opened
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.files.record.entry_file import encode, hold_back
from resolutions_cli.files.workspace.procedures import shipped_procedures
from tests.clones import REF
from tests.written import written_procedure

#: When everything forged says that it was recorded.
AT = datetime(2026, 11, 20, 11, 30, tzinfo=UTC)
NAME = "20261120T113000.000Z"
TEXT = {"text": "It was said.", "by": "Somebody"}


def digits(raw: bytes) -> str:
    """What stands in the name of a file."""
    return hashlib.sha256(raw).hexdigest()[:16]


@dataclass(frozen=True)
class Victim:
    """What somebody who forges knows of a dispute: its opening, and its newest entries."""

    opened: Entry
    heads: tuple[str, ...]
    ref: str = REF

    def head(self, kind: str = "noted", **values: Any) -> dict[str, Any]:
        """The head of an entry that follows the newest."""
        common = {"format": 1, "dispute": self.ref, "kind": kind, "at": AT, "recorded": AT}
        return {**common, "after": list(self.heads), **values}

    def opening(self, ref: str, **changes: Any) -> bytes:
        """Another dispute opened under the same procedure."""
        assert isinstance(self.opened.facts, Opened)
        head = head_values(ref, Moment.of(AT), AT, (), self.opened.facts)
        return entry({**head, **changes})


def entry(head: Mapping[str, Any], texts: Mapping[str, str] = TEXT) -> bytes:
    """The file of an entry with any head, sealed as it should be."""
    made = {**head, "recorded": AT}
    raw = encode({**made, "kind": "noted"}, texts, dict.fromkeys(texts, "5a" * 32)).raw
    seal = raw[raw.index(b"\n[seal]\n") : raw.index(b"\n[text.")].decode()
    blocks = raw[raw.index(b"\n[text.") + 1 :]
    return f"{tomli_w.dumps(head)}{seal}\n".encode() + blocks


def head_of(raw: bytes) -> bytes:
    """The bytes that an entry's name is made of."""
    end = raw.find(b"\n[text.")
    return raw if end < 0 else raw[: end + 1]


def at(ref: str, raw: bytes, kind: str = "noted") -> dict[str, bytes]:
    """An entry's file at the path that its name promises."""
    return {f"disputes/{ref}/{NAME}-{kind}-{digits(head_of(raw))}.toml": raw}


def beside(folder: str, label: str, raw: bytes, suffix: str = "toml") -> dict[str, bytes]:
    """A file that is no entry, under a name that fits its bytes."""
    return {f"{folder}/{label}-{digits(raw)}.{suffix}": raw}


@dataclass(frozen=True)
class Forged:
    """A file of the table: `reason` is the code with which the gate refuses it, empty for one
    that it lets in; `by_git_only` that no bundle can hold it, `waits` that it may be good, so that
    no mark hides it, and what stands goes only where somebody says so."""

    make: Callable[[Victim], dict[str, bytes]]
    reason: str = ""
    by_git_only: bool = False
    kept: bool = False
    waits: bool = False


def _correction(victim: Victim, **values: Any) -> dict[str, bytes]:
    head = victim.head("corrected", **values)
    return at(victim.ref, entry(head, {"reason": "So.", "by": "Somebody"}), "corrected")


def _note(victim: Victim, **values: Any) -> dict[str, bytes]:
    return at(victim.ref, entry(victim.head(**values)))


def _escalated(victim: Victim, **values: Any) -> dict[str, bytes]:
    head = victim.head("escalated", **values)
    return at(victim.ref, entry(head, {"reason": "So.", "by": "Somebody"}), "escalated")


def _spoilt(victim: Victim, old: bytes, new: bytes) -> dict[str, bytes]:
    """A note whose text was changed after it was sealed."""
    return at(victim.ref, entry(victim.head()).replace(old, new, 1))


def _without_block(victim: Victim) -> dict[str, bytes]:
    raw = entry(victim.head())
    return at(victim.ref, raw[: raw.index(b"[text.text]")] + raw[raw.index(b"[text.by]") :])


OWN = written_procedure("southshire").encode()
(SHIPPED,) = (each for each in shipped_procedures() if each.label == "nyscp@as-read-2024-05-r2")
OTHER_LIMITS = SHIPPED.raw.replace(b'"96 hours"', b'"960 hours"')
UNKNOWN_DIGEST = "0123456789abcdef" * 4
LISTED = b'{"england-and-wales":{"division":"england-and-wales","events":[]}}'

#: What no bundle holds: it has entries and the procedures they are counted by.
_GIT = {"by_git_only": True}

TABLE: Mapping[str, Forged] = {
    # ---- bytes that are no entry
    "garbage": Forged(lambda v: at(v.ref, b"not toml at all ]]]\n"), "not-toml"),
    "garbage as a new dispute": Forged(lambda _: at("N-1", b"not toml ]]]\n"), "not-toml"),
    "an empty file": Forged(lambda v: at(v.ref, b""), "empty"),
    "no UTF-8": Forged(lambda v: at(v.ref, b"\xff\xfe\x00"), "not-utf8", **_GIT),
    "a byte-order mark": Forged(
        lambda v: at(v.ref, b"\xef\xbb\xbf" + entry(v.head())), "byte-order-mark"
    ),
    "a head of a megabyte": Forged(
        lambda v: at(v.ref, b"# " + b"x" * 2**20 + b"\n" + entry(v.head())), "too-large"
    ),
    "another digest in its name": Forged(
        lambda v: {f"disputes/{v.ref}/{NAME}-noted-{'0' * 16}.toml": entry(v.head())}, "changed"
    ),
    # ---- heads that say what cannot be
    "no kind": Forged(
        lambda v: at(v.ref, entry({k: w for k, w in v.head().items() if k != "kind"})),
        "missing-key",
    ),
    "a fact of the wrong type": Forged(lambda v: _note(v, discussion="yes"), "wrong-type"),
    "the year 9999": Forged(
        lambda v: _note(v, at=datetime(9999, 12, 31, 23, tzinfo=UTC)), "wrong-type"
    ),
    "the year 1": Forged(lambda v: _note(v, at=date(1, 1, 1)), "wrong-type"),
    "a kind that nobody knows": Forged(
        lambda v: at(v.ref, entry(v.head("erased")), "erased"), "unknown-kind"
    ),
    "another dispute's entry": Forged(lambda v: _note(v, dispute="Z-9"), "foreign"),
    "dated after it was written": Forged(lambda v: _note(v, at=date(2027, 6, 1)), "not-allowed"),
    # ---- texts
    "a broken seal": Forged(lambda v: _spoilt(v, b"It was said", b"I never said"), "seal-broken"),
    "a text that is missing": Forged(_without_block, "text-missing"),
    "a text that was cut short": Forged(lambda v: at(v.ref, entry(v.head())[:-40]), "cut-short"),
    # ---- what it follows
    "a predecessor that is missing": Forged(
        lambda v: _note(v, after=["ab" * 32]), "missing-entry", waits=True
    ),
    "nothing before it": Forged(lambda v: _note(v, after=[]), "not-opened"),
    "a new dispute that nobody opened": Forged(
        lambda v: at("N-1", entry(v.head(dispute="N-1", after=[]))), "not-opened"
    ),
    "a new dispute under an unknown procedure": Forged(
        lambda v: at("N-1", v.opening("N-1", digest=UNKNOWN_DIGEST), "opened"), "no-procedure"
    ),
    "a reference in other capitals": Forged(
        lambda v: at(v.ref.lower(), v.opening(v.ref.lower()), "opened"), "differs-in-capitals"
    ),
    # ---- moves that cannot have been
    "a move from where it is not": Forged(
        lambda v: _escalated(v, **{"from": "3", "to": "4"}), "not-allowed"
    ),
    "an event that the procedure does not have": Forged(
        lambda v: at(
            v.ref, entry(v.head("recorded", event="moonrise", on=date(2026, 11, 20))), "recorded"
        ),
        "not-allowed",
    ),
    "the opening withdrawn": Forged(
        lambda v: _correction(v, entry=v.opened.id, withdraw=True), "not-allowed"
    ),
    "an event withdrawn that cannot be": Forged(
        lambda v: _correction(v, entry="cd" * 32, withdraw=True), "not-allowed"
    ),
    "the opening corrected to another year": Forged(
        lambda v: _correction(v, entry=v.opened.id, set={"at": date(2099, 1, 1)}), "not-allowed"
    ),
    "a fact corrected that it does not have": Forged(
        lambda v: _correction(v, entry=v.opened.id, set={"moon": "full"}), "not-allowed"
    ),
    "a redaction of what it does not know": Forged(
        lambda v: at(
            v.ref,
            entry(
                v.head("redacted", entry="cd" * 32, keys=["text"]),
                {"reason": "So.", "by": "Somebody"},
            ),
            "redacted",
        ),
        "not-allowed",
    ),
    # ---- what is no entry
    "a calendar of two bytes": Forged(
        lambda _: beside("calendar", "x", b"{}", "json"), "bad-calendar", **_GIT
    ),
    "a calendar without a holiday": Forged(
        lambda _: beside("calendar", "20261120T113000.000Z", LISTED, "json"),
        "bad-calendar",
        **_GIT,
    ),
    "a procedure that is none": Forged(
        lambda _: beside("procedures", "evil@1", b"id = 'evil'\n"), "bad-procedure", **_GIT
    ),
    "a procedure under another's name": Forged(
        lambda _: beside("procedures", "nyscp@as-read-2024-05-r2", OWN), "bad-procedure", **_GIT
    ),
    "another content under a shipped label": Forged(
        lambda _: beside("procedures", SHIPPED.label, OTHER_LIMITS), "label-taken", **_GIT
    ),
    "a seal that is none": Forged(lambda _: beside("seals", NAME, b"{}"), "bad-seal", **_GIT),
    "a mark that is none": Forged(lambda _: beside("left-out", NAME, b"{}"), "bad-mark", **_GIT),
}

#: What comes in by every door; `kept` says that the dispute shows its dates as before.
OPEN: Mapping[str, Forged] = {
    "a later format": Forged(
        lambda v: _note(v, format=9), by_git_only=True
    ),  # a bundle says that it is whole, which nobody can tell of what cannot be read
    "a text that was held back": Forged(lambda v: at(v.ref, hold_back(entry(v.head()))), kept=True),
    "line ends that something turned": Forged(
        lambda v: {
            path: raw.replace(b"\n", b"\r\n") for path, raw in at(v.ref, entry(v.head())).items()
        },
        kept=True,
    ),
    "another dispute of the same reference": Forged(
        lambda v: at(v.ref, v.opening(v.ref), "opened"), kept=True
    ),
}


def recorded_in(victim: Victim, year: int) -> dict[str, bytes]:
    """A note that follows the newest and says that it was recorded in another year."""
    when = datetime(year, 1, 1, 12, tzinfo=UTC)
    raw = entry({**victim.head(), "at": when, "recorded": when})
    return {f"disputes/{victim.ref}/{year}0101T120000.000Z-noted-{digits(head_of(raw))}.toml": raw}


def with_holidays(days: int) -> bytes:
    """GOV.UK's list with so many days in November and December that nobody proclaimed."""
    data = Path(resolutions_cli.__file__).parent / "data" / "bank-holidays.json"
    official: dict[str, Any] = json.loads(data.read_bytes())
    for division in official.values():
        there = {event["date"] for event in division["events"]}
        for month in (11, 12):
            for day in range(1, days + 1):
                on = date(2026, month, day)
                if on.weekday() < 5 and on.isoformat() not in there:
                    event = {
                        "title": "Invented",
                        "date": on.isoformat(),
                        "notes": "",
                        "bunting": False,
                    }
                    division["events"].append(event)
    return json.dumps(official).encode()
