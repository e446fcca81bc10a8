"""`resolve procedure`: the published routes: list, show, check, try, add, accept, checked, remove,
new.
"""

from pathlib import Path
from typing import Annotated

import typer

from resolutions_cli import options
from resolutions_cli.app import streams
from resolutions_cli.app.output import make_file, require_no_file
from resolutions_cli.app.procedures.beside import keep_check, remove_procedure
from resolutions_cli.app.procedures.given import (
    check_files,
    procedure_given,
    require_good,
    sheet_asked,
    write_sheet,
)
from resolutions_cli.app.procedures.new_file import asked_procedure
from resolutions_cli.app.procedures.trial import try_procedure
from resolutions_cli.app.questions.checks import FREE, Checks
from resolutions_cli.app.record import confirming, keeping
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.app.screen import show_tables
from resolutions_cli.completion import complete_procedure
from resolutions_cli.core.procedure.checks import CHECKS
from resolutions_cli.files.record.first_marks import accept_procedure, add_procedure
from resolutions_cli.files.workspace.known_procedures import known_procedures
from resolutions_cli.files.workspace.procedures import (
    load_procedure_file,
)
from resolutions_cli.files.workspace.template import new_procedure, require_id
from resolutions_cli.render.formats.json import document
from resolutions_cli.render.views.procedure import procedure_json, procedure_text
from resolutions_cli.render.views.procedures import (
    checks_json,
    checks_table,
    procedure_diagram,
    procedures_json,
    procedures_table,
)
from resolutions_cli.render.words.words import shown

app = typer.Typer(cls=options.CommandGroup, add_completion=False, rich_markup_mode=None)

Given = Annotated[
    str,
    typer.Argument(
        metavar="FILE or ID",
        help="A procedure file, or a name, as nyscp or nyscp@as-read-2024-05.",
        autocompletion=complete_procedure,
    ),
]
Name = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="As nyscp, or nyscp@as-read-2024-05.",
        autocompletion=complete_procedure,
    ),
]
File = Annotated[Path, typer.Argument(metavar="FILE", help="A procedure file.")]


@app.callback(invoke_without_command=True)
def procedure(ctx: typer.Context) -> None:
    """The published routes that disputes take: list, show, check, try, add, new."""
    if ctx.invoked_subcommand is None:
        streams.say(ctx.get_help() + "\n")


@app.command("list", cls=options.ExplainedCommand)
def list_(
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """The procedures of the program and the workspace."""
    run = Run.start(SharedOptions(workspace=workspace, json=json, no_color=no_color))
    known, faults = known_procedures(run.workspace.procedures, run.as_of.day)
    if json:
        source = run.calendar("england").source
        streams.say_document(
            document("procedures", run.as_of, source, procedures=procedures_json(known))
        )
    else:
        show_tables(run, [procedures_table(known)])
    return max((streams.complain(fault) for fault in faults), default=0)


@app.command(cls=options.ExplainedCommand)
def show(
    given: Given,
    diagram: Annotated[bool, typer.Option("--diagram", help="Draw the route.")] = False,
    html: Annotated[
        bool, typer.Option("--html", help="One sheet of A4 for the wall, as a web page.")
    ] = False,
    output: options.Output = None,
    replace: options.Replace = False,
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """The whole route: who does what, by when.

    Give the path of a file, or the name of a procedure. With each limit stands where the
    published text says so, and how an open text is read.
    """
    run = Run.start(
        SharedOptions(workspace=workspace, json=json, no_color=no_color), needs_workspace=False
    )
    form = sheet_asked(output, replace, html=html, json=json, diagram=diagram)
    found = procedure_given(run, given)
    if html:
        from resolutions_cli.render.reports.wall_page import print_size, wall_page

        page = wall_page(found)
        write_sheet(run, page, print_size(page), form)
        return 0
    if json:
        source = run.calendar(found.nation).source
        streams.say_document(
            document("procedure", run.as_of, source, procedure=procedure_json(found))
        )
        return 0
    draw = procedure_diagram if diagram else procedure_text
    streams.say(draw(found, streams.columns()) + "\n")
    return 0


@app.command(cls=options.ExplainedCommand)
def check(
    given: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE or ID", help="One or more procedure files, or names, as nyscp."
        ),
    ] = None,
    list_: Annotated[
        bool, typer.Option("--list", help="Name every check and what it finds.")
    ] = False,
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Every problem of a procedure file, by line.

    Give the paths of one or more files, or the names of procedures. Without one, you get a list
    of every check and what it finds. A file with errors cannot be used (exit 3); look at warnings
    yourself (exit 0).
    """
    run = Run.start(
        SharedOptions(workspace=workspace, json=json, no_color=no_color), needs_workspace=False
    )
    if not given or list_:
        return _list_checks(run)
    return check_files(run, given)


@app.command("try", cls=options.ExplainedCommand)
def try_(
    given: Given,
    on: Annotated[
        str,
        typer.Option("--on", metavar="WHEN", help="When it is raised; else now, and 16 December."),
    ] = "",
    at_stage: Annotated[
        str, typer.Option("--at-stage", metavar="STAGE", help="Where it starts; else the first.")
    ] = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """The whole route with dates, when every limit is used to its end.

    Without a date it shows two: from now, and over Christmas. Each stage has the limit that
    applies, the others, and every reading. Nothing is written.
    """
    run = Run.start(
        SharedOptions(workspace=workspace, json=json, no_color=no_color), needs_workspace=False
    )
    return try_procedure(run, given, on, at_stage)


def _list_checks(run: Run) -> int:
    if run.asked.json:
        source = run.calendar("england").source
        body = checks_json(CHECKS.values())
        streams.say_document(document("procedure-checks", run.as_of, source, checks=body))
    else:
        show_tables(run, [checks_table(CHECKS.values())])
    return 0


@app.command(cls=options.ExplainedCommand)
def add(file: File, workspace: options.WorkspaceDir = None) -> int:
    """Put a partnership's own file into the workspace, as it is."""
    run = Run.start(SharedOptions(workspace=workspace))
    require_good(run, file)
    with confirming() as confirmation:
        with keeping(run, "procedures", "procedure list"):
            confirmation.begin()
            label = load_procedure_file(add_procedure(run.workspace.procedures, file)).label
            confirmation.recorded("procedures", f"procedure show {label}")
        streams.say(f"added {label}\n`resolve procedure show {label}` shows the whole route\n")
    return 0


@app.command(cls=options.ExplainedCommand)
def accept(
    label: Annotated[
        str, typer.Argument(metavar="LABEL", help="As `procedure list` shows it: ID@VERSION.")
    ],
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
) -> int:
    """Let disputes be opened under a procedure that arrived with somebody else's dispute.

    A file that arrives with a dispute, by `import` or `sync`, applies to that dispute only, until
    you accept it. Read it with `procedure show LABEL`. Accepting it changes no date.
    """
    run = Run.start(SharedOptions(workspace=workspace, by=by))
    with confirming() as confirmation:
        with keeping(run, "procedures", "procedure list"):
            confirmation.begin()
            file = accept_procedure(run.workspace.procedures, label, run.by)
            confirmation.recorded("procedures", f"procedure show {file.label}")
        words = shown(file.label)
        streams.say(
            f"accepted {words}\n`resolve open --procedure {words}` opens a dispute under it\n"
        )
    return 0


@app.command(cls=options.ExplainedCommand)
def checked(
    name: Name,
    on: Annotated[str, typer.Option("--on", metavar="WHEN", help="The day; else today.")] = "",
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
) -> int:
    """Write down that somebody compared a procedure with the published text.

    It is kept beside the procedure's file, which does not change. It stays on this machine.
    """
    run = Run.start(SharedOptions(workspace=workspace, by=by))
    return keep_check(run, name, on or "today")


@app.command(cls=options.ExplainedCommand)
def remove(name: Name, workspace: options.WorkspaceDir = None) -> int:
    """Take a procedure out of the workspace, if no dispute was opened under it."""
    return remove_procedure(Run.start(SharedOptions(workspace=workspace)), name)


_OF_NEW: Checks = {
    "name": lambda given: require_id(given["name"]),
    "output": lambda given: require_no_file(Path(given["output"])),
    **dict.fromkeys(("template", "no_input"), FREE),
}


class _AskingCommand(options.TextCommand):
    """The command for a new file, with its options checked before the first question."""

    checks = _OF_NEW


@app.command(cls=_AskingCommand)
def new(
    name: Annotated[str, typer.Argument(metavar="ID", help="Small letters, digits, hyphens.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="A new file; never replaces one."),
    ] = None,
    template: Annotated[
        bool, typer.Option("--template", help="The commented template; ask nothing.")
    ] = False,
    no_input: options.NoInput = False,
) -> int:
    """A file to start from: asked for on a terminal, else the commented template.

    On a terminal you are asked what the published text says, and the file has that and nothing
    else. In a script, and with --template, it has every word of the language with a comment; its
    texts are examples, and the check names those that are left.
    """
    require_id(name)
    run = Run.start(SharedOptions(no_input=no_input or template), needs_workspace=False)
    text = asked_procedure(run, name) if run.is_interactive else new_procedure(name)
    if output is None:
        streams.say(text)
        return 0
    make_file(output.expanduser().absolute(), text.encode(), place=str(output), made="")
    streams.say(f"made {output}\n`resolve procedure check {output}` says what is missing\n")
    return 0
