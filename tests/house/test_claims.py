"""What the program says of absence, lateness and endings, and what each such sentence rests on.

At an inquiry a sentence like "nothing was recorded" is read as evidence. So each one that is
written in the code stands in a table here, with the entries that it rests on, or on whose absence,
as of the moment asked about. A sentence that is not listed fails: list it, say what it rests on,
and word it so that it claims no more than that.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from resolutions_cli.core.entries.facts import KINDS
from tests.house.project import SOURCE, name_of, tree

#: Where sentences are looked for: what is shown, what is advised, what an empty answer means.
CORE = ("advice", "concerns", "deadline", "duties", "gaps", "own_codes", "own_duties", "risk_gaps")
WHERE = (
    *sorted((SOURCE / "render").rglob("*.py")),
    *(path for path in sorted((SOURCE / "core").rglob("*.py")) if path.stem in CORE),
    *(SOURCE / "commands" / f"{name}.py" for name in ("due", "explain", "list", "next")),
    *(SOURCE / "commands" / f"{name}.py" for name in ("find", "settle", "similar", "verify")),
)

ASSERTS = re.compile(
    r"\b(nothing|nobody|no one|none|never|everything|missed|late|overdue|ended|done|met|past"
    r"|no longer|not recorded|not told|no [a-z]+)\b",
    re.IGNORECASE,
)

#: What a sentence can rest on besides entries of these kinds.
OTHERWISE = {"procedure", "calendar", "seals", "bundle", "sheet", "command", "figures", "any"}

#: Types that are written as strings, and say nothing to anybody.
ANNOTATIONS = {"Procedure | None", "Callable[[R_contra, C_contra], str] | None"}


class Rests(NamedTuple):
    """The kinds of entries that a sentence rests on ("any": entries of every kind), and how."""

    on: str
    how: str


#: Every sentence with what it rests on. `{}` stands for what is filled in.
CLAIMS = {
    # ---- how a deadline stands or ended
    "recorded, but it lacks details, so the deadline is not met yet": Rests(
        "recorded opened", "the newest record of the event lacks a detail that it needs"
    ),
    "no date was set": Rests("any", "the deadline ended while a limit of it had no date"),
    "not done when the stage was left, in time": Rests(
        "escalated decided closed", "a move left the stage before the date; no entry fulfils it"
    ),
    "; no time is recorded, so it counts from midnight at the start of that day": Rests(
        "opened recorded", "the event has a date and no time"
    ),
    (
        "Hidden, because subtracting one table from the other would show a number under {}. For"
        " this procedure alone, type --procedure {}. Publish one of the two, never both."
    ): Rests("figures", "the tables of all procedures are shown, and this one has small numbers"),
    "done {}": Rests(
        "recorded decided risk chase done",
        "the event, decision, telling or `done` entry that fulfils the deadline",
    ),
    "{}, the latest possible. No date is recorded for this: {}": Rests(
        "opened recorded", "no occurrence of the event that the limit counts from"
    ),
    "not recorded as done when {}": Rests(
        "escalated decided closed recorded", "a move left the stage; no entry fulfils it by then"
    ),
    "not recorded as done when {} {}": Rests(
        "sooner agreed closed escalated done",
        "the date lapsed by a closing, a move or a newer date; no `done` entry names it",
    ),
    "no longer due since {}": Rests(
        "sooner chase closed escalated", "the date had not passed when an entry made it lapse"
    ),
    "NO LONGER DUE": Rests("sooner chase closed escalated", "status `ended`: lapsed in time"),
    "DONE LATE": Rests(
        "recorded decided risk done", "status `missed`, and an entry after the date fulfils it"
    ),
    "past it": Rests(
        "closed escalated sooner agreed", "status `missed`, given up after the date; not fulfilled"
    ),
    "PAST GUIDE": Rests(
        "any", "a limit that the text only asks for has passed, and none that it sets"
    ),
    "past a date that the text only asks for": Rests("any", "open, with that status"),
    "{}: a guide, which cannot be missed": Rests("procedure", "`strength` of the limit"),
    '"{}": past this date nothing is missed, and it is shown': Rests(
        "procedure", "`strength` of the limit"
    ),
    "past the target date": Rests(
        "any", ("open, its aim before the moment asked about, its limit not")
    ),
    "NO DATE": Rests("any", "open, and none of its limits has a start yet"),
    "no date yet: {}": Rests("any", "open, and none of its limits has a start yet"),
    "no time limit": Rests("procedure", "the procedure file has no limit for it"),
    "{}, past when the stage is reached": Rests(
        "procedure calendar", "the date counted from an imagined opening, no record"
    ),
    "no date; taken to be left at once": Rests("procedure", "no limit of the stage has a date"),
    "no date": Rests("procedure", "the limit has no date from an imagined opening"),
    "Each stage is left at the last moment. Nothing is recorded.": Rests(
        "command", "`procedure try` counts in memory"
    ),
    "Done when: {}": Rests("procedure", "`until` of the stage"),
    "DONE WHEN": Rests("procedure", "`until` of the duty"),
    "The text states no time": Rests("procedure", "the file has no limit for it"),
    "It was never compared with the published text.": Rests(
        "procedure", "the file has no checked_on"
    ),
    "no date is recorded for it": Rests("closed decided", "the action has no date of its own"),
    "{}: done, now move it on or close it": Rests(
        "recorded decided", "an entry fulfils the stage's deadline, and no move left the stage"
    ),
    "each agency: none is recorded": Rests("opened party", "no entry names an agency for it"),
    "it stays in this list until it is recorded as done, or {}": Rests(
        "sooner", "the date is set, open, and no `done` entry names it"
    ),
    # ---- what nobody has to do
    "Nothing is due under the procedure.": Rests(
        "any", "no open deadline but agreed actions, recommendations and reminders"
    ),
    "{} past {} date": Rests("closed decided", "open actions whose date is before the moment"),
    "NOTHING DUE": Rests("any", "an open dispute without an open deadline"),
    "nothing is due: no deadline is open": Rests(
        "any", "no open deadline in any dispute; none unread"
    ),
    "nothing is overdue": Rests("any", "no open deadline is overdue, no dispute quiet"),
    "nothing like that is due": Rests("any", "no open deadline is of what was asked for"),
    "no deadline is open; name one to see how it was counted": Rests("any", "no open deadline"),
    "no dispute is open": Rests("opened closed reopened", "each dispute is closed; none unread"),
    "Nothing found.\n": Rests("any", "no entry up to the moment has all the words; none unread"),
    "Nothing found in what could be read.\n": Rests(
        "any", "no entry that could be read, up to the moment, has all the words"
    ),
    "no dispute was opened yet": Rests("opened", "no opening up to the moment; none unread"),
    "no dispute like that": Rests("any", "no dispute is of what was asked for; none unread"),
    "no other dispute is like it": Rests("opened", "no other shares a concern or its agencies"),
    "nothing yet": Rests("any", "the entry that is corrected holds no such fact or text"),
    "nothing follows from it": Rests("decided closed", "the name of the fact `no_action`"),
    "number of the reminder that is done": Rests("chase", "the name of the fact `done`"),
    "when the risk ended": Rests("risk", "the name of the fact `ended`"),
    "when it was done": Rests("done", "the name of the fact `on`"),
    "done on": Rests("done", "the key of that name, shown to nobody"),
    "No date moves.": Rests("any", "each deadline is the same with the change and without it"),
    "{}: {}, then no longer a deadline": Rests(
        "any", "a deadline of the record as it is; none of the record as it would be"
    ),
    "no open deadline moves": Rests("calendar", "each date is the same by both calendars"),
    "resolve: note: {} something still to be done; `resolve due` shows it, `resolve list --closed`"
    " lists the disputes": Rests("any", "closed disputes that have an open deadline"),
    # ---- what stands against a deadline or a dispute, as long as the record says so
    "agreed action {} is past its date": Rests(
        "closed decided done", "its date is before the moment, and no `done` entry names it"
    ),
    "agreed actions {} and {} are past their dates": Rests(
        "closed decided done", "their dates are before the moment, and no `done` entry names them"
    ),
    "{} not recorded as accepting this date": Rests(
        "agreed", "the newest agreement does not name the agency as accepting"
    ),
    "the latest it can be: a date that it counts from is not recorded": Rests(
        "opened recorded escalated", "no entry records the event; it counts from what bounds it"
    ),
    "no time limit; {}": Rests(
        "procedure", "the stage has no limit in the file; days since an entry led into it"
    ),
    "nobody has recorded a check of {} against the published text": Rests(
        "procedure", "the file has no checked_on"
    ),
    # ---- what an entry says was done
    "action {} of {} was done {}": Rests("done", "the entry says so, and names the action"),
    "what was due by the date to keep the child safe ({}) was done {}": Rests(
        "done", "the entry says so, and names the date"
    ),
    "the partners were sent everything up to {} {}": Rests(
        "done", "the entry says so, and names the move"
    ),
    "done {}: {}": Rests("done", "the entry says so, of something this version does not know"),
    # ---- what was not recorded
    "Nothing recorded for {}": Rests("any", "no entry was written down for so many working days"),
    "nothing was recorded for that long": Rests("any", "no entry was written down since then"),
    "nothing recorded for {}": Rests("any", "no entry was written down since then"),
    "ASKED FOR, NOT RECORDED YET": Rests("opened recorded noted", "no entry records the event"),
    "NOT RECORDED": Rests("recorded", "the entry of the event lacks the detail"),
    "{}: NOT RECORDED as told": Rests("risk", "no entry of the risk says that the role was told"),
    "No report is recorded.": Rests("recorded", "no entry records the agency's report"),
    "The log has nothing on this.": Rests("any", "no entry fills the section of the pack"),
    "No entry says that this agency did or said anything. It is named in {}.": Rests(
        "opened recorded decided closed agreed noted",
        "no entry is of the agency, is agreed by it or has a view of it; the opening names it",
    ),
    "The record was checked for answers to these questions, and none is missing:": Rests(
        "any", "none of the checks of core/views/gaps.py finds a gap; which were asked is listed"
    ),
    "no move and no decision is recorded": Rests("escalated decided closed", "none of these is"),
    "No entry of this period has any learning that can still be read.": Rests(
        "decided closed", "none in the period has a text of what was learned"
    ),
    "the immediate risk of {} is not recorded as over": Rests(
        "risk closed", "no entry says that the risk ended, and one closes the dispute"
    ),
    ", no end recorded": Rests("risk", "no entry says that the risk ended"),
    "; the dispute was closed with no record that it was over": Rests(
        "risk closed", "no entry says that the risk ended, and one closes the dispute"
    ),
    "the immediate risk ended {}": Rests("risk", "the entry says when the risk ended"),
    "the immediate risk ended": Rests("risk", "an entry says when the risk ended"),
    "reminder {} is done": Rests("chase", "the entry says so"),
    "none, for the reason given": Rests("decided closed", "the entry says so: no action"),
    "This no longer counts: {}": Rests("settled", "the moves that the settling entry leaves out"),
    # ---- what the record lacks
    "not recorded: {}": Rests("opened", "the opening has no such fact or text"),
    "no agency's view is recorded in its own words": Rests("any", "no entry has a view"),
    "{} is not recorded as put on the child's file": Rests(
        "done opened escalated decided closed reopened", "no `done` entry says it of that move"
    ),
    "not recorded{}: {}": Rests("opened recorded noted", "no entry records the event"),
    "no decision is recorded": Rests("decided", "no decision of the stage in that visit"),
    "entry {} ({}) lacks details, so its deadline is not met yet. Add: {}": Rests(
        "recorded", "the entry of the event lacks details that it needs"
    ),
    "in stage {} a date was agreed, and {} not recorded as accepting it": Rests(
        "agreed", "the newest agreement does not name the agency"
    ),
    "entry {} says that there is a pattern and names no similar dispute": Rests(
        "escalated", "the entry has that ground and names no dispute"
    ),
    "not recorded as told of the immediate risk of {}: {}": Rests(
        "risk", "no entry of the risk says that the role was told; said under what is lacking"
    ),
    "stage {} is done, and the dispute was neither moved on nor closed": Rests(
        "recorded decided", "an entry fulfils the stage's deadline, and no move left the stage"
    ),
    # ---- statistics: counts of deadlines and entries in a period
    "done in time": Rests("figures", "deadlines of status `met` that ended in the period"),
    "missed, or done late": Rests("figures", "deadlines of status `missed`"),
    "done, with no date to meet": Rests("figures", "deadlines of status `done`"),
    "no longer due": Rests("figures", "deadlines of status `ended`"),
    "deadlines missed or done late": Rests("figures", "deadlines of status `missed`"),
    "Working days past the date, for deadlines missed or done late": Rests("figures", "the same"),
    "Deadlines that ended in the period": Rests("figures", "deadlines that an entry ended"),
    "entries recorded late": Rests("figures", "entries written down after LATE_AFTER days"),
    "Days until it was recorded, where that was late": Rests("figures", "the same"),
    "Outside the procedure, or recorded late": Rests("figures", "a title of two counts"),
    "How far they went, and where they ended": Rests("figures", "the stage at the closing"),
    "How they ended": Rests("closed decided", "the outcome of the closing"),
    "none stated": Rests("opened", "the opening names no agency, or no concern"),
    (
        "{} is a hidden number: it is from 1 to {}, or would show one that is. Small numbers"
        " are hidden so that nobody can be recognised."
    ): Rests("figures", "says what the sign stands for"),
    # ---- what rests on no entry
    "Deadlines, and how each ended": Rests("any", "a title; each row says what ended it"),
    "no time limit in the text": Rests("procedure", "the stage has no limit in the file"),
    "done once this is recorded: {}": Rests("procedure", "what the file says fulfils the duty"),
    "not recorded as checked against the published text": Rests(
        "procedure", "the file has no checked_on"
    ),
    "{}: everything up to {} is unchanged.": Rests(
        "any", "the digest is in the record, and `verify` found nothing wrong in what was checked"
    ),
    (
        "The newest entries of {disputes} have no proof yet: no seal here covers them, and no"
        " fingerprint that you gave."
    ): Rests("seals", "no seal of the workspace and no --against has them"),
    "{}: nothing new": Rests("bundle", "each entry of the bundle is here already"),
    "nothing new in {}; nothing was changed": Rests("bundle", "each entry is here already"),
    "The spreadsheet has no rows. Nothing was changed.": Rests(
        "sheet", "no row under the headings"
    ),
}


def _left_out(module: ast.Module) -> Iterator[ast.AST]:
    """Docstrings, help, and the meanings of fields: these claim nothing of a record."""
    for node in ast.walk(module):
        if isinstance(node, ast.Expr):
            yield node.value
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("typer."):
            yield from ast.walk(node)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Field":
            yield from (each for meaning in node.args[3:4] for each in ast.walk(meaning))


def _strings(path: Path) -> Iterator[tuple[int, str]]:
    """Each string of a module with its line; `{}` for what an f-string fills in."""
    module = tree(path)
    skipped = {id(node) for node in _left_out(module)}
    for node in ast.walk(module):
        if isinstance(node, ast.JoinedStr):
            skipped.update(map(id, node.values))
            parts = (each.value if isinstance(each, ast.Constant) else "{}" for each in node.values)
            if id(node) not in skipped:
                yield node.lineno, "".join(map(str, parts))
    for node in ast.walk(module):
        if not isinstance(node, ast.Constant) or id(node) in skipped:
            continue
        if isinstance(node.value, str):
            yield node.lineno, node.value


def _claims() -> dict[str, str]:
    """Each sentence that asserts something, with where it stands."""
    return {
        words: f"{name_of(path)}:{line}"
        for path in WHERE
        for line, words in _strings(path)
        if " " in words.strip() and ASSERTS.search(words)
        if not words.startswith("resolve ") and "{fill:" not in words
        if words not in ANNOTATIONS
    }


def test_every_sentence_of_absence_lateness_or_ending_is_listed_with_what_it_rests_on() -> None:
    unlisted = [
        f"{where}: {words!r}: list it in CLAIMS (tests/house/test_claims.py) with the entries"
        " that it rests on, and let it claim no more"
        for words, where in _claims().items()
        if words not in CLAIMS
    ]
    assert unlisted == []


def test_every_sentence_that_is_listed_is_still_said() -> None:
    assert sorted(set(CLAIMS) - set(_claims())) == []


def test_what_a_sentence_rests_on_are_kinds_of_entries_and_how_is_said() -> None:
    for words, rests in CLAIMS.items():
        kinds = set(rests.on.split())
        assert kinds, words
        assert kinds <= set(KINDS) | OTHERWISE, words
        assert rests.how, words


def test_a_sentence_like_these_is_seen_whatever_stands_in_it(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text('def said(x):\n    """Nobody."""\n    return f"Nobody told {x}" " at all"\n')
    assert list(_strings(module)) == [(3, "Nobody told {} at all")]
    assert ASSERTS.search("Nobody told {} at all")
