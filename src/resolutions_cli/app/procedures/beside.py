"""Facts kept beside a procedure's file: who checked it; and the removal of an unused one."""

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.record import confirming, keeping
from resolutions_cli.app.run import Run
from resolutions_cli.core.text import is_among
from resolutions_cli.files.disk.clock import real_now
from resolutions_cli.files.disk.durable import sync_folder
from resolutions_cli.files.record.log import find_log
from resolutions_cli.files.workspace.checked import Checked, mark_checked
from resolutions_cli.files.workspace.folders import list_disputes
from resolutions_cli.files.workspace.procedures import (
    ProcedureFile,
    labels_of,
    procedure_named,
    procedures_in,
)
from resolutions_cli.files.workspace.settings import CHECKED, Workspace
from resolutions_cli.render.words.words import date_words, shown


def keep_check(run: Run, name: str, on: str) -> int:
    """Write down who compared a procedure with its published text, and on which day.

    Raises what `procedure_named` raises, InTheFuture, and what `keeping` raises.
    """
    file = procedure_named(name, run.workspace.procedures)
    day = run.past(on, "--on").day
    with confirming() as confirmation:
        with keeping(run, CHECKED, "procedure list"):
            confirmation.begin()
            mark_checked(run.workspace.folder, Checked(file.digest, day, run.by), real_now())
            confirmation.recorded(CHECKED, "procedure list")
        streams.say(f"{shown(file.label)} was checked on {date_words(day)} by {shown(run.by)}\n")
    return 0


def remove_procedure(run: Run, name: str) -> int:
    """Take a procedure's file out of the workspace, unless a dispute was opened under it.

    Raises ProcedureNotHere, ProcedureInUse, AmbiguousProcedure, and what `keeping` raises.
    """
    with confirming() as confirmation:
        with keeping(run, "procedures", "procedure list"):
            file = _to_remove(run.workspace, name)
            confirmation.begin()
            file.path.unlink()
            sync_folder(file.path.parent)
            confirmation.recorded("procedures", "procedure list")
        streams.say(f"removed {shown(file.label)}; no dispute was opened under it\n")
    return 0


def _to_remove(workspace: Workspace, name: str) -> ProcedureFile:
    here = procedures_in(workspace.procedures)
    meant = [file for file in here if is_among(name, (file.id, file.label))]
    if not meant:
        raise errors.ProcedureNotHere(known=shown(labels_of(here)) or "none")
    if len(meant) > 1:
        raise errors.AmbiguousProcedure(candidates=shown(labels_of(meant)))
    (file,) = meant
    if count := _opened_under(workspace, file.digest):
        raise errors.ProcedureInUse(shown(file.label), count=count)
    return file


def _opened_under(workspace: Workspace, digest: str) -> int:
    """How many disputes were opened under a file, those that cannot be read among them."""
    logs = (find_log(workspace, each) for each in list_disputes(workspace).references)
    return sum(log.opened is None or log.opened.digest == digest for log in logs)
