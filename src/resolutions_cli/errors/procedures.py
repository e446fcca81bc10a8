"""A procedure of the workspace that cannot be removed."""

from resolutions_cli.errors.base import ResolveError


class ProcedureInUse(ResolveError):
    """disputes were opened under this procedure: {count}"""

    exit_code = 3
    hint = "its file stays with them; nothing was removed"


class ProcedureNotHere(ResolveError):
    """this workspace has no file of that procedure to remove"""

    exit_code = 4
    hint = "it has these: {known}"
