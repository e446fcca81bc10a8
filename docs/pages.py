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
    2: "wrong usage: an unknown option, a missing value, a date that cannot be read in one way",
    3: "refused: the procedure or the record does not allow it",
    4: "there is no such workspace, dispute, entry, procedure or code, or a reference fits several",
    5: "something in the workspace cannot be read, was changed, or needs somebody's decision;"
    " everything else was shown",
    6: "busy: somebody else is writing",
    7: "something could not be written, or the answer could not be printed; the message says"
    " whether anything was recorded",
    8: "`verify` found that something was changed or is missing",
    9: "`due --exit-code` found something overdue or quiet",
    130: "interrupted, or you answered no when a command asked whether to do it",
}

_NOTE = "<!-- Written by `make docs` from {source}; change that, not this page. -->\n"


#: How a WHEN is typed.
_WHEN = (
    "- **WHEN** is a date or a time as you would write it, with the day before the month:",
    "  `19/11/2026`, `19.11.26`, `19th November`, `Thursday`, `last Tuesday`, `Friday week`,",
    "  `yesterday 3pm`, `this morning`, `noon`, `2 days ago`, `a fortnight ago`,",
    "  `in 10 working days`, `2026-11-19`, `2026-11-19T15:30` (London time, or with an offset) or",
    "  `now`. A time alone is today's.",
    "- **A date without a year, or a weekday alone,** is the last one if the question is about",
    "  what happened, and the next one if it is about what is to be done.",
    "- **A date that can be read in two ways** is refused as an option, with both dates:",
    "  `03/04/2026` (3 April or 4 March), `next Friday` on a Monday, `yesterday 3:30` (write",
    "  `3:30pm` or `03:30`). So is a weekday that does not fit its date. At a question you are",
    "  asked which date you mean. You see how each date was understood, and you are asked",
    "  whether a date more than 60 days away is right.",
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
    yield "`resolve COMMAND -h` says the same at a terminal. `resolve` alone says what is due"
    yield "and what to type next. You can type the beginning of a command's name, as `esc`, if"
    yield "no other begins so. Type `redact` in full. [keyboard.md](keyboard.md) says how to"
    yield "answer questions, and [glossary.md](glossary.md) what the words mean. All commands"
    yield "share these rules:\n"
    yield from _WHEN
    yield "- **REF** is a dispute's reference, or its beginning if no other begins so. `-` is"
    yield "  the dispute that you recorded in last."
    yield "- To read a **TEXT** from a file, add `-file` to its option:"
    yield "  `--reason-file notes.txt`, or `--reason-file -` for standard input."
    yield "- On a terminal you are asked for what is missing. In a script an error names it,"
    yield "  and the command ends with 2. [errors.md](errors.md) lists every message and exit"
    yield "  code."
    yield f"- After a fault in the program, type `{PROGRAM} --debug COMMAND`. It writes a trace"
    yield "  for your report into the temporary folder. `RESOLVE_DEBUG=1` does this for every"
    yield "  command. The trace has modules, lines and functions, and no text of the record.\n"
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
    yield "An error goes to standard error. It begins with `resolve: error:` and has the"
    yield "message, the place if there is one, and what to do. It never repeats a text that you"
    yield "typed or a text of the record. Words in braces below stand for codes, dates,"
    yield "references, paths and numbers.\n"
    yield "| exit code | means |"
    yield "|---|---|"
    for code, means in EXIT_CODES.items():
        yield f"| {code} | {means} |"
    yield "\nIf several apply, 8 goes before 5, and 5 before 9."
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
    yield "Each fault has a name, which you see in `show`, in JSON and on standard error. If"
    yield "dates may be wrong because of it, every command that meets it ends with 5, and moves"
    yield "are refused until it is put right. You can still record notes, events and risk.\n"
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
    yield f"`{PROGRAM} config` lists every setting with its value and where the value comes"
    yield "from: an option, the environment, the workspace's file `resolve.toml`, or the"
    yield f"default. To set one, type its name and the value: `{PROGRAM} config soon 3`. The"
    yield "value is checked. Everything else in the file stays as it is, also your comments. To"
    yield f"go back to the default, type `{PROGRAM} config soon --default`.\n"
    yield "| setting | what it means | default | it takes | to change it |"
    yield "|---|---|---|---|---|"
    for each in KNOWN.values():
        row = (f"`{each.name}`", each.meaning, each.default, takes(each), how_to_change(each))
        yield f"| {' | '.join(map(_cell, row))} |"
    yield "\nEach copy of the record has its own settings. The first sync puts them into the"
    yield "repository, without `by` and `redactions`, so that a clone begins with them. No later"
    yield "sync changes them."
    yield "\nThis is the `resolve.toml` that `resolve init --procedure nyscp` makes:\n"
    yield "```toml"
    yield new_settings_file("nyscp", practice=False).rstrip("\n")
    yield "```"


def _procedure_checks() -> Iterator[str]:
    yield "# The checks of a procedure file\n"
    yield _NOTE.format(
        source="src/resolutions_cli/core/procedure/checks.py and tests/errors/procedures"
    )
    yield "`resolve procedure check FILE` makes all checks and lists every problem with its"
    yield "line. If there is an error, the file cannot be used. A warning means that somebody"
    yield "should look. Below each check is a file in which only this check finds something, at"
    yield "the line marked `<- here`; a test runs them all. [procedures.md](procedures.md) says"
    yield "how to write a file.\n"
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
