"""Every command that reads, in every format: the cases that two versions are compared by.

`python -m tests.compare_versions` runs them. A command that is in neither of the two sets here is
named by it, so that a new one is not left out in silence.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

#: These record something, ask, or wait for another machine; tests of their own say what they print.
#: Their help is compared all the same.
NEVER_COMPARED = {
    "agree", "chase", "close", "correct", "decide", "demo", "done", "drafts", "escalate",
    "init", "note", "open", "party", "record", "redact", "reopen", "risk", "seal", "settle",
    "sooner", "sync", "undo",
}  # fmt: skip

#: Widths of a terminal, in columns.
WIDTHS = (80, 200)

#: A moment in the past of both workspaces, as most commands take one.
_EARLIER = ("2026-09-04", "2026-12-18")


class Case(NamedTuple):
    """A command line. `columns` is the width of the terminal that it writes to; 0 is a pipe."""

    words: tuple[str, ...]
    columns: int = 0
    in_workspace: bool = True

    @property
    def command(self) -> str:
        """The command of the program that it runs."""
        return self.words[0]

    @property
    def shown(self) -> str:
        """The line as the table of differences names it."""
        words = (f'"{word}"' if " " in word else word for word in self.words)
        where = f"  [terminal, {self.columns} columns]" if self.columns else ""
        return f"{' '.join(words)}{where}"


def cases(refs: Sequence[str], project: Path, commands: Sequence[str] = ()) -> Iterator[Case]:
    """Every case for a workspace with these disputes; `commands` are those whose help is read."""
    for words in _pages(refs, project):
        yield Case(words)
        yield Case((*words, "--no-color"), WIDTHS[0])
        for columns in WIDTHS:
            yield Case(words, columns)
    for words in (*_documents(refs, project), *_files(refs), *_refused(refs)):
        yield Case(words)
    for words in [(), *((name,) for name in commands)] if commands else []:
        for columns in (0, *WIDTHS):
            yield Case((*words, "--help"), columns, in_workspace=False)


def _pages(refs: Sequence[str], project: Path) -> Iterator[tuple[str, ...]]:
    """What a person reads: run in a pipe and on terminals."""
    yield ("due",)
    yield ("due", "--all")
    yield ("due", "--group", "stage")
    yield ("list", "--all")
    yield ("next",)
    yield ("stats",)
    yield ("verify", "--gaps")
    yield ("where",)
    yield ("config",)
    yield ("config", "soon")
    yield ("calendar",)
    yield ("procedure", "list")
    yield ("procedure", "check")
    yield ("procedure", "check", str(_procedure_with_faults(project)))
    for name in ("nyscp", "cyscb"):
        yield ("procedure", "show", name)
        yield ("procedure", "show", name, "--diagram")
    yield ("procedure", "try", "nyscp", "--on", "2026-12-16T15:30")
    yield ("procedure", "try", "cyscb")
    yield ("procedure", "show", str(_procedure_with_faults(project)))
    yield ("calc", "10 working days", "--from", "2026-12-16")
    for ref in refs:
        for command in ("show", "explain", "timeline", "next"):
            yield (command, ref)


def _documents(refs: Sequence[str], project: Path) -> Iterator[tuple[str, ...]]:
    """JSON documents, and the options that choose what is shown: run in a pipe."""
    yield from _filters()
    for words in _filters():
        yield (*words, "--json")
    for words in _pages(refs, project):
        if words[-1] != "--diagram":
            yield (*words, "--json")
    yield ("calendar", "2027", "--nation", "scotland", "--json")
    yield ("calendar", "import", str(project / "tests" / "no-such-list.json"), "--dry-run")
    yield ("procedure", "new")
    yield ("find", "school")
    yield ("find", "school", "police", "--json")
    yield ("procedure", "check", "--list")
    yield ("procedure", "check", "nyscp", str(_procedure_with_faults(project)), "cyscb")
    yield ("procedure", "show", "nyscp", "--html")
    yield ("procedure", "show", "nyscp@as-read-2024-05")
    yield ("procedure", "check", "nyscp")
    for amount in ("48 hours", "3 weeks", "6 months", "5 days"):
        yield ("calc", amount, "--from", "2026-10-20T15:30", "--json")
    yield ("calc", "5 working days", "--from", "2026-12-30", "--back", "--nation", "scotland")
    yield ("calc", "5 working days", "--from", "2029-12-20", "--count", "same-day")
    for ref in refs:
        yield ("similar", ref)
        yield ("find", ref)
        yield ("similar", ref, "--within", "12 months", "--json")
        yield ("explain", ref, "--all")
        yield ("explain", ref, "main", "--json")
        yield ("verify", ref, "--json")
        for moment in _EARLIER:
            for command in ("show", "explain", "timeline", "next"):
                yield (command, ref, "--as-of", moment)
            yield ("show", ref, "--known-at", moment, "--json")


def _filters() -> Iterator[tuple[str, ...]]:
    yield ("due", "--overdue")
    yield ("due", "--overdue", "--exit-code", "--quiet")
    yield ("due", "--today")
    yield ("due", "--within", "5 working days")
    yield ("due", "--within", "48 hours")
    yield ("due", "--stage", "1")
    yield ("due", "--procedure", "cyscb")
    yield ("due", "--agency", "Hilltop School")
    yield ("due", "--who", "dsl")
    for group in ("agency", "who"):
        yield ("due", "--all", "--group", group)
    for moment in _EARLIER:
        for when in ("--as-of", "--known-at"):
            yield ("due", "--all", when, moment)
            yield ("list", "--all", when, moment)
        yield ("stats", "--known-at", moment)
    yield ("list",)
    yield ("list", "--closed")
    yield ("list", "--stage", "1")
    yield ("list", "--agency", "Hilltop School")
    yield ("list", "--since", "2026-12-01")
    yield ("stats", "--no-suppress")
    yield ("stats", "--year", "2026", "--procedure", "nyscp", "--no-suppress")


def _files(refs: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Files in every format, made in the folder that the command is run in."""
    for command, endings in (
        ("due", ("csv", "xlsx", "ics")),
        ("list", ("csv", "xlsx")),
        ("stats", ("csv", "xlsx")),
    ):
        for ending in endings:
            yield (command, f"--{ending}", "-o", f"made.{ending}")
        yield (command, "--csv")
        yield (command, "-o", "made.csv")
    yield ("due", "--all", "--csv", "-o", "made.csv")
    yield ("due", "--ics")
    yield ("list", "--all", "--csv", "-o", "made.csv")
    yield ("stats", "--no-suppress", "--csv", "-o", "made.csv")
    for more in ((), ("--no-suppress",), ("--year", "2026")):
        for ending in ("html", "docx", "md"):
            yield ("report", "return", *more, "--format", ending, "-o", f"made.{ending}")
    for ref in refs:
        for ending in ("html", "md"):
            yield ("report", "case", ref, "--format", ending, "-o", f"made.{ending}")
        yield ("report", "case", ref, "--ics", "-o", "made.ics")
        for ending in ("docx", "html", "md"):
            yield ("report", "panel", ref, "--format", ending, "-o", f"made.{ending}")
    yield ("export", "--jsonl", "-o", "made.jsonl")
    yield ("export", "--jsonl", "--with-text", "-o", "made.jsonl")
    yield ("export", "--bundle", "made.toml", *refs, "--by", "A. Lead")
    yield ("export", "--bundle", "made.toml", *refs, "--without-text", "--by", "A. Lead")


def _refused(refs: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """What is wrong is told in the same words."""
    for command in ("show", "explain", "timeline", "next", "similar", "verify"):
        yield (command, "NO-SUCH-1")
    yield ("due", "--within", "5 sprints")
    yield ("due", "--stage", "no-such-stage")
    yield ("due", "--agency", "no-such-agency")
    yield ("due", "--as-of", "03/04")
    yield ("due", "--no-such-option")
    yield ("explain", refs[0], "no-such-duty")
    yield ("procedure", "show", "no-such-procedure")
    yield ("calc", "10 working days", "--from", "not a date")
    yield ("report", "case", refs[0], "-o", "no-such-folder/made.html")
    yield ("import", "no-such-file.toml", "--dry-run")


def _procedure_with_faults(project: Path) -> Path:
    return project / "tests" / "errors" / "procedures" / "cap-overrun.toml"
