"""Every procedure that a workspace knows, and the faults of the files that cannot be used."""

from datetime import date
from pathlib import Path

from resolutions_cli import errors
from resolutions_cli.core.procedure.model import KnownProcedure
from resolutions_cli.files.workspace.procedures import (
    ProcedureFile,
    check_bytes,
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
    known: list[KnownProcedure] = []
    faults: list[errors.ResolveError] = _changed_files(folder)
    for digest, file in sorted({**shipped, **here}.items(), key=lambda item: item[1].label):
        try:
            procedure = file.procedure
        except errors.ProcedureUnusable as fault:
            faults.append(fault)
        else:
            stale = _stale(file, as_of)
            waits = digest in waiting
            known.append(KnownProcedure(procedure, digest in shipped, digest in here, stale, waits))
    return known, faults


def _stale(file: ProcedureFile, as_of: date) -> str:
    _, problems = check_bytes(file.raw, as_of)
    return next((found.sentence for found in problems if found.name == "stale"), "")


def _changed_files(folder: Path | None) -> list[errors.ResolveError]:
    """A fault for each file of a workspace that was changed since it was put there."""
    return [
        errors.ProcedureChanged(str(path))
        for path in files_in_use(folder)
        if is_pinned_name(path.name) and not is_unchanged(path)
    ]
