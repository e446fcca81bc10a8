"""Exit 2: the command cannot be understood, or lacks something that it needs."""

from resolutions_cli.errors.base import ResolveError


class MissingOption(ResolveError):
    """{option} is missing"""

    exit_code = 2
    hint = "it says {asks}"


class NotConfirmed(ResolveError):
    """--yes is missing"""

    exit_code = 2
    hint = "add --yes to confirm; nothing can bring the text back"


class PlaceholderText(ResolveError):
    """{option} holds nothing that a reader could use"""

    exit_code = 2
    hint = "say it in a sentence; a dash, n/a, tbc, yes or ok is not enough for the record"


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
    hint = "leave --count out: {others} always count from the start itself"


class UnreadableYear(ResolveError):
    """a year cannot be read"""

    exit_code = 2
    hint = "write it as 2027; `resolve calendar import FILE` imports a list"


class BadPeriod(ResolveError):
    """the period cannot be counted: {problem}"""

    exit_code = 2
    hint = "give two days, as --from 2026-04-01 --to 2026-09-30, or --year 2026 for April to March"


class GivenTwice(ResolveError):
    """{option} gives two values for the same thing"""

    exit_code = 2
    hint = "give one"


class SeveralAgencies(ResolveError):
    """{option} has {count} names with a comma or a semicolon between them"""

    exit_code = 2
    hint = "give the option once for each agency"
    hint_at_question = "type one agency at a time"


class SetTwice(ResolveError):
    """--set gives {fact} twice, and it has one value"""

    exit_code = 2
    hint = "give it once; only a list can be given again: with, raised_by, concerns or grounds"


class StartAndStage(ResolveError):
    """--start and --at-stage contradict each other"""

    exit_code = 2
    hint = "give --start for a new dispute, --at-stage for one that is under way"


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


class NoFileThere(ResolveError):
    """there is no such file"""

    exit_code = 2
    hint = "type its path, as ~/Downloads/from-the-school.toml"


class OtherCommand(ResolveError):
    """there is no such command"""

    exit_code = 2
    hint = "{ways}"


class NothingDeleted(ResolveError):
    """nothing in a log is deleted"""

    exit_code = 2
    hint = (
        "`resolve correct REF ENTRY --withdraw` sets an entry aside\n"
        "  `resolve close REF --outcome opened-in-error` ends a dispute that was opened by mistake"
    )


class SeveralCommands(ResolveError):
    """several commands begin like that: {commands}"""

    exit_code = 2
    hint = "type more of the one that you mean"


class UnreadableDate(ResolveError):
    """a date or time cannot be read"""

    exit_code = 2
    hint = (
        "write it as 19/11/2026, 19 November, last Thursday, yesterday 3pm, 2 days ago,"
        " in 10 working days, 2026-11-19T15:30 or now"
    )


class AmbiguousDate(ResolveError):
    """that date or time can be read in more than one way: {readings}"""

    exit_code = 2
    hint = "type the one that you mean, as it is written here"


class MonthFirst(ResolveError):
    """the day comes before the month; that date can only be {reading}"""

    exit_code = 2
    hint = "if you mean that date, type it as it is written here"


class WeekdayDoesNotFit(ResolveError):
    """the weekday that was typed does not fit the date, which is {day}"""

    exit_code = 2
    hint = "check the weekday and the date, or leave the weekday out"


class YearNeeded(ResolveError):
    """that date has no year and is far away: {reading}"""

    exit_code = 2
    hint = "add the year"


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


class AskedAlone(ResolveError):
    """--as-asked cannot be used with --key or --reason"""

    exit_code = 2
    hint = "leave both out: the request says which texts to remove and why"


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


class TextFileNotUnicode(ResolveError):
    """a text from a file or from standard input is not in UTF-8"""

    exit_code = 2
    hint = "save the file as plain text in UTF-8 and give it again; nothing was recorded"


class TextTooLong(ResolveError):
    """a text takes at most {limit} KiB"""

    exit_code = 2
    hint = "record the rest in a second entry, or say where the document is kept"


class NoSuchDraft(ResolveError):
    """there is no draft of that number; there are {count}"""

    exit_code = 4
    hint = "`resolve drafts` lists them"


class LineCutOff(ResolveError):
    """this terminal may have cut the line off after 4,095 characters"""

    exit_code = 2
    hint = "paste the text in several lines, or type e to open your editor"


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


class OutputNeeded(ResolveError):
    """this format is not for a terminal"""

    exit_code = 2
    hint = "name a file with --output FILE, or pass it on with a pipe"


class UnknownFormat(ResolveError):
    """a report cannot be made in that format"""

    exit_code = 2
    hint = "its formats are {allowed}"


class OtherEnding(ResolveError):
    """the file's ending is that of another format than {form}"""

    exit_code = 2
    hint = "give it the ending .{form}, or ask for the format that its ending says"


class ReportsMissing(ResolveError):
    """this format needs {package}, which is not installed"""

    exit_code = 2
    hint = "the extra `reports` brings it: `pip install '.[reports]'` where the program's files are"


class SeveralFormats(ResolveError):
    """one format can be asked for at a time"""

    exit_code = 2
    hint = "leave out all but one of {asked}"


class FormatNeeded(ResolveError):
    """a file needs a format"""

    exit_code = 2
    hint = "say which: {allowed}"


class ExportNeeded(ResolveError):
    """it is not said what to export"""

    exit_code = 2
    hint = "say which: {allowed}"
