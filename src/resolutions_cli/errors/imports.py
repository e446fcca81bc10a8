"""Refusals and faults of an import of a bundle or a spreadsheet.

Messages repeat only lines, counts and references of the file, since somebody else wrote it.
"""

from resolutions_cli.errors.base import ResolveError

_AGAIN = "import it again, a spreadsheet with --skip-bad: the rest is taken in then"


class NoFileToImport(ResolveError):
    """there is no such file, or it cannot be read"""

    exit_code = 4
    hint = "check the path; - reads standard input"


class NotWithThat(ResolveError):
    """{given} needs {wanted}"""

    exit_code = 2
    hint = "`resolve export --help` says what goes together"


class NotToBeSent(ResolveError):
    """{reference} is damaged, so no bundle is made of it: {problem}"""

    exit_code = 5
    hint = "`resolve verify` names everything that is wrong with it; put that right first"


class TooManyBeside(ResolveError):
    """{reference} has {count} entries that do not know each other, and nobody takes in so many"""

    exit_code = 3
    hint = "record a note in it, which brings them together, and make the bundle again"


class BundleNotReadable(ResolveError):
    """nobody could take in a bundle of these disputes: {problem}"""

    exit_code = 3
    hint = "no file was made; name fewer disputes, and make several bundles"


class PracticeBundle(ResolveError):
    """what was sent is from a practice workspace, and this is a record"""

    exit_code = 3
    hint = "import it into a practice workspace; in a record nothing is invented, no time either"


class NotABundle(ResolveError):
    """that is not a whole bundle: {problem} (line {line})"""

    exit_code = 3
    hint = "nothing was taken in; ask for it again, as a file and not as the text of a mail"


class BundleNewer(ResolveError):
    """a newer version of the program made the bundle, or an entry in it"""

    exit_code = 3
    hint = "install the newest version; nothing was taken in"


class BundleChanged(ResolveError):
    """{entry} of {reference} is not what was recorded: {problem}"""

    exit_code = 3
    hint = "nothing was taken in; ask for the bundle again, and how it was sent"


class BundleIncomplete(ResolveError):
    """{reference} cannot be taken in: {problem}"""

    exit_code = 3
    hint = "nothing was taken in; ask for the bundle again"


class AlmostThere(ResolveError):
    """{reference} and a dispute that is here differ in upper and lower case only"""

    exit_code = 3
    hint = "on many disks both would be one; nothing was taken in"


class DamagedHere(ResolveError):
    """{reference} is damaged here, so nothing was taken in: {problem}"""

    exit_code = 5
    hint = (
        "move the damaged file out of the workspace and import again: what was sent takes its place"
    )


class ImportUnfinished(ResolveError):
    """not everything could be taken in: {done} of {count} files were ({reason})"""

    exit_code = 7
    hint = f"make room or get permission, and {_AGAIN}"


class ImportInterrupted(ResolveError):
    """interrupted when {done} of {count} files had been taken in"""

    exit_code = 130
    hint = _AGAIN


# ------------------------------------------------------------------ spreadsheets


class MapNeeded(ResolveError):
    """a spreadsheet needs --csv and --map, which says what its columns are"""

    exit_code = 2
    hint = "`docs/sharing.md` describes the map, and examples/import has one"


class MapUnusable(ResolveError):
    """the map of a spreadsheet cannot be used: {problem}"""

    exit_code = 3
    hint = "`docs/sharing.md` describes the map, and examples/import has one"


class SheetUnreadable(ResolveError):
    """the spreadsheet cannot be read, line {line}: {problem}"""

    exit_code = 3
    hint = "save it as CSV in UTF-8, with its headings in the first row, as the map has them"


class SheetRefused(ResolveError):
    """{count} of {rows} rows cannot be taken in, so none was"""

    exit_code = 3
    hint = "they are listed above; put them right, or leave them out with --skip-bad"


class CellEmpty(ResolveError):
    """a row without a reference cannot be known again"""

    exit_code = 3
    hint = "give it one in the sheet"


class RowKnown(ResolveError):
    """a dispute has the reference of that row already"""

    exit_code = 3
    hint = "it was taken in before, or the sheet has it twice: take the row out of the sheet"


class CellNotADate(ResolveError):
    """a cell is not a date of the form {forms}"""

    exit_code = 3
    hint = "put the sheet right, or say in the map in which form its dates are"


class RowTooLong(ResolveError):
    """a row has {cells} cells and the headings {headings}"""

    exit_code = 3
    hint = "put the sheet right; a cell that holds the separator needs quotation marks"


class NotClosedWhen(ResolveError):
    """a row says how it ended, and not when"""

    exit_code = 3
    hint = "put the date into the sheet, or take the outcome out if it is open"


class NotClosedHow(ResolveError):
    """a row that is closed says no outcome, or not why it ended so"""

    exit_code = 3
    hint = "put it into the sheet, or give the map a default for these columns"
