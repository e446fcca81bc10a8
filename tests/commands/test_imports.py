"""Only what a command needs is imported: its start-up is most of what a person waits for."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.desk import Desk

#: Runs a command in a pipe and prints the modules it loaded, after what it said.
_RUN = """
import sys
from resolutions_cli.cli import main
try:
    code = main(sys.argv[1:])
except SystemExit as stop:  # a shell was told what completes
    code = stop.code
sys.stdout.flush()
print("\\0".join(["", *sys.modules]))
sys.exit(code)
"""

#: Nobody needs these to read a record and count.
HEAVY = {
    *("rich", "holidays", "tomli_w", "filelock", "pydantic", "importlib.metadata"),
    *("icalendar", "xlsxwriter", "docx", "jinja2"),
}


def modules(*words: str, **environ: str) -> set[str]:
    """The modules that are loaded when a command has run in a pipe, in a process of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *words],
        capture_output=True,
        # a workbook is no text
        encoding="utf-8",
        errors="replace",
        env=kept | environ,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rstrip("\n").split("\0")[1:])


def ours(found: set[str], package: str) -> set[str]:
    """The modules of a package that are among those found, without the names of their rooms."""
    prefix = f"resolutions_cli.{package}."
    rooms = {name.rpartition(".")[0] for name in found}
    return {name.rpartition(".")[2] for name in found - rooms if name.startswith(prefix)}


@pytest.fixture
def environ(desk: Desk, cache: Path) -> dict[str, str]:
    """A workspace with a dispute that counts hours and working days."""
    events = ("--raised", "2026-11-19T10:00", "--disputed", "2026-11-18")
    desk.at("2026-11-20T10:00").opens("1", *events)
    return {
        "RESOLVE_WORKSPACE": str(desk.folder),
        "RESOLVE_NOW": "2026-11-20T10:00",
        "XDG_CACHE_HOME": str(cache),
    }


def test_due_in_a_pipe_loads_no_table_drawer_no_lock_and_nothing_that_records(
    environ: dict[str, str],
) -> None:
    found = modules("due", **environ)
    assert not found & HEAVY
    assert "dateutil" not in found  # only months need it
    assert ours(found, "commands") == {"due"}
    assert not ours(found, "files") & {"lock", "write", "create"}
    assert not ours(found, "app") & {"record", "open", "ask"}
    assert "terminal" not in ours(found, "render")


@pytest.fixture
def kept(environ: dict[str, str]) -> dict[str, str]:
    """The same, and an index of it."""
    time.sleep(2.1)  # what changed within two seconds is read again
    modules("due", **environ)
    return environ


def test_due_from_the_index_loads_nothing_that_reads_a_record(kept: dict[str, str]) -> None:
    found = modules("due", **kept)
    assert not ours(found, "core") & {"facts", "fold", "model", "dispute", "moves", "findings"}
    assert not ours(found, "files") & {"log", "entry_file", "procedures", "calendars"}
    assert not ours(found, "render") - {
        "deadline_fields",
        "notes",
        "due",
        "table",
        "words",
    }
    assert ours(found, "errors") == {"base"}
    assert "tomllib" not in found


def test_the_json_of_due_loads_what_writes_json_and_no_more(kept: dict[str, str]) -> None:
    more = modules("due", "--json", **kept) - modules("due", **kept)
    assert {name.partition(".")[0] for name in more} <= {"json", "_json", "resolutions_cli"}
    assert ours(more, "render") == {"json", "deadline_json"}
    assert ours(more, "core") <= {"reckoning"}


@pytest.mark.parametrize("words", [["show", "D-1"], ["calc", "10 days", "--from", "2026-11-20"]])
def test_other_reading_commands_load_their_own_module_and_none_that_writes(
    environ: dict[str, str], words: list[str]
) -> None:
    found = modules(*words, **environ)
    assert not found & HEAVY
    assert ours(found, "commands") == {words[0]}
    assert not ours(found, "files") & {"lock", "write", "create"}


def test_no_command_that_succeeds_loads_a_module_of_errors(
    environ: dict[str, str], tmp_path: Path
) -> None:
    """Each is loaded when a condition is first named. `where` alone tells of one: no sync yet."""
    bundle, page = str(tmp_path / "D-1.toml"), str(tmp_path / "D-1.html")
    said = ("--reason", "No agreement was reached.", "--no-input")
    needless = {
        words: found
        for words in (
            *(("due",), ("due", "--csv"), ("due", "--ics"), ("due", "--within", "9 days")),
            *(("list",), ("list", "--json"), ("show", "D-1"), ("show", "D-1", "--json")),
            *(("next",), ("next", "D-1"), ("explain", "D-1"), ("timeline", "D-1"), ("stats",)),
            *(("similar", "D-1"), ("verify",), ("verify", "--gaps"), ("export", "--jsonl")),
            *(("report", "case", "D-1", "-o", page), ("report", "panel", "D-1", "--format", "md")),
            *(("calendar",), ("procedure", "list"), ("procedure", "show", "nyscp")),
            *(("export", "--bundle", bundle, "D-1"), ("import", bundle), ("--version",)),
            *(("note", "D-1", "They met.", "--no-input"), ("escalate", "D-1", *said), ("seal",)),
            *(("sooner", "D-1", "--to", "2026-11-26", *said), ("due", "--help")),
            ("close", "D-1", "--outcome", "agreed", "--no-action", *said),
            ("reopen", "D-1", *said),
            ("redact", "D-1", "2", "--yes", *said),
        )
        if (found := ours(modules(*words, **environ), "errors") - {"base"})
    }
    assert needless == {}


def test_months_load_what_counts_months(environ: dict[str, str]) -> None:
    assert "dateutil" in modules("calc", "6 months", "--from", "2026-11-20", **environ)


def test_only_a_year_past_the_list_loads_the_rules_beyond_it(environ: dict[str, str]) -> None:
    assert "holidays" not in modules("calendar", "2028", **environ)
    assert "holidays" in modules("calendar", "2029", **environ)


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["help"]])
def test_help_and_version_load_no_command(words: list[str], tmp_path: Path) -> None:
    found = modules(*words, HOME=str(tmp_path))
    assert ours(found, "commands") == set()
    assert "resolutions_cli.core" not in found
    assert not found & (HEAVY - {"importlib.metadata"})


def test_the_table_of_guesses_and_the_examples_are_loaded_only_when_they_are_needed(
    environ: dict[str, str],
) -> None:
    tables = {"resolutions_cli.guesses", "resolutions_cli.examples"}
    assert not modules("due", **environ) & tables
    assert modules("du", **environ) & tables == {"resolutions_cli.guesses"}
    assert modules("due", "-h", **environ) & tables == {"resolutions_cli.examples"}


def test_a_glance_from_the_index_loads_nothing_that_reads_a_record(kept: dict[str, str]) -> None:
    found = modules(**kept)
    assert ours(found, "commands") == set()
    assert not ours(found, "core") & {"facts", "fold", "model", "dispute"}
    assert not ours(found, "files") & {"log", "entry_file", "procedures", "calendars"}
    assert not found & HEAVY


def test_a_shell_that_completes_a_reference_loads_nothing_that_reads_a_record(
    environ: dict[str, str],
) -> None:
    completing = {
        "_RESOLVE_COMPLETE": "complete_bash",
        "COMP_WORDS": "resolve show D-",
        "COMP_CWORD": "2",
    }
    found = modules(**environ, **completing)
    assert ours(found, "core") == {"findings", "text", "reference", "value"}
    assert not ours(found, "files") & {"log", "entry_file", "lock", "procedures", "index"}
    assert not ours(found, "render")


def test_help_of_one_command_loads_that_command_alone(tmp_path: Path) -> None:
    assert ours(modules("note", "--help", HOME=str(tmp_path)), "commands") == {"note"}
