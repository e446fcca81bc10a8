"""A desk to work at, for tests: a practice workspace, a clock to set, commands run in-process."""

import io
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from resolutions_cli.app import streams
from resolutions_cli.cli import main
from resolutions_cli.core.deadlines.case import Calendars, Case, assess
from resolutions_cli.core.deadlines.summary import Settings
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.record.log import Log
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.time.typed import read_when
from resolutions_cli.files.disk.clock import real_now
from resolutions_cli.files.record.log import find_log
from resolutions_cli.files.workspace import settings as workspace
from resolutions_cli.files.workspace.calendars import calendar_for, shipped_list
from resolutions_cli.files.workspace.create import init
from resolutions_cli.files.workspace.procedures import procedure_with_digest

#: The reference that `opens` gives unless told.
REF = "D-1"

#: The agencies that a desk's workspace lists: their words are their codes, so that what is
#: printed is what was typed.
AGENCIES = {"school": "school", "social-care": "social-care", "health": "health"}


@dataclass(frozen=True)
class Said:
    """What a command answered; on stderr the line on PRACTICE left out."""

    code: int
    out: str
    err: str

    @property
    def asked(self) -> str:
        """What it asked and remarked, as if the terminal were endlessly wide."""
        return " ".join(self.err.split())

    @property
    def document(self) -> dict[str, Any]:
        """The JSON document it printed."""
        read: dict[str, Any] = json.loads(self.out)
        return read


class Desk:
    """Runs commands in a practice workspace, and reads what came of them."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.folder = folder
        self._monkeypatch, self._capsys = monkeypatch, capsys
        self.now = real_now()
        monkeypatch.setenv("RESOLVE_WORKSPACE", str(folder))
        monkeypatch.delenv("RESOLVE_NOW", raising=False)
        init(folder, "nyscp", practice=True)
        self.lists(AGENCIES)

    def lists(self, agencies: Mapping[str, str]) -> "Desk":
        """Let the settings list these agencies and no others."""
        settings = self.folder / "resolve.toml"
        rest = settings.read_text("utf-8").partition("\n[agencies]")[0].rstrip()
        lines = "".join(f'{code} = "{words}"\n' for code, words in agencies.items())
        settings.write_text(f"{rest}\n\n[agencies]\n{lines}" if lines else f"{rest}\n", "utf-8")
        return self

    def at(self, when: str) -> "Desk":
        """Set the clock."""
        self.now = read_when(when, self.now).starts
        self._monkeypatch.setenv("RESOLVE_NOW", when)
        return self

    def does(self, *words: str) -> Said:
        """Run a command that asks nothing."""
        return self.asks(*words, *(["--no-input"] if words[0] in _ASKING else []))

    def asks(self, *words: str) -> Said:
        """Run a command that may ask, where a test has made a terminal of the streams."""
        code = main(words)
        out, err = self._capsys.readouterr()
        lines = [line for line in err.splitlines(keepends=True) if not line.startswith("PRACTICE")]
        return Said(code, out, "".join(lines))

    def typing(self, *lines: str, then: str = "\n") -> "Desk":
        """Sit down at a terminal and type these lines when asked; the result goes to a file.

        `then` is Enter, for the page on which the answers are looked over; with "" the input ends.
        """
        self._monkeypatch.setattr(streams, "is_terminal", lambda stream: stream is not sys.stdout)
        self._monkeypatch.setattr(
            sys, "stdin", io.StringIO("".join(f"{x}\n" for x in lines) + then)
        )
        return self

    def done(self, *words: str) -> Said:
        """Run a command that must succeed."""
        said = self.does(*words)
        assert said.code == 0, (words, said)
        return said

    def refused(self, code: int, *words: str) -> str:
        """Run a command that must fail with that code and record nothing; what it said."""
        before = self.files()
        said = self.does(*words)
        assert (said.code, said.out, self.files()) == (code, "", before), (words, said)
        return said.err

    def opens(self, stage: str, *words: str, ref: str = REF, procedure: str = "nyscp") -> Said:
        """Open a dispute between a school and social care."""
        parties = ("--raised-by", "school", "--with", "social-care", "--with", "health")
        child = ("--child", "C-77")
        place = ("--procedure", procedure, "--at-stage", stage, "--ref", ref)
        return self.done("open", *place, *child, *parties, *words)

    # -------------------------------------------------------------- what the program says of it

    def rows(self, stage: str, duty: str = "main", ref: str = REF) -> list[dict[str, Any]]:
        """The rows of `due --all --json` of one duty of a stage, open or not, in a fixed order."""
        listed = self.done("due", "--all", "--json").document["deadlines"]
        rows = [row for row in listed if (row["dispute"], row["stage"]) == (ref, stage)]
        found = [row for row in rows if row["duty"] == duty]
        return sorted(found, key=lambda row: (row["visit"], row["time"], row["agency"] or ""))

    def row(self, stage: str, duty: str = "main", ref: str = REF) -> dict[str, Any]:
        """As `rows`, where there is one and no other."""
        (row,) = self.rows(stage, duty, ref)
        return row

    def gaps(self, ref: str = REF) -> list[str]:
        """The names of the gaps that `verify --gaps` lists, each once, in its order."""
        listed = self.done("verify", "--gaps", ref, "--json").document["gaps"]
        return list(dict.fromkeys(gap["name"] for gap in listed))

    def advice(self, ref: str = REF) -> dict[str, Any]:
        """What `next --json` says of a dispute."""
        (advice,) = self.done("next", ref, "--json").document["disputes"]
        found: dict[str, Any] = advice
        return found

    # -------------------------------------------------------------- what came of it

    def files(self) -> list[str]:
        """Every file of the record."""
        return sorted(str(path) for path in (self.folder / "disputes").rglob("*"))

    def log(self, ref: str = REF) -> Log:
        """The log of a dispute."""
        return find_log(workspace.find(self.folder, {}, self.folder), ref)

    def newest(self, ref: str = REF) -> Entry:
        """The entry that was recorded last."""
        log = self.log(ref)
        (head,) = log.heads
        return next(entry for entry in log.entries if entry.id == head)

    def texts(self, ref: str = REF) -> dict[str, str | None]:
        """The texts of the newest entry, without who recorded it."""
        return {key: text for key, text in self.newest(ref).texts.items() if key != "by"}

    def agencies(self, ref: str = REF) -> tuple[str, ...]:
        """The agencies of a dispute by their words, as its log or the settings have them."""
        here = workspace.find(self.folder, {}, self.folder)
        named = self.case(ref).dispute.named
        return tuple(here.agencies.get(code, named.says(code)) for code in named.codes)

    def case(self, ref: str = REF, as_of: str = "") -> Case:
        """The dispute with its deadlines, now or as of a moment."""
        log = self.log(ref)
        opened = log.opened
        assert opened is not None
        file = procedure_with_digest(opened.digest, self.folder / "procedures")
        calendar = calendar_for(file.procedure.nation, [shipped_list()])
        moment = read_when(as_of, self.now) if as_of else Moment.of(self.now)
        return assess(log, file.procedure, Calendars(calendar), moment, Settings())

    def due(self, duty: str = "main", ref: str = REF, agency: str = "") -> tuple[str, str]:
        """The status of the newest deadline of a duty, and when it is due."""
        found = [
            deadline
            for deadline in self.case(ref).deadlines
            if deadline.key.duty == duty and deadline.key.agency == agency
        ]
        due = found[-1].due
        if due is None:
            return found[-1].status.value, ""
        shown = f"{due.local:%Y-%m-%dT%H:%M}" if due.instant else f"{due.day}"
        return found[-1].status.value, shown


#: Commands that would ask on a terminal.
_ASKING = frozenset(
    (
        *("open", "escalate", "decide", "record", "agree", "sooner", "risk", "chase", "done"),
        *("party", "note", "correct", "close", "reopen"),
    )
)
