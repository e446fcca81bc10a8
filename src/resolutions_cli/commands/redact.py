"""`resolve redact`: removes texts of an entry for good."""

from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.app import streams
from resolutions_cli.app.exchange.as_asked import OUT_OF_REACH, refuse_remains, remove_as_asked
from resolutions_cli.app.keyboard.kept import say_drafts_with
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.checks import FREE, SHARED, Checks, Given
from resolutions_cli.app.questions.which_dispute import Kind, dispute_meant, missing
from resolutions_cli.app.questions.which_entry import entry_asked
from resolutions_cli.app.read import Read, read_one
from resolutions_cli.app.record import record
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.core.entries.facts import AnyFacts
from resolutions_cli.core.record.amend import also_in, entry_meant, names_in_head, redaction
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.files.record.redaction import salts_in
from resolutions_cli.render.words.words import shown

IN_THE_HEAD = (
    "resolve: note: this entry names an agency or a role in words that cannot be removed\n"
    "  an earlier version stored them where nothing can be changed; they stay"
    " here, and in copies that were sent"
)


def command(
    reference: options.Reference = None,
    entry: Annotated[
        str | None,
        typer.Argument(
            metavar="ENTRY", help="The entry's number in `show`, or the start of its id."
        ),
    ] = None,
    key: Annotated[
        list[str] | None,
        typer.Option(
            "--key", metavar="KEY", help="Remove only this text, for example child or reason."
        ),
    ] = None,
    as_asked: Annotated[
        bool, typer.Option("--as-asked", help="Remove what somebody else asked you to remove.")
    ] = False,
    reason: options.Reason = "",
    yes: Annotated[bool, typer.Option("--yes", help="Remove it without asking.")] = False,
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_input: options.NoInput = False,
) -> int:
    """Remove texts of an entry, and of its corrections, for good.

    Without `--key` every text of the entry goes, and the name of the person who recorded it too.
    `--key child` removes child-1, child-2 and so on. Dates and codes stay. The log says that
    something was removed, by whom and why. Copies that others hold, git's history and backups still
    have the text.

    If somebody in another copy removes a text, yours stays: `resolve show` lists it as a request.
    `--as-asked` removes what they asked for.
    """
    run = Run.start(SharedOptions(workspace=workspace, by=by, json=json, no_input=no_input))
    reference = dispute_meant(run, reference, Kind.ANY)
    if as_asked:
        if key or reason:
            raise errors.AskedAlone
        if entry is None:
            raise missing("ENTRY")
        return remove_as_asked(run, reference, entry, sure=yes)
    now = Moment.of(run.now)
    log = read_one(run, reference, now).log
    meant = entry_meant(log, entry or _asked_for(run, reference, now))
    facts = redaction(log, meant, key or ())
    reason = ask.text(run, reason, "--reason", "why it is removed (this reason stays)")
    if not yes:
        what = f"entry {log.labels[meant.id]} ({meant.kind}) of {log.reference}"
        _ask(run, what, facts.keys)
    salts: set[bytes] = set()

    def make(read: Read) -> tuple[Moment, AnyFacts]:
        now_meant = entry_meant(read.log, meant.id)
        facts = redaction(read.log, now_meant, key or ())
        try:
            salts.update(salts_in(run.workspace, meant.dispute, meant.id, facts.keys))
        except OSError as fault:
            raise errors.NotRecorded(f"disputes/{meant.dispute}", reason=fault.strerror) from fault
        return now, facts

    code = record(run, reference, make, {"reason": reason})
    refuse_remains(run, salts)
    texts = [
        said for key, said in meant.texts.items() if said and key in facts.keys and key != "by"
    ]
    say_drafts_with(run, texts)
    if not json:
        streams.say(f"\n{OUT_OF_REACH}")
    if also := also_in(log, meant, facts.keys):
        numbers = ", ".join(log.labels[each.id] for each in also)
        streams.remark(f"resolve: note: entry {numbers} still has the same words")
    if names_in_head(meant):
        streams.remark(IN_THE_HEAD)
    return code


def _asked_for(run: Run, reference: str, now: Moment) -> str:
    """The id of the entry that is meant, of those that have texts."""
    if not run.is_interactive:
        raise missing("ENTRY")
    read = read_one(run, reference, now, words=True)
    with_texts = [each for each in read.log.entries if any(each.texts.values())]
    return entry_asked(run, read, "which entry to remove texts from", with_texts).id


def _ask(run: Run, what: str, keys: tuple[str, ...]) -> None:
    if not run.is_interactive:
        raise errors.NotConfirmed
    ask.require_yes(run, f"Remove from {what} for good: {shown(', '.join(keys))}?")


def _check_texts(given: Given) -> None:
    """The entry has the texts that are to go; what others asked for is looked up anyway."""
    if given["entry"] and not given["as_asked"]:
        log = given.read.log
        redaction(log, entry_meant(log, given["entry"]), given.every("key"))


CHECKS: Checks = {
    **SHARED,
    "entry": _check_texts,
    "key": _check_texts,
    "as_asked": FREE,
    "yes": FREE,
}
