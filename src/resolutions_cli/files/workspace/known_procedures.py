"""Every procedure that a workspace knows, and the faults of the files that cannot be used."""

from datetime import date
from pathlib import Path

from resolutions_cli import errors
from resolutions_cli.core.procedure.checks import why_stale
from resolutions_cli.core.procedure.model import KnownProcedure, Procedure
from resolutions_cli.files.workspace.checked import Checked, checked_in
from resolutions_cli.files.workspace.procedures import (
    files_in_use,
    is_pinned_name,
    is_unchanged,
    procedures_in,
    shipped_procedures,
    waiting_procedures,
)


def known_procedures(
    folder: Path | None, as_of: date
) -> tuple[list[KnownProcedure], list[errors.ResolveError]]:
    """Every procedure that can be used, by label, and the faults of the other files.

    As of a day, since files become stale. One bad file never hides the others.
    """
    shipped = {file.digest: file for file in shipped_procedures()}
    here = {file.digest: file for file in procedures_in(folder)}
    waiting = {file.digest for file in waiting_procedures(folder)}
    checked = checked_in(folder.parent) if folder else {}
    known: list[KnownProcedure] = []
    faults: list[errors.ResolveError] = _changed_files(folder)
    for digest, file in sorted({**shipped, **here}.items(), key=lambda item: item[1].label):
        try:
            procedure = file.procedure
        except errors.ProcedureUnusable as fault:
            faults.append(fault)
        else:
            on, by = _last_check(procedure, checked.get(digest))
            known.append(
                KnownProcedure(
                    procedure=procedure,
                    shipped=digest in shipped,
                    here=digest in here,
                    stale=why_stale(on, as_of),
                    waits=digest in waiting,
                    checked_on=on,
                    checked_by=by,
                )
            )
    return known, faults


def _last_check(procedure: Procedure, here: Checked | None) -> tuple[date | None, str]:
    """When a procedure was last compared with its text, and by whom if that was written here."""
    if here and (procedure.checked_on is None or here.on > procedure.checked_on):
        return here.on, here.by
    return procedure.checked_on, ""


def _changed_files(folder: Path | None) -> list[errors.ResolveError]:
    """A fault for each file of a workspace that was changed since it was put there."""
    return [
        errors.ProcedureChanged(str(path))
        for path in files_in_use(folder)
        if is_pinned_name(path.name) and not is_unchanged(path)
    ]
