"""`resolve procedure`: the published routes: list, show, check, add, accept, new."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.app import streams
from resolutions_cli.app.output import make_file
from resolutions_cli.app.record import confirming, keeping
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.app.screen import show_tables
from resolutions_cli.completion import complete_procedure
from resolutions_cli.core.procedure.checks import CHECKS
from resolutions_cli.files.record.first_marks import accept_procedure, add_procedure
from resolutions_cli.files.workspace.known_procedures import known_procedures
from resolutions_cli.files.workspace.procedures import (
    check_bytes,
    load_procedure_file,
    new_procedure,
    procedure_named,
    procedure_or_file,
)
from resolutions_cli.render.formats.json import document
from resolutions_cli.render.views.procedure import problems_text, procedure_json, procedure_text
from resolutions_cli.render.views.procedures import (
    checks_json,
    checks_table,
    problems_json,
    procedure_diagram,
    procedures_json,
    procedures_table,
)
from resolutions_cli.render.words.words import shown

app = typer.Typer(cls=options.CommandGroup, add_completion=False, rich_markup_mode=None)

File = Annotated[Path, typer.Argument(metavar="FILE", help="A procedure file.")]


@app.callback(invoke_without_command=True)
def procedure(ctx: typer.Context) -> None:
    """The published procedures that disputes follow."""
    if ctx.invoked_subcommand is None:
        streams.say(ctx.get_help() + "\n")


@app.command("list", cls=options.ExplainedCommand)
def list_(
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """List the procedures that come with the program or are in the workspace."""
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
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="Its id, with or without a version: nyscp or nyscp@as-read-2024-05.",
            autocompletion=complete_procedure,
        ),
    ],
    diagram: Annotated[bool, typer.Option("--diagram", help="Draw the route.")] = False,
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Show a whole procedure: who does what, by when.

    Each time limit comes with its place in the published text, and how we read that text.
    """
    run = Run.start(
        SharedOptions(workspace=workspace, json=json, no_color=no_color), needs_workspace=False
    )
    folder = run.maybe_workspace.procedures if run.maybe_workspace else None
    found = procedure_named(name, folder, even_waiting=True).procedure
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
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE or ID", help="A procedure file, or a name such as nyscp."),
    ] = None,
    list_: Annotated[
        bool, typer.Option("--list", help="List every check and what it finds.")
    ] = False,
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """List every problem of a procedure file, by line.

    Give the path of a file or the name of a procedure; with neither, you see every check. A file
    with errors cannot be used (exit code 3). Look at the warnings yourself (exit code 0).
    """
    run = Run.start(
        SharedOptions(workspace=workspace, json=json, no_color=no_color), needs_workspace=False
    )
    if file is None or list_:
        return _list_checks(run)
    given = procedure_or_file(file, run.maybe_workspace.procedures if run.maybe_workspace else None)
    found, problems = check_bytes(given.raw, run.as_of.day)
    if json:
        body = {"usable": found is not None, "problems": problems_json(problems)}
        source = run.calendar("england").source
        streams.say_document(document("procedure-check", run.as_of, source, **body))
    elif problems:
        streams.say(problems_text(problems, given.label) + "\n")
    if found is None:
        streams.remark("resolve: error: the file cannot be used")
        return errors.ProcedureRefused.exit_code
    if not problems and streams.is_terminal(sys.stdout):
        streams.remark("nothing is wrong with it")
    return 0


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
    """Add your partnership's own procedure file to the workspace, unchanged."""
    run = Run.start(SharedOptions(workspace=workspace))
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
        str, typer.Argument(metavar="LABEL", help="Its name in `procedure list`, as ID@VERSION.")
    ],
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
) -> int:
    """Accept a procedure that arrived with somebody else's dispute, to open disputes under it.

    A procedure that arrives by `import` or `sync` applies only to its own disputes until you
    accept it. Read it with `procedure show LABEL`. Accepting it changes no date.
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
def new(
    name: Annotated[str, typer.Argument(metavar="ID", help="Small letters, digits, hyphens.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="A new file; never replaces one."),
    ] = None,
) -> int:
    """Make a procedure file to start from, with comments that explain each line."""
    text = new_procedure(name)
    if output is None:
        streams.say(text)
        return 0
    make_file(output.expanduser().absolute(), text.encode(), place=str(output), made="")
    streams.say(f"made {output}\n`resolve procedure check {output}` says what is wrong with it\n")
    return 0
