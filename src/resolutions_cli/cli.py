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
from resolutions_cli.options import CommandGroup, TextCommand

PROGRAM = "resolve"

#: Every command with its one line of help, in the groups of the help, a user's most frequent first.
#: A command's module is imported only when the command runs.
GROUPS: dict[str, dict[str, str]] = {
    "Every day": {
        "due": "Every open deadline, earliest first.",
        "next": "What to do now, who does it, by when.",
        "show": "A dispute: facts, stage, deadlines, log, what is missing.",
        "open": "Open a dispute, or take in one that is under way.",
        "note": "Write a line in the log.",
        "done": "Record that an agreed action or another task is done.",
    },
    "Record": {
        "risk": "Record an immediate risk, and who was told.",
        "escalate": "Move a dispute to its next stage, with the reason.",
        "decide": "Record a decision of the stage.",
        "record": "Record something that happened, or plan it.",
        "agree": "Record the date that all accept.",
        "sooner": "Set an earlier date to keep the child safe.",
        "chase": "Set a reminder with a date, or mark one as done.",
        "party": "Record who is who, and agencies that join.",
        "correct": "Correct an entry, or set it aside; the original stays.",
        "undo": "Set aside the entry that you recorded last.",
        "close": "Close a dispute with its outcome.",
        "reopen": "Reopen a closed dispute, with the same time limits.",
        "settle": "Choose which move counts, after two people moved a dispute.",
        "redact": "Remove a text of an entry for good.",
        "drafts": "Answers that you typed and that are not recorded yet.",
    },
    "Look": {
        "list": "All disputes, the newest first.",
        "find": "Search the texts of every dispute, on this machine only.",
        "explain": "How a date was counted, day by day.",
        "timeline": "A picture of the stages and their time limits.",
        "similar": "Disputes about the same concern, or of the same agencies.",
        "stats": "Numbers for a partnership: raised, resolved, how long it took.",
        "calc": "Count working days, working weeks, days, weeks, months, years or hours.",
        "verify": "Check that the record is complete and unchanged.",
    },
    "Share and hand over": {
        "report": "Make a case record, a panel's pack or a return.",
        "export": "Write a bundle for a partner agency, or the record for machines.",
        "import": "Import a bundle of disputes, or a spreadsheet.",
        "sync": "Share one record between machines, through a git repository.",
        "seal": "Print a fingerprint of the whole record, to keep elsewhere.",
    },
    "Set up": {
        "init": "Make a workspace: the folder that holds the record.",
        "demo": "Make a small invented workspace and show what is due in it.",
        "procedure": "The published procedures: list, show, check, try, add, new.",
        "calendar": "The bank holidays in use; import a newer list.",
        "config": "Every setting, what it means, and how to set it.",
        "where": "Every path and setting in use, and where it comes from.",
    },
}

#: The same without the groups.
COMMANDS: dict[str, str] = {name: line for group in GROUPS.values() for name, line in group.items()}


class LazyCommands(CommandGroup):
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
        width = max(map(len, COMMANDS))
        for title, commands in GROUPS.items():
            with formatter.section(title):
                # the same column in every group
                formatter.write_dl([(name.ljust(width), line) for name, line in commands.items()])

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        super().format_epilog(ctx, formatter)
        formatter.write_paragraph()
        formatter.write_text(
            f"Type `{PROGRAM}` alone to see what is due and what to type next."
            f" `{PROGRAM} COMMAND -h` explains a command, with examples."
            f" The beginning of a command is enough, for example `{PROGRAM} esc`."
        )

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        from typer._click.shell_completion import CompletionItem

        return [
            CompletionItem(name, help=help_)
            for name, help_ in COMMANDS.items()
            if name.startswith(incomplete)
        ]


app = typer.Typer(
    cls=LazyCommands,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    # every command below takes these names from here
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
            "--debug", help="After a fault, write a trace. It holds no text of the record."
        ),
    ] = False,
) -> None:
    """Keep the log of disputes between agencies about a child's safety, with every deadline.

    Every timescale is a maximum: acting sooner is always possible. To see an example, type
    `resolve demo`.
    """
    if ctx.invoked_subcommand is None:
        from resolutions_cli.app.glance import show_glance

        raise typer.Exit(show_glance())


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
    from resolutions_cli.guesses import near_command

    near = near_command(typed[1], context.command.list_commands(context))
    return f"; did you mean {near}?" if near else ""


def _instead(error: typer.TyperException, context: Any) -> str:
    """What to type for an option that the command does not have, for the end of a message."""
    if context is None:
        return ""
    from resolutions_cli.guesses import near_option

    options = [name for param in context.command.get_params(context) for name in param.opts]
    command = context.command_path.removeprefix(f"{PROGRAM} ")
    near = near_option(getattr(error, "option_name", ""), command, options)
    return f"; did you mean {near}?" if near else ""


def _problem(error: typer.TyperException) -> str:
    kind = type(error).__name__
    param = getattr(error, "param", None)
    if kind == "MissingParameter" and param is not None:
        name = param.opts[-1] if param.param_type_name == "option" else param.human_readable_name
        return f"{name} is missing"
    if kind == "NoSuchOption":
        return "there is no such option" + _instead(error, getattr(error, "ctx", None))
    if kind == "BadOptionUsage":
        return f"{getattr(error, 'option_name', 'an option')} needs a value"
    if kind == "BadParameter" and param is not None:
        return f"{param.opts[-1]} cannot take that value"
    if error.message.startswith("No such command"):
        return "there is no such command" + _suggestion(error)
    if error.message.startswith("Got unexpected extra"):
        return "there are words too many; put a text of several words in quotation marks"
    return "it cannot be understood"
