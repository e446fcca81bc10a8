"""Exit 1, 6, 7 and 130: it could not be done: a fault, busy, not written, interrupted."""

from resolutions_cli.errors.condition import ResolveError


class ProgramFault(ResolveError):
    """a fault in the program itself ({fault})"""

    exit_code = 1
    hint = (
        "please report it with this message; the record is untouched unless it said otherwise;"
        " if it happens again, type --debug behind resolve: that writes a trace to send with it,"
        " without any text of the record"
    )


class Busy(ResolveError):
    """somebody else is writing: {holder}"""

    exit_code = 6
    hint = "nothing was recorded; try again in a moment"


class NotRecorded(ResolveError):
    """it could not be written, and nothing was recorded: {reason}"""

    exit_code = 7
    hint = "make room or get permission, and record it again"


class NotMade(ResolveError):
    """the file could not be written: {reason}"""

    exit_code = 7
    hint = "make room or get permission, or name another file; the record is untouched"


class PerhapsMade(ResolveError):
    """the file was made, but the disk does not confirm that it will stay: {reason}"""

    exit_code = 7
    hint = "the file is complete now; make it again once the disk works"


class NotPrinted(ResolveError):
    """the answer could not be printed: {reason}"""

    exit_code = 7
    hint = "free some space where the output goes, or send it elsewhere"


class RecordedNotPrinted(ResolveError):
    """it was recorded, but the answer could not be printed: {reason}"""

    exit_code = 7
    hint = "`resolve {command}` shows it; do not record it again"


class PartlyRecorded(ResolveError):
    """it could not be written to its end: {done} of {count} entries were recorded ({reason})"""

    exit_code = 7
    hint = "make room or get permission, and record the rest again; it was given back above"


class PerhapsRecorded(ResolveError):
    """it was written, but the disk does not confirm that it will stay: {reason}"""

    exit_code = 7
    hint = "`resolve {command}` says whether it is there; if not, record it again"


class RedactionUnfinished(ResolveError):
    """the redaction was recorded, but a text could not be removed from its file yet: {reason}"""

    exit_code = 7
    hint = "make room or get permission; the next recording command tries again"


class WorkspaceNotMade(ResolveError):
    """the workspace could not be made: {reason}"""

    exit_code = 7
    hint = "make room or get permission, and try again"


class Interrupted(ResolveError):
    """interrupted, and nothing was recorded"""

    exit_code = 130


class InterruptedAfterListing(ResolveError):
    """interrupted; nothing was recorded in a dispute, but resolve.toml lists {codes}"""

    exit_code = 130
    hint = "delete its line under [agencies] if it is not to stay in the list"


class InterruptedAfterRecording(ResolveError):
    """interrupted, but it was recorded"""

    exit_code = 130
    hint = "`resolve {command}` shows it; do not record it again"


class InterruptedInQuestions(ResolveError):
    """interrupted; recorded: {recorded}. Not recorded: {lacking}"""

    exit_code = 130
    hint = (
        "`resolve show {reference}` shows what is recorded; `resolve risk {reference}` asks again"
        " who was told; `resolve correct` adds the rest"
    )
