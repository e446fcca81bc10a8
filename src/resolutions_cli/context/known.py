"""What a workspace knows: the procedures in use, the ids of all, every agency."""

from collections.abc import Iterator
from contextlib import suppress

from resolutions_cli import errors
from resolutions_cli.context.briefs import Briefs
from resolutions_cli.context.run import Run
from resolutions_cli.core.known_names import Known
from resolutions_cli.core.procedure import Procedure
from resolutions_cli.files.procedures import (
    names_of,
    procedure_named,
    procedures_in,
    shipped_procedures,
)


def known_in(run: Run, found: Briefs) -> Known:
    """The names that lists of these disputes can be narrowed by."""
    pinned = dict.fromkeys((each.gist.digest, each.gist.label) for each in found.briefs)
    procedures = [*(run.procedure(*each) for each in pinned), *_in_use(run)]
    files = (*procedures_in(run.here.procedures), *shipped_procedures())
    agencies = {name for each in found.briefs for name in each.gist.named}
    return Known(
        procedures=tuple({each.digest: each for each in procedures}.values()),
        procedure_names=names_of(files),
        agencies=frozenset((*agencies, *found.named, *run.here.agencies)),
    )


def _in_use(run: Run) -> Iterator[Procedure]:
    """The procedures in the workspace's folder and its default one, as far as they can be read."""
    for file in procedures_in(run.here.procedures):
        with suppress(errors.ProcedureUnusable):
            yield file.procedure
    with suppress(errors.ProcedureUnusable, errors.NoSuchProcedure, errors.AmbiguousProcedure):
        yield procedure_named(run.here.procedure, run.here.procedures).procedure
