"""Every condition a user can meet: the message, the exit code and what to do, one class each.

The first line of a class's docstring is the message, `hint` says what to do; both may name
facts in braces. Facts are codes, dates, references, file paths and numbers, never a text of
the record and nothing that was typed as free text: stderr ends up in cron mail and in logs.
`docs/errors.md` is generated from this file.
"""

from typing import ClassVar


class ResolveError(Exception):
    """something went wrong"""

    exit_code: ClassVar[int] = 1
    hint: ClassVar[str] = ""

    def __init__(self, place: str = "", **facts: object) -> None:
        self.place = place
        self.facts = facts
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """What is wrong, as one sentence without a full stop."""
        return _first_line(type(self)).format(**self.facts)

    @property
    def advice(self) -> str:
        """What to do about it; empty when there is nothing to add."""
        return self.hint.format(**self.facts)


def _first_line(condition: type[ResolveError]) -> str:
    return (condition.__doc__ or "").split("\n", 1)[0]


# ------------------------------------------------------------------ exit 1: a fault in the program


class ProgramFault(ResolveError):
    """a fault in the program itself ({fault})"""

    exit_code = 1
    hint = "please report it with this message; the record is untouched unless it said otherwise"


# ------------------------------------------------------------------ exit 2: wrong usage


class MissingOption(ResolveError):
    """{option} is missing"""

    exit_code = 2
    hint = "it says {asks}"


class PlaceholderText(ResolveError):
    """{option} holds no reason that a reader could use"""

    exit_code = 2
    hint = "say it in a sentence; a dash, n/a or tbc is not enough for the record"


class BadAmount(ResolveError):
    """an amount of time cannot be read"""

    exit_code = 2
    hint = 'write it as "10 working days", "2 weeks", "6 months" or "48 hours"'


class UnknownGrouping(ResolveError):
    """tables cannot be grouped that way"""

    exit_code = 2
    hint = "group by {allowed}"


class SameDayOfWorkingDays(ResolveError):
    """only working days can be counted with the start as day 1"""

    exit_code = 2
    hint = "leave --count out; days, weeks, months and hours run from the start itself"


class UnreadableYear(ResolveError):
    """a year cannot be read"""

    exit_code = 2
    hint = "write it as 2027; `resolve calendar import FILE` imports a list"


class BadPair(ResolveError):
    """{option} is not of the form it needs"""

    exit_code = 2
    hint = "write it as {form}"


class TextFromNowhere(ResolveError):
    """{option} needs the name of a file, or - for standard input"""

    exit_code = 2
    hint = "for example --reason-file notes.txt"


class TwiceFromInput(ResolveError):
    """only one text can come from standard input"""

    exit_code = 2
    hint = "put the others into files"


class TextNotRead(ResolveError):
    """a text could not be read from its file or from standard input"""

    exit_code = 2
    hint = "check the name of the file and that you may read it; nothing was recorded"


class UsageError(ResolveError):
    """the command was not understood: {problem}"""

    exit_code = 2
    hint = "`{command} --help` shows how it is called"


class UnreadableDate(ResolveError):
    """a date or time cannot be read"""

    exit_code = 2
    hint = "write it as 2026-11-19, 2026-11-19T15:30, 19 Nov 2026, today, yesterday or now"


class AmbiguousDate(ResolveError):
    """a date with slashes or dots can be read two ways"""

    exit_code = 2
    hint = "write it as 2026-04-03 or 3 Apr 2026"


class ImpossibleDate(ResolveError):
    """there is no such date or time in the calendar"""

    exit_code = 2
    hint = "check the day, the month and the hour"


class SkippedTime(ResolveError):
    """the clocks went forward over that time, so it never was"""

    exit_code = 2
    hint = "the nearest real times are {before} and {after}"


class DoubledTime(ResolveError):
    """the clocks went back over that time, so it was twice"""

    exit_code = 2
    hint = "say which: {first} (summer time) or {second} (winter time)"


class DateOutOfRange(ResolveError):
    """that date is outside the years {first} to {last} that can be counted"""

    exit_code = 2
    hint = "check the year"


class UnknownNation(ResolveError):
    """there are no bank holidays for a nation of that name"""

    exit_code = 2
    hint = "the nations are {nations}"


class WhichStage(ResolveError):
    """there are several ways on"""

    exit_code = 2
    hint = "say which with --to: {ways}"


class WhichDuty(ResolveError):
    """several duties here have a date by agreement"""

    exit_code = 2
    hint = "say which with --duty: {allowed}"


class SetAndWithdraw(ResolveError):
    """an entry is either corrected or set aside"""

    exit_code = 2
    hint = "leave out --set or --withdraw"


class ActionAndNone(ResolveError):
    """--action and --no-action contradict each other"""

    exit_code = 2
    hint = "leave one of them out"


class TextNotUnicode(ResolveError):
    """what was typed holds half a character, which no file can keep"""

    exit_code = 2
    hint = "type it again, or put it into a UTF-8 file and name that"


class TextTooLong(ResolveError):
    """a text takes at most {limit} KiB"""

    exit_code = 2
    hint = "record the rest in a second entry, or say where the document is kept"


class EntryTooLarge(ResolveError):
    """one entry takes at most {limit} KiB here"""

    exit_code = 2
    hint = "record it in several entries"


class BadDigest(ResolveError):
    """--against takes the digits of a digest"""

    exit_code = 2
    hint = "16 to 64 digits of what `resolve show` or `resolve seal` printed, several joined with +"


class BadReference(ResolveError):
    """a reference has 1 to {longest} letters, digits and hyphens, no hyphen first or last"""

    exit_code = 2
    hint = "names that Windows keeps for devices (CON, NUL, COM1) cannot be used either"


# ------------------------------------------------------------------ exit 3: refused


class NotBankHolidayList(ResolveError):
    """that is not a list of bank holidays as GOV.UK publishes it"""

    exit_code = 3
    hint = "save https://www.gov.uk/bank-holidays.json and import that file unchanged"


class BankHolidayListTooLarge(ResolveError):
    """a list of bank holidays has at most {limit} bytes"""

    exit_code = 3
    hint = "save https://www.gov.uk/bank-holidays.json and import that file unchanged"


class BankHolidayDivisionMissing(ResolveError):
    """the list has no division {division}"""

    exit_code = 3
    hint = "import GOV.UK's whole list, with England and Wales, Scotland and Northern Ireland"


class BankHolidayYearMissing(ResolveError):
    """the list has no bank holidays for {division} in {year}"""

    exit_code = 3
    hint = "import GOV.UK's whole list; every year it covers must be there for each division"


class BankHolidaysTooFew(ResolveError):
    """the list has only {count} bank holidays for {division} in {year}"""

    exit_code = 3
    hint = "no year has fewer than 8; import GOV.UK's whole list"


class BankHolidayOnWeekend(ResolveError):
    """the list has a bank holiday for {division} on {day}, a Saturday or Sunday"""

    exit_code = 3
    hint = "GOV.UK lists the substitute day instead; import its list unchanged"


class BankHolidayTwice(ResolveError):
    """the list has {day} twice for {division}"""

    exit_code = 3
    hint = "save https://www.gov.uk/bank-holidays.json and import that file unchanged"


class BankHolidayListTooOld(ResolveError):
    """the list ends with {last}, before the list that comes with the program ({shipped})"""

    exit_code = 3
    hint = "save the list afresh from https://www.gov.uk/bank-holidays.json"


class BankHolidayListApart(ResolveError):
    """the list begins with {first}, but bank holidays are known only up to {last}"""

    exit_code = 3
    hint = "import a list that covers the years between first"


class BankHolidaysWouldVanish(ResolveError):
    """the list lacks {count} bank holiday(s) that are in force now"""

    exit_code = 3
    hint = "they are named above; if they are bank holidays no longer, say so with --yes"


class FileThere(ResolveError):
    """there is a file of that name already"""

    exit_code = 3
    hint = "nothing was changed; choose another name"


class NotAStart(ResolveError):
    """a dispute does not start in that stage"""

    exit_code = 3
    hint = "it starts in {starts}; --at-stage takes in a dispute that is under way"


class AfterTheOpening(ResolveError):
    """an event was given that is later than the opening"""

    exit_code = 3
    hint = "leave --at out, or record the later event with `resolve record`"


class DisputeIsClosed(ResolveError):
    """the dispute is closed"""

    exit_code = 3
    hint = "`resolve reopen` takes it up again with the same clocks"


class DisputeIsOpen(ResolveError):
    """the dispute is open"""

    exit_code = 3
    hint = "only a closed dispute can be reopened"


class BeforeTheMove(ResolveError):
    """a move cannot be before the one it follows ({last})"""

    exit_code = 3
    hint = "check --at; `resolve correct` mends a date that was recorded wrongly"


class InTheFuture(ResolveError):
    """what has not happened yet cannot be recorded as having happened"""

    exit_code = 3
    hint = "check the date; a future date is taken for an event that can be planned"


class NoWayOn(ResolveError):
    """the procedure has no further stage after {stage}"""

    exit_code = 3
    hint = "`resolve close` ends the dispute; --to STAGE --departure records another move"


class NotOnTheRoute(ResolveError):
    """the procedure has no move from stage {stage} to that one"""

    exit_code = 3
    hint = "from here it goes to {ways}; --departure with the reason records what really happened"


class GroundMissing(ResolveError):
    """a move to {stage} needs a ground"""

    exit_code = 3
    hint = "add --ground with one or more of {grounds}"


class NoDecisionHere(ResolveError):
    """the procedure has no decision to record in stage {stage}"""

    exit_code = 3
    hint = "`resolve escalate` moves the dispute on, `resolve close` ends it"


class NotTogether(ResolveError):
    """those decisions cannot be made together"""

    exit_code = 3
    hint = "record one of them"


class DecideFirst(ResolveError):
    """stage {stage} is closed by a decision first"""

    exit_code = 3
    hint = "record it with `resolve decide`: {codes}"


class AlreadyHappened(ResolveError):
    """{event} was recorded already, and it happens once"""

    exit_code = 3
    hint = "`resolve correct` changes its date; `resolve show` has the entry's number"


class LaterThanInForce(ResolveError):
    """the date that keeps the child safe is {date} already, and it only ever gets earlier"""

    exit_code = 3
    hint = "`resolve correct` sets a mistaken one aside"


class BeforeItWasSet(ResolveError):
    """a date to be kept cannot be before the time it was set ({set_on})"""

    exit_code = 3
    hint = "check the date; --at says when it was set, if that was earlier"


class BeforeItHappened(ResolveError):
    """an entry cannot be dated before what it records ({happened_on})"""

    exit_code = 3
    hint = "check --at; left out, the entry has the date of what it records"


class NoRiskBegun(ResolveError):
    """no immediate risk is recorded in this dispute yet"""

    exit_code = 3
    hint = "record it with --reason; who was told may stand in the same command"


class NotOwedYet(ResolveError):
    """nobody owes {duty} yet"""

    exit_code = 3
    hint = "it is owed once {arises} is recorded"


class EntrySetAside(ResolveError):
    """entry {number} was set aside, and counts for nothing"""

    exit_code = 3
    hint = "to take it up again, set aside the entry that set it aside; `resolve show` lists them"


class NeverCorrected(ResolveError):
    """{fact} of entry {number} is never corrected: it says what the entry is or where it led"""

    exit_code = 3
    hint = "`--withdraw` sets a mistaken entry aside, and the right one can be recorded"


class NotToBeCorrected(ResolveError):
    """entry {number} ({kind}) is about other entries and takes no correction"""

    exit_code = 3
    hint = "`--withdraw` sets a correction aside; a redaction stays"


class OpeningStays(ResolveError):
    """the entry that opens a dispute cannot be set aside"""

    exit_code = 3
    hint = "`resolve close --outcome opened-in-error` ends a dispute that should not be there"


class NothingMadeApart(ResolveError):
    """no moves of {reference} were made apart, so there is nothing to settle"""

    exit_code = 3
    hint = "`resolve show {reference}` says which moves count"


class NotMadeApart(ResolveError):
    """entry {number} is not one of the moves that were made apart"""

    exit_code = 3
    hint = "they are {candidates}"


class NothingToRedact(ResolveError):
    """nothing is left to remove from entry {number}"""

    exit_code = 3
    hint = "`resolve show {reference}` marks what was removed already"


class MoveStays(ResolveError):
    """entry {number} moved the dispute, and it is not the last that did"""

    exit_code = 3
    hint = "only the last move can be set aside: entry {last}"


class ImpossibleHistory(ResolveError):
    """with that correction the record would tell a history that cannot have been"""

    exit_code = 3
    hint = "{why}"


class NothingByAgreement(ResolveError):
    """no date of that duty in stage {stage} is set by agreement"""

    exit_code = 3
    hint = "duties here with a date by agreement: {allowed}; `resolve sooner` sets an earlier date"


class ProcedureLabelTaken(ResolveError):
    """another procedure file already stands under the label {label}"""

    exit_code = 3
    hint = "disputes are counted under it; give the new file a `version` of its own"


class ProcedureRefused(ResolveError):
    """the procedure file has {count} problem(s) and cannot be used"""

    exit_code = 3
    hint = "`resolve procedure check FILE` lists every one with its line"


class ClockNotYours(ResolveError):
    """{variable} is set, and this is not a practice workspace"""

    exit_code = 3
    hint = "unset it: in a real record an entry always says when it was really written down"


class ClockWrong(ResolveError):
    """the machine's clock says that it is the year {year}"""

    exit_code = 3
    hint = "set it right first: every date is counted from it"


class WorkspaceExists(ResolveError):
    """there is a workspace here already"""

    exit_code = 3
    hint = "nothing was changed; `resolve where` shows what is in force"


class ReferenceTaken(ResolveError):
    """a dispute has that reference already"""

    exit_code = 3
    hint = "choose another, or leave --ref out to get a new one"


# ------------------------------------------------------------------ exit 4: no such thing


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


class NoBankHolidayFile(ResolveError):
    """there is no such file, or it cannot be read"""

    exit_code = 4
    hint = "save https://www.gov.uk/bank-holidays.json and import that file"


class NoProcedureFile(ResolveError):
    """there is no such procedure file"""

    exit_code = 4
    hint = "check the path; `resolve procedure list` shows what comes with the program"


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


# ------------------------------------------------------------------ exit 5: cannot be read


class DisputeUnreadable(ResolveError):
    """no dates can be shown for {reference}: {problem}"""

    exit_code = 5
    hint = "{remedy}"


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


class ProcedureUnusable(ResolveError):
    """a procedure file has {count} problem(s) and cannot be used"""

    exit_code = 5
    hint = "`resolve procedure check FILE` lists every one with its line"


class ProcedureChanged(ResolveError):
    """a procedure file in the workspace is not what it was when it was put there"""

    exit_code = 5
    hint = "put the file back from a copy, or move it out of the folder"


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


# ------------------------------------------------------------------ exit 6: busy


class Busy(ResolveError):
    """somebody else is writing: process {pid} on {host}, since {since}"""

    exit_code = 6
    hint = "nothing was recorded; try again in a moment"


# ------------------------------------------------------------------ exit 7: not written


class NotRecorded(ResolveError):
    """it could not be written, and nothing was recorded: {reason}"""

    exit_code = 7
    hint = "make room or get permission, and record it again"


class PartlyRecorded(ResolveError):
    """it could not be written to its end: {done} of {count} entries were recorded ({reason})"""

    exit_code = 7
    hint = "make room or get permission, and record the rest again; it was given back above"


class RedactionUnfinished(ResolveError):
    """the redaction was recorded, but a text could not be removed from its file yet: {reason}"""

    exit_code = 7
    hint = "make room or get permission; the next recording command tries again"


class WorkspaceNotMade(ResolveError):
    """the workspace could not be made: {reason}"""

    exit_code = 7
    hint = "make room or get permission, and try again"


# ------------------------------------------------------------------ exit 130: interrupted


class Interrupted(ResolveError):
    """interrupted, and nothing was recorded"""

    exit_code = 130


class InterruptedAfterRecording(ResolveError):
    """interrupted, but it was recorded"""

    exit_code = 130
    hint = "`resolve show {reference}` shows it; do not record it again"
