"""Exit 1, 6, 7 and 130: a fault, a busy workspace, a failed write, an interruption."""

from resolutions_cli.errors.base import ResolveError

# ------------------------------------------------------------------ failed work


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


# ------------------------------------------------------------------ unreadable files


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


# ------------------------------------------------------------------ missing or ambiguous


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


class OneALine(ResolveError):
    """that is more than one"""

    exit_code = 2
    hint = "type one, press Enter, then type the next"


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


class NearlyADispute(NoSuchDispute):
    """there is no dispute of that reference in this workspace"""

    hint = "did you mean {near}? `resolve list --all` shows every reference"


class NothingRecordedYet(ResolveError):
    """you have not recorded anything in this workspace"""

    exit_code = 4
    hint = "type the reference of the dispute; `resolve list --all` shows every one"


class NoneToChoose(ResolveError):
    """there is no {kind} dispute to choose from"""

    exit_code = 4
    hint = "`resolve list --all` shows every dispute, `resolve open` opens one"


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
