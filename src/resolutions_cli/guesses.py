"""The command that somebody meant whose word is none, or whose option the command does not have.

One table of words and one of options. Loaded only when the command line was not understood.
"""

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from resolutions_cli import errors

PROGRAM = "resolve"
HELP = "help"

#: It removes a text for good, so it must be typed in full and is no answer to a guess.
_NEVER = "redact"


class Lead(NamedTuple):
    """Something to type after the program's name, and what it does."""

    typed: str
    does: str

    @property
    def sentence(self) -> str:
        """Both, for a message."""
        return f"`{PROGRAM} {self.typed}` {self.does}"


# ------------------------------------------------------------------ words


_OPEN = Lead("open", "opens a dispute")
_NOTE = Lead("note REF", "writes a line in the log")
_CORRECT = Lead("correct REF ENTRY", "corrects an entry and keeps the original")
_SHOW = Lead("show REF", "shows a dispute and its log")
_LIST = Lead("list", "lists the disputes")
_DUE = Lead("due", "shows every open deadline")
_FIND = Lead("find", "searches the texts of every dispute")
_CLOSE = Lead("close REF", "closes a dispute with its outcome")
_UNDO = Lead("undo", "sets aside the entry that you recorded last")
_ESCALATE = Lead("escalate REF", "moves a dispute to its next stage")
_DONE = Lead("done REF", "records that something is done")
_CHASE = Lead("chase REF", "sets a reminder with a date")
_RECORD = Lead("record REF EVENT", "records a meeting or another event")
_RISK = Lead("risk REF", "records immediate risk, and who was told")
_PARTY = Lead("party REF", "records who is who, and agencies that join")
_EXPORT = Lead("export", "makes a file for another agency")
_SYNC = Lead("sync", "brings two copies of the record together")
_CONFIG = Lead("config", "lists every setting and sets one")
_PROCEDURE = Lead("procedure", "lists, shows and checks procedures")
_CALC = Lead("calc", "counts days from a date")
_REPORT = Lead("report", "makes a page to print or to send")

#: Each word that people try, and what there is to type for it. No word is a command or the
#: beginning of one.
WORDS: Mapping[str, tuple[Lead, ...]] = {
    **dict.fromkeys(("add", "new", "create", "start", "raise"), (_OPEN, _NOTE)),
    **dict.fromkeys(("edit", "change", "modify", "amend", "fix", "rename"), (_CORRECT,)),
    "update": (_CORRECT, _NOTE),
    "cancel": (_UNDO, _CLOSE),
    **dict.fromkeys(("revert", "rollback", "back"), (_UNDO,)),
    **dict.fromkeys(("status", "state", "view", "get", "info", "details"), (_SHOW, _DUE)),
    **dict.fromkeys(("log", "logs", "history", "entries"), (_SHOW, _NOTE)),
    **dict.fromkeys(("search", "grep", "query", "lookup"), (_FIND,)),
    **dict.fromkeys(("ls", "all", "disputes", "cases"), (_LIST,)),
    **dict.fromkeys(
        ("today", "late", "overdue", "deadlines", "tasks", "agenda"),
        (_DUE, Lead("due --overdue", "shows what is late")),
    ),
    **dict.fromkeys(("move", "advance", "promote"), (_ESCALATE,)),
    **dict.fromkeys(("finish", "complete", "end", "resolve"), (_CLOSE, _DONE)),
    **dict.fromkeys(("remind", "reminder", "reminders"), (_CHASE,)),
    **dict.fromkeys(("event", "meeting", "plan", "schedule"), (_RECORD,)),
    **dict.fromkeys(("emergency", "urgent", "danger", "safety"), (_RISK,)),
    **dict.fromkeys(("person", "people", "contact", "contacts", "agency", "who"), (_PARTY,)),
    **dict.fromkeys(("comment", "write", "message"), (_NOTE,)),
    **dict.fromkeys(("share", "send", "save", "backup"), (_EXPORT, _SYNC)),
    **dict.fromkeys(("pull", "push", "merge", "clone"), (_SYNC,)),
    **dict.fromkeys(("settings", "options", "preferences", "configure"), (_CONFIG,)),
    **dict.fromkeys(("policy", "policies", "route", "stages"), (_PROCEDURE,)),
    **dict.fromkeys(("calculate", "count", "days"), (_CALC,)),
    **dict.fromkeys(("holidays", "bank"), (Lead("calendar", "shows the bank holidays"),)),
    **dict.fromkeys(("print", "word", "pdf"), (_REPORT, _SHOW)),
    "why": (Lead("explain REF", "shows how a date was counted"),),
    **dict.fromkeys(
        ("chart", "picture", "graph"), (Lead("timeline REF", "draws stages and limits"),)
    ),
    **dict.fromkeys(("numbers", "statistics", "summary"), (Lead("stats", "counts the disputes"),)),
    **dict.fromkeys(("tutorial", "example", "try"), (Lead("demo", "makes a workspace to try"),)),
    **dict.fromkeys(("setup", "install"), (Lead("init", "makes a workspace"),)),
    "version": (Lead("--version", "prints the version"),),
}

#: Words that ask for something that no command does.
_DELETE = frozenset(("delete", "del", "remove", "rm", "erase", "drop", "purge", "wipe", "discard"))


def meant(words: Sequence[str], commands: Collection[str], *, at_top: bool) -> list[str]:
    """The words of a command line whose first is none of the `commands`, with the whole name of
    the command that it begins; unchanged where nothing fits. `help COMMAND` becomes
    `COMMAND --help`. The table of words is for the program itself, `at_top`, and not for a
    command's own commands.

    Raises NothingDeleted, OtherCommand, SeveralCommands.
    """
    typed, rest = words[0].casefold(), list(words[1:])
    if typed == HELP:
        return [*(word for word in rest if not word.startswith("-")), "--help"]
    if at_top and typed in _DELETE:
        raise errors.NothingDeleted
    if at_top and typed in WORDS:
        ways = [way.sentence for way in WORDS[typed]]
        raise errors.OtherCommand(ways="\n  ".join(ways))
    begun = [name for name in commands if _is_begun(name, typed)]
    if len(begun) > 1:
        raise errors.SeveralCommands(commands=", ".join(begun))
    return [*begun, *rest] if begun else list(words)


def _is_begun(name: str, typed: str) -> bool:
    if name == _NEVER:
        return typed == name
    return bool(typed) and name.startswith(typed)


def near_command(typed: str, commands: Collection[str]) -> str:
    """The command that was probably misspelt; none where nothing or only `redact` is near."""
    near = get_close_matches(typed.casefold(), commands, 1)
    return near[0] if near and near[0] != _NEVER else ""


# ------------------------------------------------------------------ options


_WEEK = '--within "5 working days"'

#: For an option that a command does not have, the one to type there; of several the first that
#: the command has. An option that only one command could mean so stands under its name.
OPTIONS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "due": {
        **dict.fromkeys(("--late", "--past", "--missed", "--over", "--expired"), ("--overdue",)),
        **dict.fromkeys(("--week", "--this-week", "--soon", "--next", "--days"), (_WEEK,)),
        "--tomorrow": ('--within "1 working day"',),
        "--month": ('--within "1 month"',),
        **dict.fromkeys(("--role", "--person", "--mine", "--me", "--for"), ("--who",)),
        **dict.fromkeys(("--done", "--closed", "--completed", "--history"), ("--all",)),
        **dict.fromkeys(("--by", "--sort"), ("--group",)),
    },
    "list": {
        **dict.fromkeys(("--from", "--after", "--opened", "--year"), ("--since",)),
        **dict.fromkeys(("--done", "--ended", "--finished"), ("--closed",)),
        **dict.fromkeys(("--about", "--kind"), ("--concern",)),
    },
    "open": {
        **dict.fromkeys(("--date", "--on", "--when"), ("--raised",)),
        **dict.fromkeys(("--agency", "--from"), ("--raised-by",)),
        **dict.fromkeys(("--to", "--against"), ("--with",)),
        **dict.fromkeys(("--stage",), ("--at-stage",)),
        **dict.fromkeys(("--case", "--file", "--pupil", "--name"), ("--child",)),
        **dict.fromkeys(("--reason", "--text", "--what", "--note"), ("--summary",)),
        **dict.fromkeys(("--urgent", "--emergency"), ("--immediate-risk",)),
        **dict.fromkeys(("--risk", "--harm"), ("--risk-to-child",)),
        **dict.fromkeys(("--id", "--number", "--reference"), ("--ref",)),
        **dict.fromkeys(("--wants", "--seeks", "--outcome"), ("--seeking",)),
    },
    "correct": {
        **dict.fromkeys(("--delete", "--remove", "--undo", "--aside"), ("--withdraw",)),
        **dict.fromkeys(("--change", "--edit", "--value"), ("--set",)),
    },
    "close": {
        **dict.fromkeys(("--decision", "--result", "--code"), ("--outcome",)),
        **dict.fromkeys(("--next", "--task", "--todo"), ("--action",)),
        **dict.fromkeys(("--lesson", "--lessons"), ("--learning",)),
    },
    "sooner": dict.fromkeys(("--on", "--date", "--until", "--by-date"), ("--to",)),
    "agree": dict.fromkeys(("--to", "--on", "--date", "--until"), ("--by-date",)),
    "chase": dict.fromkeys(("--to", "--on", "--date", "--until", "--when"), ("--by",)),
    "calc": {
        **dict.fromkeys(("--start", "--since", "--after", "--on"), ("--from",)),
        **dict.fromkeys(("--before", "--backwards", "--backward"), ("--back",)),
        "--country": ("--nation",),
    },
}

#: The same for every command.
_ANY: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("--date", "--when", "--time"), ("--on", "--at", "--by-date", "--from")),
    "--at": ("--on",),
    "--on": ("--at",),
    **dict.fromkeys(("--why", "--because", "--text", "--message", "-m"), ("--reason",)),
    **dict.fromkeys(("--dir", "--folder", "--path"), ("--workspace",)),
    **dict.fromkeys(("--user", "--author", "--me", "--recorded-by"), ("--by",)),
    **dict.fromkeys(("--out", "--file", "--save"), ("--output",)),
    **dict.fromkeys(("--excel", "--xls", "--spreadsheet"), ("--xlsx", "--csv")),
    **dict.fromkeys(("--calendar", "--outlook", "--ical"), ("--ics",)),
    **dict.fromkeys(("--no-colour", "--no-colours", "--plain", "--monochrome"), ("--no-color",)),
    **dict.fromkeys(("--batch", "--non-interactive", "--script"), ("--no-input",)),
    **dict.fromkeys(("--people", "--attendees", "--present"), ("--with",)),
    **dict.fromkeys(("--silent", "-q"), ("--quiet",)),
    **dict.fromkeys(("-V", "-v", "--ver"), ("--version",)),
    **dict.fromkeys(("-?", "--usage", "--info"), ("--help",)),
    **dict.fromkeys(("--as-at", "--asof"), ("--as-of",)),
}

#: Options that lose or reveal something are no answer to a guess.
_CAREFUL = frozenset(("--replace", "--yes", "--no-suppress", "--no-action", "--with-text"))


def near_option(typed: str, command: str, options: Collection[str]) -> str:
    """What to type for an option that a command does not have, empty if none is near."""
    for table in (OPTIONS.get(command, {}), _ANY):
        for option in table.get(typed, ()):
            if option.partition(" ")[0] in options:
                return option
    if not typed.startswith("--"):
        return ""
    begun = [name for name in options if name.startswith(typed)]
    near = begun if len(begun) == 1 else get_close_matches(typed, options, 1)
    return near[0] if near and near[0] not in _CAREFUL else ""
