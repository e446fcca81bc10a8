"""Exit 4: there is no such thing, or it could be more than one."""

from resolutions_cli.errors.condition import ResolveError


class UnknownDuty(ResolveError):
    """the dispute has no such duty"""

    exit_code = 4
    hint = "it has {allowed}"


class UnknownAgency(ResolveError):
    """there is no agency of that name {where}"""

    exit_code = 4
    hint = "{how}"


class NotOpenedThen(ResolveError):
    """{reference} had not been opened by then"""

    exit_code = 4
    hint = "ask about a later moment with --as-of or --known-at"


class UnknownCode(ResolveError):
    """there is no {kind} of that name"""

    exit_code = 4
    hint = "there are {allowed}"


class UnknownStage(ResolveError):
    """the procedure has no stage of that name"""

    exit_code = 4
    hint = "its stages are {allowed}"


class NoSuchProcedure(ResolveError):
    """there is no procedure of that name"""

    exit_code = 4
    hint = "there are: {known}"


class AmbiguousProcedure(ResolveError):
    """that could be more than one procedure"""

    exit_code = 4
    hint = "say which: {candidates}"


class NothingOfThatNameWaits(ResolveError):
    """nothing of that name waits to be accepted"""

    exit_code = 4
    hint = "waiting: {waiting}"


class NoBankHolidayFile(ResolveError):
    """there is no such file, or it cannot be read"""

    exit_code = 4
    hint = "save https://www.gov.uk/bank-holidays.json and import that file"


class NoOutlineFile(ResolveError):
    """there is no such outline of a pack, or it cannot be read"""

    exit_code = 4
    hint = "check the path; without --outline the pack has the procedure's own outline"


class NoProcedureFile(ResolveError):
    """there is no such procedure file"""

    exit_code = 4
    hint = "check the path; `resolve procedure list` shows what comes with the program"


class NoSuchProcedureOrFile(ResolveError):
    """there is no procedure file of that path, and no procedure of that name"""

    exit_code = 4
    hint = "check the path, or give one of these names: {known}"


class NoSuchDispute(ResolveError):
    """there is no dispute of that reference in this workspace"""

    exit_code = 4
    hint = "`resolve list --all` shows every reference; `resolve where` shows the workspace"


class NoSuchEntry(ResolveError):
    """there is no entry of that number or id in this dispute"""

    exit_code = 4
    hint = "`resolve show {reference}` lists them, 1 to {last}"


class AmbiguousEntry(ResolveError):
    """that could be more than one entry"""

    exit_code = 4
    hint = "say which: {candidates}"


class AmbiguousReference(ResolveError):
    """that could be more than one dispute"""

    exit_code = 4
    hint = "say which: {candidates}"


class NoWorkspaceThere(ResolveError):
    """the folder named is not a workspace: it has no resolve.toml"""

    exit_code = 4
    hint = "check the path ({origin}), or make a workspace there with `resolve init`"


class NoWorkspace(ResolveError):
    """there is no workspace"""

    exit_code = 4
    hint = "looked in {places}; make one with `resolve init`, or name one with --workspace"


class WorkspaceOfAnother(ResolveError):
    """the nearest workspace belongs to somebody else on this machine"""

    exit_code = 4
    hint = "if it is meant, name it with --workspace or RESOLVE_WORKSPACE"
