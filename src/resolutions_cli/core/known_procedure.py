"""A procedure among those one can use: where it is, and whether somebody should look at it."""

from dataclasses import dataclass

from resolutions_cli.core.procedure import Procedure


@dataclass(frozen=True, slots=True)
class KnownProcedure:
    """A procedure and where its file is: with the program, in the workspace, or both.

    `stale` says why it should be held against the published text; empty when it was, lately.
    """

    procedure: Procedure
    shipped: bool
    here: bool
    stale: str = ""
