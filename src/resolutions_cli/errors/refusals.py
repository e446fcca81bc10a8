"""Exit 3: the procedure or the record does not allow it."""

from resolutions_cli.errors.base import ResolveError


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


class OutputInRecord(ResolveError):
    """that file would be inside the workspace, among the record"""

    exit_code = 3
    hint = "save it in another folder, such as ~; a later redaction cannot reach a copy in here"


class NotAStart(ResolveError):
    """a dispute does not start in that stage"""

    exit_code = 3
    hint = "it starts in {starts}; --at-stage takes in a dispute that is under way"


class AfterTheOpening(ResolveError):
    """an event was given that is later than the opening"""

    exit_code = 3
    hint = "leave --at out, or record the later event with `resolve record`"
    hint_at_question = "check the date; `resolve record` records a later event"


class ReachedBefore(ResolveError):
    """stage {stage}, where the dispute is, was reached before stage {later}"""

    exit_code = 3
    hint = "check both dates; the stage that it is in was reached last"


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
    hint = (
        "check --at; `resolve correct` corrects a date that was recorded wrongly, and with"
        " --withdraw sets aside a move that should not be there, the newest first"
    )
    hint_at_question = "check the date; `resolve correct` corrects one that was recorded wrongly"


class InTheFuture(ResolveError):
    """what has not happened yet cannot be recorded as having happened"""

    exit_code = 3
    hint = "check the date and the time; now is the latest there can be"


class CannotBePlanned(ResolveError):
    """the date is still to come, and {event} is no event that can be planned"""

    exit_code = 3
    hint = "check the date; it can be recorded once it has happened"


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
    hint_at_question = "check the date"


class NothingToBeDone(ResolveError):
    """nothing is open in {reference} that could be recorded as done"""

    exit_code = 3
    hint = "`resolve show {reference}` lists what was done; `resolve note` records anything else"


class DoneBeforeItWasSet(ResolveError):
    """it was agreed or set on {set_on}, so it cannot have been done before that"""

    exit_code = 3
    hint = "check the date; `resolve correct` changes a date that was recorded wrongly"


class BeforeItHappened(ResolveError):
    """an entry cannot be dated before what it records ({happened_on})"""

    exit_code = 3
    hint = "check --at, or leave it out: the entry then has the date of what it records"
    hint_at_question = "check the date: the entry itself is dated before it"


class NoRiskBegun(ResolveError):
    """no immediate risk is recorded in this dispute yet"""

    exit_code = 3
    hint = "record it with --reason; who was told may stand in the same command"


class NoRiskGoingOn(ResolveError):
    """no immediate risk is going on"""

    exit_code = 3
    hint = "every recorded risk has ended; `resolve correct` changes when it ended"


class OverBeforeItBegan(ResolveError):
    """the immediate risk cannot be over before it began ({began})"""

    exit_code = 3
    hint = "check --ended; `resolve correct` with --set on=WHEN changes when the risk began"


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
    """{reference} was not moved on two machines, so there is nothing to settle"""

    exit_code = 3
    hint = "`resolve show {reference}` shows which moves count"


class MoveNotSaid(ResolveError):
    """say which of the moves of {reference} stands that were recorded twice, apart"""

    exit_code = 2
    hint = "type one of these, with --reason WHY: {commands}"


class NotMadeApart(ResolveError):
    """entry {number} is not one of the moves made on two machines"""

    exit_code = 3
    hint = "choose one of {candidates}"


class NothingToRedact(ResolveError):
    """nothing is left to remove from entry {number}"""

    exit_code = 3
    hint = "`resolve show {reference}` marks what was removed already"


class NothingWasAsked(ResolveError):
    """nobody has asked to remove a text that entry {number} still has"""

    exit_code = 3
    hint = "`resolve show {reference}` lists the requests; leave out --as-asked to remove others"


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


class ProcedureWaits(ResolveError):
    """the procedure {label} came from another machine and nobody has accepted it here"""

    exit_code = 3
    hint = (
        "read it with `resolve procedure show {label}`; to open disputes under it, type"
        " `resolve procedure accept {label}`"
    )


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
