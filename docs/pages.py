"""The pages that are written from the program itself, so that they cannot drift from it.

python -m docs.pages write     write them
python -m docs.pages check     name those that are not what the program says (exit 1)
"""

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typer

from docs import architecture, fields
from resolutions_cli import errors
from resolutions_cli.cli import COMMANDS, GROUPS, PROGRAM, app
from resolutions_cli.core.procedure.checks import CHECKS
from resolutions_cli.core.record import findings
from resolutions_cli.errors import ResolveError
from resolutions_cli.examples import examples_of
from resolutions_cli.files.workspace.known_settings import (
    KNOWN,
    how_to_change,
    new_settings_file,
    takes,
)

DOCS = Path(__file__).resolve().parent
EXAMPLES = DOCS.parent / "tests" / "errors" / "procedures"

#: What each exit code means; the order is that of the page.
EXIT_CODES: Mapping[int, str] = {
    0: "done; also `due` when something is overdue, unless asked with `--exit-code`",
    1: "a fault in the program itself",
    2: "wrong usage: an unknown option, a missing value, an unreadable or ambiguous date",
    3: "refused: the procedure or the record does not allow it",
    4: "no such workspace, dispute, entry, procedure or code, or a reference that fits several",
    5: "something in the workspace cannot be read, was changed, or needs somebody's decision;"
    " everything else was still shown",
    6: "busy: somebody else is writing",
    7: "it could not be written, or its answer could not be printed; the message says whether"
    " something was recorded",
    8: "`verify` found that something was changed or is missing",
    9: "`due --exit-code`, and something is overdue or quiet",
    130: "interrupted, or you answered no where a command asks whether to do it",
}

_NOTE = "<!-- Written by `make docs` from {source}; change that, not this page. -->\n"


#: How a WHEN is typed.
_WHEN = (
    "- **WHEN** is a date or a time as you would write it, with the day before the month:",
    "  `19/11/2026`, `19.11.26`, `19th November`, `Thursday`, `last Tuesday`, `Friday week`,",
    "  `yesterday 3pm`, `this morning`, `noon`, `2 days ago`, `a fortnight ago`,",
    "  `in 10 working days`, `2026-11-19`, `2026-11-19T15:30` (London time, or with an offset) or",
    "  `now`. A time alone is today's.",
    "- **A date without a year, and a weekday alone,** is the last one where the question is about",
    "  what happened, and the coming one where it is about what is to be done.",
    "- **A date that can be read in two ways** is asked back when you type it at a question, and",
    "  refused as an option, with both dates: `03/04/2026` (3 April or 4 March), `next Friday` on",
    "  a Monday, `yesterday 3:30` (write `3:30pm` or `03:30`). So is a weekday that does not fit",
    "  its date. Every date that you type at a question is shown as it was understood before the",
    "  next question, and one more than 60 days away is asked back.",
)


def generated() -> dict[str, str]:
    """Each generated page, and the schema, by its name."""
    return {
        "architecture.md": architecture.page(),
        "commands.md": "\n".join(_commands()) + "\n",
        "errors.md": "\n".join(_errors()) + "\n",
        "fields.md": "\n".join(_fields()) + "\n",
        "findings.md": "\n".join(_findings()) + "\n",
        "procedure-checks.md": "\n".join(_procedure_checks()) + "\n",
        "rooms.svg": architecture.picture(),
        "settings.md": "\n".join(_settings()) + "\n",
        "schemas/export.schema.json": fields.schema(),
    }


def conditions() -> list[type[ResolveError]]:
    """Every class of error, in the order of its file."""
    return [
        value
        for module in errors.MODULES
        for value in vars(import_module(f"{errors.__name__}.{module}")).values()
        if isinstance(value, type) and issubclass(value, ResolveError) and value is not ResolveError
    ]


# ------------------------------------------------------------------ commands


def _commands() -> Iterator[str]:
    yield "# Commands\n"
    yield _NOTE.format(source="the commands themselves")
    yield "`resolve COMMAND -h` says the same at a terminal. `resolve` alone says what is due and"
    yield "what to type next. You can type the beginning of a command's name if no other begins so,"
    yield "as `esc`; `redact` must be typed in full. What the options have in common:\n"
    yield from _WHEN
    yield "- **REF** is a dispute's reference or any beginning of it that fits no other."
    yield "- Every option that takes a **TEXT** has a twin that reads it from a file:"
    yield "  `--reason-file notes.txt`, and `--reason-file -` for standard input."
    yield "- On a terminal what is missing is asked for; elsewhere it is named, and the command"
    yield "  ends with 2. [errors.md](errors.md) lists every message and exit code."
    yield f"- After a fault in the program, `{PROGRAM} --debug COMMAND` writes a trace into the"
    yield "  temporary folder, for a report; so does every command where `RESOLVE_DEBUG=1` is set."
    yield "  The trace has modules, lines and functions, and no text of the record.\n"
    group = typer.main.get_command(app)
    context: Any = group.make_context(PROGRAM, [], resilient_parsing=True)
    for number, (title, commands) in enumerate(GROUPS.items()):
        yield ("\n" if number else "") + f"{title}:\n"
        for name, line in commands.items():
            yield f"- [`{name}`](#{PROGRAM}-{name}): {line[:1].lower()}{line[1:].rstrip('.')}"
    for name in COMMANDS:
        yield from _command(group.get_command(context, name), f"{PROGRAM} {name}")  # type: ignore[attr-defined]


def _command(command: Any, path: str, level: int = 2) -> Iterator[str]:
    yield f"\n{'#' * level} {path}\n"
    yield inspect.cleandoc(command.help or "") + "\n"
    inner = getattr(command, "commands", None)
    if inner:
        for name, each in inner.items():
            yield from _command(each, f"{path} {name}", level + 1)
        return
    parameters = [p for p in command.params if p.name != "help" and not getattr(p, "hidden", False)]
    usage = [_placeholder(p) for p in parameters if p.param_type_name == "argument"]
    yield f"    {' '.join([path, *usage, '[OPTIONS]'])}\n"
    yield "| option | |"
    yield "|---|---|"
    for each in parameters:
        yield f"| {_names(each)} | {_cell(getattr(each, 'help', '') or '')}{_default(each)} |"
    yield from _examples(path)


def _default(parameter: Any) -> str:
    """What counts if an option is left out, as the help at a terminal shows it."""
    is_shown = getattr(parameter, "show_default", False) and not getattr(
        parameter, "is_flag", False
    )
    return f" Default: {parameter.default}." if is_shown and parameter.default else ""


def _examples(path: str) -> Iterator[str]:
    """The examples that the help has too."""
    if examples := examples_of(path):
        yield "\n```text"
        yield from examples
        yield "```"


def _placeholder(parameter: Any) -> str:
    name = (parameter.metavar or parameter.name.upper()).strip("[]")
    several = "…" if parameter.nargs == -1 else ""
    return f"{name}{several}" if parameter.required else f"[{name}{several}]"


def _names(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{_placeholder(parameter)}`"
    value = "" if parameter.is_flag else f" {parameter.metavar or 'VALUE'}"
    names = [*parameter.opts[:-1], parameter.opts[-1] + value]
    return ", ".join(f"`{name}`" for name in names) + (" …" if parameter.multiple else "")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


# ------------------------------------------------------------------ errors, findings, checks


def _errors() -> Iterator[str]:
    yield "# Errors and exit codes\n"
    yield _NOTE.format(source="src/resolutions_cli/errors/")
    yield "An error is `resolve: error:` and the message, the place when there is one, and what to"
    yield "do about it, on standard error. Nothing that was typed as free text and nothing of a"
    yield "record is ever in it: words in braces below stand for codes, dates, references, paths"
    yield "and numbers.\n"
    yield "| exit code | means |"
    yield "|---|---|"
    for code, means in EXIT_CODES.items():
        yield f"| {code} | {means} |"
    yield "\nWhen several hold: 8, then 5, then 9."
    for code in EXIT_CODES:
        having = [condition for condition in conditions() if condition.exit_code == code]
        if having:
            yield f"\n## Exit code {code}\n"
            yield "| condition | message | what to do |"
            yield "|---|---|---|"
        for condition in having:
            message = (condition.__doc__ or "").split("\n", 1)[0]
            yield f"| `{condition.__name__}` | {_cell(message)} | {_cell(condition.hint)} |"


def _findings() -> Iterator[str]:
    yield "# What can be wrong with a record\n"
    yield _NOTE.format(source="src/resolutions_cli/core/record/findings.py")
    yield "Each condition has a name, which stands in `show`, in JSON and on standard error. Where"
    yield "dates may be wrong because of it, every command that meets it ends with 5 and moves are"
    yield "refused until it is put right; notes, events and risk are still taken.\n"
    yield "| name | what is wrong | what to do | dates may be wrong |"
    yield "|---|---|---|---|"
    for kind in findings.KINDS.values():
        harm = "yes" if kind.harms else "no"
        yield f"| `{kind.name}` | {_cell(kind.sentence)} | {_cell(kind.remedy)} | {harm} |"


def _fields() -> Iterator[str]:
    yield "# The fields of rows\n"
    yield _NOTE.format(source="the lists of fields in src/resolutions_cli/render")
    yield from fields.page()


def _settings() -> Iterator[str]:
    yield "# Settings\n"
    yield _NOTE.format(source="src/resolutions_cli/files/workspace/known_settings.py")
    yield f"`{PROGRAM} config` lists every setting with its value and where that comes from: an"
    yield "option, the environment, the file `resolve.toml` of the workspace, or the default. To"
    yield f"set one, type its name and the value: `{PROGRAM} config soon 3`. The value is checked."
    yield "Everything else in the file stays as it is, your comments too. `--default` takes the"
    yield "default again.\n"
    yield "| setting | what it means | default | it takes | to change it |"
    yield "|---|---|---|---|---|"
    for each in KNOWN.values():
        row = (f"`{each.name}`", each.meaning, each.default, takes(each), how_to_change(each))
        yield f"| {' | '.join(map(_cell, row))} |"
    yield "\nThe settings are those of one copy of the record. The first sync puts them into the"
    yield "repository, without `by` and `redactions`, so that a clone begins with them. From then"
    yield "on each machine has its own."
    yield "\nThis is the `resolve.toml` that `resolve init --procedure nyscp` makes:\n"
    yield "```toml"
    yield new_settings_file("nyscp", practice=False).rstrip("\n")
    yield "```"


def _procedure_checks() -> Iterator[str]:
    yield "# The checks of a procedure file\n"
    yield _NOTE.format(
        source="src/resolutions_cli/core/procedure/checks.py and tests/errors/procedures"
    )
    yield "`resolve procedure check FILE` makes all of them and reports every problem in one go,"
    yield "each with its line. An error means that the file cannot be used; a warning that somebody"
    yield "should look. Under each stands a file in which it alone speaks up, at the line marked"
    yield "`<- here`; a test runs every one of them. How a file is written:"
    yield "[procedures.md](procedures.md).\n"
    yield from _list((c.name, c.means, c.warning) for c in CHECKS.values())
    for check in CHECKS.values():
        yield f"\n## {check.name}\n"
        yield f"{'A warning' if check.warning else 'An error'}: {check.means}.\n"
        yield "```toml"
        yield (EXAMPLES / f"{check.name}.toml").read_text("utf-8").rstrip("\n")
        yield "```"


def _list(checks: Iterable[tuple[str, str, bool]]) -> Iterator[str]:
    for name, means, warning in checks:
        yield f"- [`{name}`](#{name}){' (a warning)' if warning else ''}: {means}"


# ------------------------------------------------------------------ write, check


def stale() -> list[str]:
    """The generated pages that are not what the program says now."""
    return [
        name
        for name, text in generated().items()
        if not (DOCS / name).is_file() or (DOCS / name).read_text("utf-8") != text
    ]


def unwritten(commands: Iterable[str]) -> list[str]:
    """What to write for each command that has a name and no module yet."""
    return [
        f"write src/resolutions_cli/commands/{name}.py: `{name}` is in COMMANDS and has no module"
        for name in commands
        if find_spec(f"resolutions_cli.commands.{name}") is None
    ]


def main(words: list[str]) -> int:
    """Write or check. Returns the exit code."""
    actions: Mapping[str, Callable[[], int]] = {"write": _write, "check": _check}
    if len(words) != 1 or words[0] not in actions:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    if to_write := unwritten(COMMANDS):
        sys.stderr.write("\n".join(to_write) + "\n")
        return 1
    return actions[words[0]]()


def _write() -> int:
    for name, text in generated().items():
        (DOCS / name).write_text(text, "utf-8")
    return 0


def _check() -> int:
    for name in (names := stale()):
        sys.stdout.write(f"docs/{name} is not what the program says; `make docs` writes it\n")
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
