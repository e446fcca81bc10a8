"""Every option that more than one command has, declared once."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from resolutions_cli import errors
from resolutions_cli.app.streams import is_somebody_there
from resolutions_cli.completion import (
    complete_nation,
    complete_procedure,
    complete_reference,
)
from resolutions_cli.files.disk.typed import read_text

# ------------------------------------------------------------------ help, and names of commands


class CommandGroup(TyperGroup):
    """Commands that are found by their names, and by any beginning of a name that fits one."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        names = self.list_commands(ctx)
        if args[0] in names or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        from resolutions_cli.guesses import meant

        words = meant(args, names, at_top=ctx.parent is None)
        if words == ["--help"]:
            sys.stdout.write(ctx.get_help() + "\n")
            ctx.exit()
        if words[0] != args[0] and words[0] not in names:
            return self.resolve_command(ctx, words)  # the command that help is wanted of
        return super().resolve_command(ctx, words)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, _first_line(command)) for name, command in found if command]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        super().format_epilog(ctx, formatter)
        _write_examples(ctx, formatter)


def _first_line(command: Any) -> str:
    """What a command does, in the first line of its help, whole."""
    return (command.help or "").strip().partition("\n")[0]


def _write_examples(ctx: Any, formatter: Any) -> None:
    """The examples of a command, at the end of its help."""
    # only help reads them
    from resolutions_cli.examples import examples_of

    if lines := examples_of(ctx.command_path):
        with formatter.section("Examples"):
            indent = " " * formatter.current_indent
            for line in "\n".join(lines).splitlines():
                formatter.write(f"{indent}{line}\n")


# ------------------------------------------------------------------ texts from files


#: The metavar that marks an option as a text.
TEXT = "TEXT"

#: The formats of typed values, for the end of a command's help.
WHEN_WORDS = (
    '19/11/2026, "19th November", thursday, "yesterday 3pm", "2 days ago", "in 10 working days",'
    " 2026-11-19T15:30 or now, in London time"
)
TEXT_WORDS = "typed (--reason TEXT) or from a file (--reason-file FILE; - is standard input)"

_TWIN = "-file"

#: Where the context of a command keeps its words, texts from files among them.
_WORDS = "resolutions_cli.words"


class ExplainedCommand(TyperCommand):
    """A command whose help ends with how to give a text and a WHEN, and with examples."""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        super().format_epilog(ctx, formatter)
        notes = []
        if any("WHEN" in (param.metavar or "") for param in self.params):
            notes.append(("WHEN", WHEN_WORDS))
        if self._text_options():
            notes.append((TEXT, TEXT_WORDS))
        if notes:
            with formatter.section("Values"):
                formatter.write_dl(notes)
        _write_examples(ctx, formatter)

    def _text_options(self) -> frozenset[str]:
        return frozenset(
            name
            for param in self.params
            if isinstance(param, TyperOption) and param.metavar == TEXT
            for name in param.opts
        )


class AskingCommand(ExplainedCommand):
    """A command with an argument that a terminal asks for and a script must give: one whose
    metavar has no brackets."""

    def invoke(self, ctx: Any) -> Any:
        if not is_somebody_there(no_input=bool(ctx.params.get("no_input"))):
            for param in self.params:
                needed = param.param_type_name == "argument" and (param.metavar or "").isalpha()
                if needed and ctx.params.get(param.name or "") is None:
                    problem = f"{param.metavar} is missing"
                    raise errors.UsageError(problem=problem, command=ctx.command_path)
        return super().invoke(ctx)


class TextCommand(AskingCommand):
    """A command whose text options can be read from files, so that sensitive words stay out of
    the shell's history: `--reason-file FILE`, and `-` for standard input. At a terminal all options
    are checked before the command asks its first question."""

    #: How the parameters of a command that asks are checked, by their names.
    checks: Mapping[str, Any] = {}

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        read = self._with_files_read(args)
        ctx.meta[_WORDS] = tuple(read)
        return super().parse_args(ctx, read)

    def invoke(self, ctx: Any) -> Any:
        may_ask = "no_input" in ctx.params or any(
            param.param_type_name == "argument" for param in self.params
        )
        if not (may_ask and is_somebody_there(no_input=bool(ctx.params.get("no_input")))):
            return super().invoke(ctx)
        # only where somebody can be asked
        from resolutions_cli.app.keyboard.draft import sit

        if self.checks:
            from resolutions_cli.app.questions.checks import check_options

            check_options(self.checks, ctx.params)
        return sit(ctx, ctx.meta[_WORDS], super().invoke)

    def _with_files_read(self, args: list[str]) -> list[str]:
        texts = self._text_options()
        read: list[str] = []
        words = iter(args)
        from_input = 0
        for word in words:
            name, joined, value = word.partition("=")
            option = name.removesuffix(_TWIN)
            if word == "--":
                read.extend((word, *words))
            elif name.endswith(_TWIN) and option in texts:
                source = value if joined else next(words, "")
                if not source:
                    raise errors.TextFromNowhere(option=name)
                from_input += source == "-"
                if from_input > 1:
                    raise errors.TwiceFromInput
                with errors.placed(name):
                    read.append(f"{option}={read_text(source)}")
            else:
                read.append(word)
        if any("\ud800" <= char <= "\udfff" for word in read for char in word):
            raise errors.TextNotUnicode
        return read


# ------------------------------------------------------------------ options


Reference = Annotated[
    str | None,
    typer.Argument(
        metavar="REF",
        help="The dispute's reference or the start of it; - is the one you last recorded in.",
        autocompletion=complete_reference,
    ),
]
WorkspaceDir = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        "-w",
        metavar="DIR",
        help="The workspace (default: the one that is found).",
    ),
]
AsOf = Annotated[
    str,
    typer.Option(
        "--as-of", metavar="WHEN", help="Show everything as it stood then (default: now)."
    ),
]
KnownAt = Annotated[
    str,
    typer.Option(
        "--known-at", metavar="WHEN", help="Use only what had been recorded by then (default: now)."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Csv = Annotated[bool, typer.Option("--csv", help="Print a CSV file, for spreadsheets.")]
Xlsx = Annotated[bool, typer.Option("--xlsx", help="Make an Excel workbook.")]
Ics = Annotated[bool, typer.Option("--ics", help="Make a calendar file (iCalendar).")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who records this (default: you).")]
At = Annotated[str, typer.Option("--at", metavar="WHEN", help="When it happened (default: now).")]
Nation = Annotated[
    str,
    typer.Option(
        "--nation",
        metavar="NATION",
        help="Whose bank holidays count: england, wales, scotland, northern-ireland or uk-any.",
        autocompletion=complete_nation,
    ),
]
NoInput = Annotated[
    bool, typer.Option("--no-input", help="Ask no questions: say what is missing and stop.")
]
NoColor = Annotated[bool, typer.Option("--no-color", help="Use no colours.")]
Reason = Annotated[str, typer.Option("--reason", metavar=TEXT, help="Why, in a sentence.")]
RiskToChild = Annotated[
    str,
    typer.Option(
        "--risk-to-child", metavar=TEXT, help="The risk of harm and the impact on the child."
    ),
]
Answers = Annotated[
    list[str] | None,
    typer.Option(
        "--answer", metavar=TEXT, help="KEY=VALUE, your answer to a question of the procedure."
    ),
]
Positions = Annotated[
    list[str] | None,
    typer.Option("--position", metavar=TEXT, help="AGENCY: VIEW, in the agency's own words."),
]
Actions = Annotated[
    list[str] | None,
    typer.Option("--action", metavar=TEXT, help="An agreed action, as WHO: WHAT by WHEN."),
]
Learning = Annotated[
    list[str] | None, typer.Option("--learning", metavar=TEXT, help="What can be learned from it.")
]
AgreedBy = Annotated[
    list[str] | None, typer.Option("--agreed-by", metavar="AGENCY", help="An agency that agrees.")
]
NoAction = Annotated[
    bool, typer.Option("--no-action", help="No action is needed; the reason says why.")
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write to a new file outside the workspace."
    ),
]
Replace = Annotated[bool, typer.Option("--replace", help="Replace the file if it exists.")]
From = Annotated[str, typer.Option("--from", metavar="WHEN", help="The first day to count.")]
To = Annotated[
    str, typer.Option("--to", metavar="WHEN", help="The last day to count (default: today).")
]
Year = Annotated[
    int | None,
    typer.Option("--year", metavar="YEAR", help="Count from 1 April of that year to 31 March."),
]
OnlyProcedure = Annotated[
    str,
    typer.Option(
        "--procedure",
        metavar="ID",
        help="Show only disputes under this procedure.",
        autocompletion=complete_procedure,
    ),
]
NoSuppress = Annotated[
    bool,
    typer.Option(
        "--no-suppress", help="Show small numbers too: people could be recognised by them."
    ),
]
