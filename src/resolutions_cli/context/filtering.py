"""The names that a list is narrowed by: checked against what the workspace knows."""

from collections.abc import Iterator
from contextlib import suppress

from resolutions_cli.context.reading import Shelf
from resolutions_cli.context.run import Run
from resolutions_cli.core.agencies import agencies_named
from resolutions_cli.core.known_names import Known
from resolutions_cli.core.naming import Filters
from resolutions_cli.core.procedure import Procedure
from resolutions_cli.errors import AmbiguousProcedure, NoSuchProcedure, ProcedureUnusable
from resolutions_cli.files.procedures import procedure_named, procedures_in, shipped_procedures


def require_known(run: Run, shelf: Shelf, filters: Filters) -> None:
    """Refuse a name that no dispute, procedure or agency list of the workspace knows.

    Before the first dispute nothing can be known, and what cannot be read may know it: there
    nothing is refused. Raises UnknownCode, NoSuchProcedure, UnknownAgency.
    """
    if filters == Filters() or not shelf.cases or shelf.unreadable:
        return
    procedures = [*(case.dispute.procedure for case in shelf.cases), *_in_use(run)]
    files = (*procedures_in(run.here.procedures), *shipped_procedures())
    agencies = {name for log in shelf.logs for name in agencies_named(log)}
    agencies.update(name for case in shelf.cases for name in case.dispute.agencies)
    known = Known(
        procedures=tuple({each.digest: each for each in procedures}.values()),
        procedure_names=tuple(dict.fromkeys(name for f in files for name in (f.id, f.label))),
        agencies=frozenset((*agencies, *run.here.agencies)),
    )
    known.require(filters)


def _in_use(run: Run) -> Iterator[Procedure]:
    """The procedures in the workspace's folder and its default one, as far as they can be read."""
    for file in procedures_in(run.here.procedures):
        with suppress(ProcedureUnusable):
            yield file.procedure
    with suppress(ProcedureUnusable, NoSuchProcedure, AmbiguousProcedure):
        yield procedure_named(run.here.procedure, run.here.procedures).procedure
