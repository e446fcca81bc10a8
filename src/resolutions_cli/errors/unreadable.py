"""Exit 5: something in the workspace cannot be read, or was changed."""

from resolutions_cli.errors.condition import ResolveError


class DisputeUnreadable(ResolveError):
    """no dates can be shown for {reference}: {problem}"""

    exit_code = 5
    hint = "{remedy}"


class DisputesUnreadable(ResolveError):
    """the folder of the disputes cannot be read, or is not there"""

    exit_code = 5
    hint = "put it back from a copy, or get permission; nothing can be said of any dispute"


class DisputeDamaged(ResolveError):
    """{reference} is damaged, so no move is recorded in it"""

    exit_code = 5
    hint = "notes, events and risk are still taken; put right what is named above first"


class CalendarFileMisnamed(ResolveError):
    """a file in the calendar folder is not named as an imported list is"""

    exit_code = 5
    hint = "give it its name back, or move it out and import it with `resolve calendar import`"


class CalendarFileChanged(ResolveError):
    """an imported list of bank holidays is not what it was when it was imported"""

    exit_code = 5
    hint = "move it out of the folder and import the list again with `resolve calendar import`"


class CalendarFileUnreadable(ResolveError):
    """an imported list of bank holidays cannot be read"""

    exit_code = 5
    hint = "check that it is a file and that you may read it"


class ProcedureMissing(ResolveError):
    """the procedure file that a dispute is counted by is not here, or was changed"""

    exit_code = 5
    hint = "put {label} back as procedures/{name}; until then no dates are shown"


class ProcedureUnreadable(ResolveError):
    """a procedure file cannot be read"""

    exit_code = 5
    hint = "check that it is a file, that you may read it, and that it is no larger than 256 KiB"


class OutlineUnusable(ResolveError):
    """the outline of a pack cannot be used, line {line}: {problem}"""

    exit_code = 5
    hint = "allowed: {allowed}; `docs/reports.md` describes the file"


class ProcedureUnusable(ResolveError):
    """a procedure file has {count} problem(s) and cannot be used"""

    exit_code = 5
    hint = "`resolve procedure check FILE` lists every one with its line"


class ProcedureChanged(ResolveError):
    """a procedure file in the workspace is not what it was when it was put there"""

    exit_code = 5
    hint = "put the file back from a copy, or move it out of the folder"


class DiskUnreadable(ResolveError):
    """a file or a folder cannot be read now: {reason}"""

    exit_code = 5
    hint = "check the disk and your permissions, then try again"


class RedactionWaits(ResolveError):
    """the redaction was recorded, but a text is not out of every file yet: {reason}"""

    exit_code = 5
    hint = "do not delete anything: the next entry that you record in this dispute finishes it"


class TextRemains(ResolveError):
    """the text was removed from its entry, but {count} more file(s) here still hold it"""

    exit_code = 5
    hint = "they are named above: delete them, or take the text out of them by hand"


class WorkspaceNewer(ResolveError):
    """the workspace was made by a newer version of the program"""

    exit_code = 5
    hint = "install the newest version"


class WorkspaceUnreadable(ResolveError):
    """the workspace's settings cannot be read: {problem}"""

    exit_code = 5
    hint = "put the file right, or put it back from a copy"
