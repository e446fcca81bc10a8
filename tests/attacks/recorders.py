"""Every command that records, each with a workspace in which it can, and what comes of it."""

import contextlib
import io
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest import mock

from resolutions_cli.cli import main
from resolutions_cli.files.disk import lock
from resolutions_cli.files.record.log import read_logs
from resolutions_cli.files.record.seals import read_seals
from resolutions_cli.files.record.sweep import sweep
from resolutions_cli.files.workspace import settings as workspace
from resolutions_cli.files.workspace.calendars import read_imports
from resolutions_cli.files.workspace.folders import list_disputes
from resolutions_cli.files.workspace.procedures import procedures_in
from resolutions_cli.files.workspace.settings import Origin, has_settings
from tests.house.project import SOURCE
from tests.written import written_procedure

#: What was typed, and must never be lost.
CANARY = "Zaubervogel"

#: The repository that a workspace is synced with, beside it.
BARE = "record.git"

EARLIER, NOW = "2026-11-19T09:00", "2026-11-20T10:00"

PARTIES = ("--raised-by", "school", "--with", "social-care", "--with", "health")
OPEN = ("open", "--ref", "D-1", "--raised", "2026-11-19", "--child", "C-77", *PARTIES)
AT = ("open", "--ref", "D-1", "--child", "C-77", *PARTIES, "--summary", "said", "--at-stage")
WHY = ("--reason", CANARY)
END = ("close", "D-1", "--outcome", "agreed", "--no-action", "--reason", "agreed")
MAP = ("--map", "{inputs}/map.toml")

SHEET_MAP = """format = 1
procedure = "nyscp"
dates = "dd/mm/yyyy"
""" + "".join(
    f'[[column]]\nheading = "{heading}"\nis = "{means}"\n'
    for heading, means in (
        *(("Ref", "reference"), ("Raised", "raised"), ("Notes", "summary")),
        *(("Closed", "closed"), ("Outcome", "outcome"), ("Why", "closing-reason")),
    )
)
SHEET = """Ref,Raised,Notes,Closed,Outcome,Why
S-1,02/11/2026,It was refused.,04/11/2026,withdrawn,It was granted.
S-2,03/11/2026,Nobody came.,,,
"""


#: Listed, so that they are called the same each time that a dispute is opened.
AGENCIES = "\n[agencies]\n" + "".join(
    f'{code} = "{code.capitalize()}"\n' for code in ("school", "social-care", "health", "care")
)


@dataclass(frozen=True)
class Recorder:
    """A command that records: what was recorded before it, and what is typed."""

    before: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]

    @property
    def has_text(self) -> bool:
        """Whether something was typed that would be lost."""
        return any(CANARY in word for word in self.words)


def _on(*words: str) -> Recorder:
    return Recorder(((*OPEN, "--summary", "said"),), words)


RECORDERS = {
    "open": Recorder((), (*OPEN, "--summary", CANARY)),
    "open-two": Recorder((), (*OPEN, "--risk-to-child", CANARY, "--immediate-risk")),
    "note": _on("note", "D-1", CANARY),
    "escalate": _on("escalate", "D-1", *WHY),
    "decide": Recorder(((*AT, "7"),), ("decide", "D-1", "recommended", *WHY)),
    "record": _on("record", "D-1", "discussion", "--on", "2026-11-19", "--note", CANARY),
    "agree": Recorder(
        ((*AT, "practitioners", "--procedure", "cyscb"),),
        ("agree", "D-1", "--by-date", "2026-11-27", "--with", "the head", *WHY),
    ),
    "sooner": _on("sooner", "D-1", "--to", "2026-11-23", *WHY),
    "risk": _on("risk", "D-1", *WHY),
    "chase": _on("chase", "D-1", "--by", "2026-11-24", "--who", "the lead", CANARY),
    "done": _on("done", "D-1", "child-file", "--on", "2026-11-19", "--note", CANARY),
    "party": _on("party", "D-1", "--add", f"lead: {CANARY}, school, by telephone"),
    "party-two": _on("party", "D-1", "--add", f"lead: {CANARY}, school", "--add", "chair: N, care"),
    "correct": _on("correct", "D-1", "1", "--set", "summary=what happened", *WHY),
    "undo": Recorder(
        ((*OPEN, "--summary", "said"), ("note", "D-1", "said")),
        ("undo", "D-1", "--yes", "--reason", CANARY),
    ),
    "close": _on(*END[:-1], CANARY),
    "reopen": Recorder((OPEN, END), ("reopen", "D-1", *WHY)),
    "redact": _on("redact", "D-1", "1", "--key", "summary", "--yes", *WHY),
    "redact-as-asked": _on("redact", "--as-asked", "D-1", "1", "--yes"),
    "settle": _on("settle", "D-1", "{second}", *WHY),
    "seal": _on("seal"),
    "calendar-import": _on("calendar", "import", "{inputs}/list.json", "--yes"),
    "procedure-add": _on("procedure", "add", "{inputs}/southshire.toml"),
    "init": Recorder((), ("init", "{folder}", "--practice", "--procedure", "nyscp")),
    "import": Recorder((), ("import", "{inputs}/sent.toml")),
    "import-more": Recorder((), ("import", "{inputs}/sent.toml", "--accept-redactions")),
    "import-csv": Recorder((), ("import", "--csv", "{inputs}/sheet.csv", *MAP)),
    "sync": Recorder(((*OPEN, "--summary", "said", "--seeking", "help"),), ("sync",)),
}

#: Those that record several entries, which come one by one; cut off, they are run again.
RUN_AGAIN = {
    "import": RECORDERS["import"].words,
    "import-more": RECORDERS["import-more"].words,
    "import-csv": (*RECORDERS["import-csv"].words, "--skip-bad"),
    "sync": RECORDERS["sync"].words,
}

#: Those without --json, or that say something else with it.
WITHOUT_JSON = frozenset({"init", "procedure-add", "sync"})

#: Those that nobody is ever asked anything by.
_SILENT = frozenset({"init", "seal", "procedure", "verify", "import", "export", "sync"})


def line(
    words: Sequence[str],
    folder: Path,
    inputs: Path,
    *,
    json: bool = False,
    prepared: Path | None = None,
) -> list[str]:
    """A command line as it is typed in the workspace `folder`, a copy of the one `prepared`."""
    second = _second(prepared or folder) if "{second}" in words else ""
    typed = [word.format(folder=folder, inputs=inputs, second=second) for word in words]
    asks = [] if words[0] in _SILENT else ["--no-input"]
    where = [] if words[0] == "init" else ["-w", str(folder)]
    return [*typed, *asks, *where, *(["--json"] if json else [])]


def _second(folder: Path) -> str:
    """A beginning of the id of the second entry of D-1, which has no number of its own."""
    (log,) = read_logs(folder / "disputes" / "D-1")
    return log.entries[1].id[:16]


def run(words: Sequence[str], now: str = NOW) -> tuple[int, str, str]:
    """Run a command in this process: its exit code, and what it said."""
    out, err = io.StringIO(), io.StringIO()
    with (
        mock.patch.dict(os.environ, {"RESOLVE_NOW": now}),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        return main(list(words)), out.getvalue(), err.getvalue()


def does(words: Sequence[str], folder: Path, now: str = NOW, inputs: Path | None = None) -> str:
    """Run a command that must succeed; its answer."""
    code, out, err = run(line(words, folder, inputs or folder), now)
    assert code == 0, (words, out, err)
    return out


def prepare(name: str, place: Path) -> Path:
    """Make the workspace that a recorder needs, as `place`/book; what it reads is beside it."""
    inputs = place / "inputs"
    inputs.mkdir(parents=True)
    shutil.copy(SOURCE / "data" / "bank-holidays.json", inputs / "list.json")
    (inputs / "southshire.toml").write_text(written_procedure("southshire"), "utf-8")
    folder = place / "book"
    if name != "init":
        does(("init", "{folder}", "--practice", "--procedure", "nyscp"), folder)
        with (folder / "resolve.toml").open("a", encoding="utf-8") as settings:
            settings.write(AGENCIES)
        for words in RECORDERS[name].before:
            does(words, folder, EARLIER)
    if name == "settle":
        _grow_apart(folder)
    elif name == "redact-as-asked":
        _is_asked(folder, inputs)
    elif name == "import-csv":
        (inputs / "map.toml").write_text(SHEET_MAP, "utf-8")
        (inputs / "sheet.csv").write_text(SHEET, "utf-8")
    elif name.startswith("import"):
        _is_sent(folder, inputs, with_some=name == "import-more")
    elif name == "sync":
        _is_behind(folder)
    return folder


def _is_sent(folder: Path, inputs: Path, *, with_some: bool) -> None:
    """Record two disputes in another workspace and make a bundle of them; the first two entries
    are here, without their texts, if `with_some`."""
    other = inputs / "other"
    export = ("export", "--bundle", "{inputs}/sent.toml")
    does(("init", "{folder}", "--practice", "--procedure", "nyscp"), other)
    does((*OPEN, "--summary", "said", "--seeking", "help"), other, EARLIER)
    does(("note", "D-1", "rang"), other, EARLIER)
    if with_some:
        does((*export, "D-1", "--without-text"), other, inputs=inputs)
        does(("import", "{inputs}/sent.toml"), folder, inputs=inputs)
        does(("redact", "D-1", "1", "--key", "seeking", "--yes", "--reason", "a name"), other)
    does(("escalate", "D-1", "--reason", "no agreement"), other)
    does(("open", "--ref", "E-1", "--raised", "2026-11-19"), other)
    does((*export, "--replace", "D-1", "E-1"), other, inputs=inputs)


def _is_asked(folder: Path, inputs: Path) -> None:
    """Somebody else asks for a text of the opening to be removed; it came in a bundle."""
    other, export = inputs / "other", ("export", "--bundle", "{inputs}/sent.toml", "D-1")
    does(("init", "{folder}", "--practice", "--procedure", "nyscp"), other)
    does((*export, "--without-text"), folder, inputs=inputs)
    does(("import", "{inputs}/sent.toml"), other, inputs=inputs)
    does(("redact", "D-1", "1", "--key", "summary", "--yes", "--reason", "a name"), other)
    does((*export, "--replace"), other, inputs=inputs)
    does(("import", "{inputs}/sent.toml"), folder, inputs=inputs)


def _is_behind(folder: Path) -> None:
    """Sync the workspace with a repository beside it, to which somebody has sent two entries
    since, and redacted a text of each; a note here was not sent yet."""
    bare, other = folder.with_name(BARE), folder.with_name("other")
    _git("init", "--quiet", "--bare", "--initial-branch=main", str(bare))
    does(("sync", "--init", f"../{BARE}"), folder)
    _git("clone", "--quiet", str(bare), str(other))
    does(("note", "D-1", "theirs"), other)
    does(("escalate", "D-1", "--reason", "no agreement"), other)
    does(("redact", "D-1", "2", "--yes", "--reason", "a name"), other)
    does(("redact", "D-1", "1", "--key", "seeking", "--yes", "--reason", "a name"), other)
    does(("sync",), other)
    shutil.rmtree(other)
    does(("note", "D-1", CANARY), folder)
    with (folder / "resolve.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[settings]\nredactions = "accept"\n')


def _git(*words: str) -> None:
    subprocess.run(["git", *words], check=True)


def _grow_apart(folder: Path) -> None:
    """Escalate in two copies of the workspace, and unite them."""
    copy = Path(shutil.copytree(folder, folder.with_name("copy")))
    for number, each in enumerate((folder, copy)):
        does(("escalate", "D-1", "--reason", "no agreement"), each, f"2026-11-19T1{number}:00")
    for file in (copy / "disputes" / "D-1").glob("*-escalated-*"):
        shutil.copy(file, folder / "disputes" / "D-1")
    shutil.rmtree(copy)


# ------------------------------------------------------------------ what a workspace holds

#: What a reader may find after a command was cut off; everything else is a fault.
_HARMLESS = frozenset({"left-over", "redaction-unfinished", "held-back"})


@dataclass(frozen=True)
class Held:
    """What a workspace holds, as it is read: ids of new entries left out, since they are random."""

    made: bool = False
    entries: tuple[str, ...] = ()
    files: frozenset[str] = frozenset()
    procedures: frozenset[str] = frozenset()
    findings: frozenset[str] = field(default=frozenset(), compare=False)

    def without(self, reference: str) -> "Held":
        """The same without one dispute."""
        kept = tuple(each for each in self.entries if not each.startswith(f"{reference}:"))
        return replace(self, entries=kept)


def held(folder: Path) -> Held:
    """Read a workspace. Fails when anything in it is half there."""
    if not has_settings(folder):
        return Held()
    here = workspace.read(folder, Origin.GIVEN)
    seals, imports = read_seals(here), read_imports(here.calendar)
    assert not imports.problems
    found, entries = {finding.name for finding in seals.findings}, []
    for reference in list_disputes(here).references:
        for log in read_logs(here.disputes / reference):
            found |= {finding.name for finding in log.findings}
            for each in log.entries:
                texts = dict(sorted(each.texts.items()))
                entries.append(f"{reference}: {each.kind} {each.at} {each.facts} {texts}")
    assert found <= _HARMLESS, found
    return Held(
        made=True,
        entries=tuple(entries),
        files=frozenset(
            [*("a seal" for _ in seals.good), *(each.path.stem for each in imports.good)]
        ),
        procedures=frozenset(file.digest for file in procedures_in(here.procedures)),
        findings=frozenset(found),
    )


def seen_between(words: Sequence[str], folder: Path) -> list[Held]:
    """Run a command that takes in several entries, and look after each name that it gives: every
    state that a reader may meet, each with whole entries more than the one before."""
    states = [held(folder)]

    def looking(real: Callable[..., None]) -> Callable[..., None]:
        def rename(*given: Any, **named: Any) -> None:
            real(*given, **named)
            states.append(held(folder))

        return rename

    with mock.patch.multiple(os, rename=looking(os.rename), replace=looking(os.replace)):
        code, _, err = run(words)
    assert code == 0, err
    states.append(held(folder))
    for earlier, later in pairwise(states):
        assert len(earlier.entries) <= len(later.entries)
        assert earlier.procedures <= later.procedures
    return list(dict.fromkeys(states))


def steps(before: Held, after: Held) -> list[Held]:
    """Every state that a reader may meet: before, a procedure put there that nothing uses yet,
    of several entries the first ones, after."""
    pinned = replace(before, procedures=after.procedures)
    kept = len(before.entries)
    first = [
        replace(pinned, entries=after.entries[:count])
        for count in range(kept + 1, len(after.entries))
        if after.entries[:kept] == before.entries
    ]
    return list(dict.fromkeys([before, pinned, *first, after]))


def nobody_is_at_work_in(folder: Path) -> None:
    """Wait for what a killed command had started, a git, to come to its end there."""
    while any(_works_in(process, folder) for process in Path("/proc").glob("[0-9]*")):
        time.sleep(0.005)


def _works_in(process: Path, folder: Path) -> bool:
    with contextlib.suppress(OSError):
        return (process / "cwd").readlink().is_relative_to(folder.parent)
    return False


def left_over(place: Path) -> list[str]:
    """The unfinished files in a workspace, as `verify` names them."""
    return sorted(str(each.relative_to(place)) for each in place.rglob(".*.part"))


def verified(folder: Path) -> tuple[int, list[dict[str, Any]]]:
    """What `verify` says: its exit code and its findings."""
    code, out, _ = run(line(("verify", "--json"), folder, folder))
    return code, json.loads(out)["findings"]


# ------------------------------------------------------------------ what was said

_CONFIRMED = re.compile(
    r"\A(recorded: |added |made a |[0-9a-f]{64}$|received: \d)|^imported: |^removed for good "
    r'|^  "kind": "(entry|seal|calendar-import|redact-as-asked)"|^  "written": true',
    re.MULTILINE,
)


@dataclass(frozen=True)
class Claim:
    """What a command said: that it recorded, that it did not, or that nobody knows."""

    confirmed: bool
    was_recorded: bool
    was_not: bool
    partly: bool
    perhaps: bool


def claim(out: str, err: str) -> Claim:
    """Read what a command said of what it did."""
    assert "Traceback" not in err, err
    assert CANARY not in err, err
    return Claim(
        confirmed=bool(_CONFIRMED.search(out)),
        was_recorded="it was recorded" in err or "the redaction was recorded" in err,
        was_not="nothing was recorded" in err.lower() + out.lower() or "could not be made" in err,
        partly="entries were recorded" in err or "files were (" in err,
        perhaps="does not confirm" in err,
    )


def is_true(said: Claim, now: Held, ways: Sequence[Held]) -> bool:
    """Whether what was said agrees with what is there; `ways` are the `steps`."""
    everything = now == ways[-1]
    nothing = not everything and now.entries == ways[0].entries
    checks = {
        "confirmed": (said.confirmed, everything),
        "was recorded": (said.was_recorded, not nothing),
        "was not": (said.was_not, nothing),
        "partly": (said.partly, not nothing and not everything),
    }
    return all(true for claimed, true in checks.values() if claimed)


@contextlib.contextmanager
def copied(prepared: Path, place: Path) -> Iterator[Path]:
    """A workspace to break: a copy of a prepared one, gone afterwards; so is the repository that
    it is synced with.

    Its lock says that all is swept, as it does where nobody was cut off; a copied one does not.
    """
    place.mkdir()
    folder = place / "book"
    for each in (prepared, prepared.with_name(BARE)):
        if each.exists():
            shutil.copytree(each, place / each.name)
    if prepared.exists():
        with lock.held(folder):
            sweep(workspace.read(folder, Origin.GIVEN))
    try:
        yield folder
    finally:
        shutil.rmtree(place)
