"""A procedure among those one can use: where it is, and whether somebody should look at it."""

from resolutions_cli.core.procedure import Procedure
from resolutions_cli.core.value import Value


class KnownProcedure(Value):
    """A procedure and where its file is: with the program, in the workspace, or both.

    `stale` says why it should be held against the published text; empty when it was, lately.
    `waits` says that it came from elsewhere and that nobody accepted it here.
    """

    procedure: Procedure
    shipped: bool
    here: bool
    stale: str = ""
    waits: bool = False
