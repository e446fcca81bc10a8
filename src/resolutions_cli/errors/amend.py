"""What `undo` and `correct` refuse."""

from resolutions_cli.errors.base import ResolveError


class UndoNotConfirmed(ResolveError):
    """--yes is missing"""

    exit_code = 2
    hint = "add --yes to set entry {number} of {reference} aside"


class NothingOfYours(ResolveError):
    """nothing that you recorded in {reference} still counts"""

    exit_code = 3
    hint = (
        "`resolve correct {reference} ENTRY --withdraw` sets aside what somebody else recorded;"
        " if you recorded under another name, add --by"
    )


class RestedOn(ResolveError):
    """entry {number} is the newest that you recorded, and entry {later} rests on it"""

    exit_code = 3
    hint = "`resolve correct {reference} {number}` puts right what it says"


class UndoOfUndo(ResolveError):
    """the newest entry that you recorded, {number}, sets another one aside and cannot be undone"""

    exit_code = 3
    hint = (
        "`resolve correct {reference} {number} --withdraw` brings entry {aside} back;"
        " `resolve correct {reference} ENTRY --withdraw` sets another entry aside"
    )


class RedactionStays(ResolveError):
    """the newest entry that you recorded, {number}, removed a text for good"""

    exit_code = 3
    hint = "nothing brings the text back; `resolve note {reference}` records what is still needed"


class NothingWouldChange(ResolveError):
    """nothing would change: entry {number} says that already"""

    exit_code = 3
    hint = "`resolve show {reference}` lists every entry with its corrections"
