"""The table of commands, and the one place where an error becomes a message and an exit code."""

import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from resolutions_cli import errors
from resolutions_cli.app.streams import (
    ClosedPipe,
    begin_run,
    complain,
    flush,
    interruption,
    lost_a_remark,
    not_printed,
    prepare_streams,
    print_no_more,
    reason_of,
)
from resolutions_cli.options import TextCommand

PROGRAM = "resolve"

#: Every command with its one line of help, in the order in which a dispute needs them. A
#: command's module is imported only when the command runs.
COMMANDS: dict[str, str] = {
    "init": "Make a workspace, the folder that holds one log book.",
    "open": "Open a dispute, or take in one that is under way.",
    "escalate": "Move a dispute to its next stage, with the reason.",
    "decide": "Record a stage's decision and follow it.",
    "record": "Record an event, or plan one.",
    "agree": "Record the date that all accept.",
    "sooner": "Set an earlier date, the one that keeps the child safe.",
    "risk": "Record immediate risk, and who was told.",
    "chase": "Set a reminder with a date, or mark one as done.",
    "done": "Record that an agreed action, date or task is done.",
    "party": "Record who is who, and agencies that join.",
    "note": "Write a line in the log.",
    "correct": "Correct an entry beside the original, or set it aside.",
    "undo": "Set aside the entry that you recorded last.",
    "close": "Close a dispute with its outcome.",
    "reopen": "Take a closed dispute up again, with the same clocks.",
    "settle": "After two copies of the record met, say which move stands.",
    "redact": "Remove a text of an entry for good.",
    "drafts": "Answers that were typed and not recorded.",
    "due": "Every open duty, earliest first.",
    "next": "What to do now, who does it, by when.",
    "show": "A dispute: facts, stage, duties, log, gaps.",
    "list": "The disputes of the workspace.",
    "stats": "What a partnership counts: raised, resolved, how long it took.",
    "report": "Pages made from the record: a case, a panel's pack, a return.",
    "similar": "Disputes of the same concern or the same agencies.",
    "explain": "How a date was counted, day by day.",
    "timeline": "A picture: stages against their limits.",
    "export": "A bundle for a partner agency; the record for machines.",
    "import": "Take in a bundle of disputes, or a spreadsheet of them.",
    "calc": "Count working days, days, weeks, months or hours from a date.",
    "calendar": "The bank holidays in force; import a newer list.",
    "procedure": "Published routes: list, show, check, add, new.",
    "verify": "Whether the record is what was recorded.",
    "seal": "A digest of the whole record, to be kept elsewhere.",
    "sync": "The same record on several machines, by way of a git repository.",
    "config": "Every setting, what it means, and how to set it.",
    "where": "Every path and setting in force, and where it came from.",
    "demo": "Make a small invented workspace and show what is due in it.",
}


class LazyCommands(TyperGroup):
    """A group that knows its commands by name and help, and imports one when it runs."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"resolutions_cli.commands.{cmd_name}")
        if hasattr(module, "app"):
            command = typer.main.get_command(module.app)
        else:
            alone = typer.Typer(add_completion=False, rich_markup_mode=None)
            alone.command(cmd_name, cls=TextCommand)(module.command)
            command = typer.main.get_command(alone)
            assert isinstance(command, TextCommand)
            command.checks = getattr(module, "CHECKS", {})
        command.name = cmd_name
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        from typer._click.shell_completion import CompletionItem

        return [
            CompletionItem(name, help=help_)
            for name, help_ in COMMANDS.items()
            if name.startswith(incomplete)
        ]


app = typer.Typer(cls=LazyCommands, rich_markup_mode=None, pretty_exceptions_enable=False)


def _print_version(wanted: bool) -> None:
    if wanted:
        # an import of 30 ms that only this option needs
        from importlib.metadata import version as installed_version

        sys.stdout.write(f"{PROGRAM} {installed_version('resolutions-cli')}\n")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _resolve(
    ctx: typer.Context,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and stop."
        ),
    ] = False,
    _debug: Annotated[
        bool,
        typer.Option(
            "--debug", help="After a fault, write a trace; it holds no text of the record."
        ),
    ] = False,
) -> None:
    """Keep disputes between agencies about a child's safety, and the dates they must meet.

    Timescales are maxima: acting sooner is always possible. `resolve demo` shows an example.
    """
    if ctx.invoked_subcommand is None:
        sys.stdout.write(ctx.get_help() + "\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code; raises nothing except SystemExit."""
    prepare_streams()
    begin_run()
    code = _run(list(sys.argv[1:] if arguments is None else arguments))
    # a warning that could not be written must not look like a success
    return errors.NotPrinted.exit_code if not code and lost_a_remark() else code


def _run(words: list[str]) -> int:
    group = typer.main.get_command(app)
    try:
        if f"_{PROGRAM.upper()}_COMPLETE" in os.environ:
            group.main(words, prog_name=PROGRAM)
        with group.make_context(PROGRAM, list(words)) as context:  # it empties the list
            result = group.invoke(context)
        flush()
    except typer.Exit as stop:
        return _flushed(stop.exit_code)
    except (KeyboardInterrupt, EOFError, typer.Abort):
        return complain(interruption())
    except (ClosedPipe, BrokenPipeError):
        return _end_quietly()
    except errors.NotPrinted as error:
        print_no_more()
        return complain(not_printed(error))
    except errors.ResolveError as error:
        return complain(error)
    except typer.TyperException as error:
        return complain(usage_error(error, words))
    except OSError as fault:
        _leave_trace(fault, words)
        # code that writes reports its own faults, so this fault came from reading
        return complain(
            errors.DiskUnreadable(os.fsdecode(fault.filename or ""), reason=reason_of(fault))
        )
    except Exception as fault:
        _leave_trace(fault, words)
        return complain(_program_fault(fault))
    return result if isinstance(result, int) else 0


def _flushed(code: int) -> int:
    """The exit code of a command that printed and stopped, such as `--help`, once it is out."""
    try:
        flush()
    except ClosedPipe:
        return _end_quietly()
    except errors.NotPrinted as error:
        print_no_more()
        return complain(error)
    return code


def _end_quietly() -> int:
    """End without a message after the reader went away (`| head -1`), even from Python's flush."""
    print_no_more()
    return 0


def _program_fault(fault: Exception) -> errors.ResolveError:
    # imported here because only a fault needs it
    from resolutions_cli.app.fault import program_fault

    return program_fault(fault)


def _leave_trace(fault: Exception, words: Sequence[str]) -> None:
    """Write a trace of the fault that ended a command, if one was asked for."""
    from resolutions_cli.app.fault import wants_trace, write_trace

    if wants_trace(words):
        write_trace(fault, next((word for word in words if word in COMMANDS), ""))


def usage_error(error: typer.TyperException, words: Sequence[str]) -> errors.ResolveError:
    """The error for a wrong command line, in our own words.

    The library's messages repeat the typed words, which may include a person's name. This
    repeats only the names of our own options and commands.
    """
    context = getattr(error, "ctx", None)
    command = context.command_path if context else PROGRAM
    if context is None and words and words[0] in COMMANDS:
        command = f"{PROGRAM} {words[0]}"
    return errors.UsageError(problem=_problem(error), command=command)


def _suggestion(error: typer.TyperException) -> str:
    """The command of the same group that the user probably meant."""
    context = getattr(error, "ctx", None)
    typed = re.match(r"No such command ['\"](.*?)['\"]\.", error.message)
    if context is None or typed is None or not isinstance(context.command, TyperGroup):
        return ""
    from difflib import get_close_matches

    near = get_close_matches(typed[1], context.command.list_commands(context), 1)
    return f"; did you mean {near[0]}?" if near else ""


def _problem(error: typer.TyperException) -> str:
    kind = type(error).__name__
    param = getattr(error, "param", None)
    if kind == "MissingParameter" and param is not None:
        name = param.opts[-1] if param.param_type_name == "option" else param.human_readable_name
        return f"{name} is missing"
    if kind == "NoSuchOption":
        possible = getattr(error, "possibilities", None)
        return "there is no such option" + (f"; did you mean {possible[0]}?" if possible else "")
    if kind == "BadOptionUsage":
        return f"{getattr(error, 'option_name', 'an option')} needs a value"
    if kind == "BadParameter" and param is not None:
        return f"{param.opts[-1]} cannot take that value"
    if error.message.startswith("No such command"):
        return "there is no such command" + _suggestion(error)
    if error.message.startswith("Got unexpected extra"):
        return "there are words too many; put a text of several words in quotation marks"
    return "it cannot be understood"
