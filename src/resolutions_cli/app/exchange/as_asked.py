"""Texts removed at the request of another copy, once the request is accepted here."""

from collections.abc import Collection

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.questions import ask
from resolutions_cli.app.read import read_one
from resolutions_cli.app.record import confirming, keeping
from resolutions_cli.app.run import Run
from resolutions_cli.app.screen import show_page
from resolutions_cli.core.entries.facts import Redacted
from resolutions_cli.core.record.amend import entry_meant
from resolutions_cli.core.record.anchors import home
from resolutions_cli.core.record.log import Log, RemovalRequest
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.files.record.first_marks import accept
from resolutions_cli.files.record.redaction import files_with, remove_texts, salts_in
from resolutions_cli.files.workspace.accepted import redaction
from resolutions_cli.render.formats.json import document
from resolutions_cli.render.words.asked import asking_json, of_log, removing_page

OUT_OF_REACH = (
    "removed for good from the files of this workspace; this cannot reach copies"
    " that others hold,\n"
    "a git history, backups, mail, or old files that the disk has not overwritten\n"
)


def remove_as_asked(run: Run, reference: str, typed: str, *, sure: bool) -> int:
    """Remove the texts that waiting redactions name in the typed entry, or that the typed
    redaction names. Shows the texts and asks first, unless `sure`. Returns the exit code.

    Raises what `read_one` raises, NothingWasAsked, MissingOption, NotRecorded,
    RedactionUnfinished, TextRemains and Busy.
    """
    log = read_one(run, reference, Moment.of(run.now)).log
    asked = _meant(log, typed)
    if not sure:
        _ask(run, log, asked)
    with confirming() as confirmation:
        with keeping(run, f"disputes/{home(log)}", f"show {log.reference}"):
            salts = _salts(run, log, asked)
            there = {
                (id_, key) for each in asked for id_, keys in each.texts.items() for key in keys
            }
            if len(salts) < len(there):
                reason = "a text is gone already, or its file could not be read"
                raise errors.NotRecorded(f"disputes/{home(log)}", reason=reason)
            confirmation.begin()
            # Before the removal, so that the next writer completes an interrupted run.
            accept(run.workspace.folder, [redaction(each.redaction) for each in asked], run.by)
            confirmation.recorded(log.reference, f"show {log.reference}")
            _remove(run, home(log))
        refuse_remains(run, salts)
        _confirm(run, log, asked)
    return 0


def _meant(log: Log, typed: str) -> tuple[RemovalRequest, ...]:
    """The waiting redactions that concern an entry, or are that entry."""
    meant = entry_meant(log, typed)
    asked = tuple(
        each
        for each in log.asked
        if meant.id in (each.redaction.id, *each.texts)
        or (isinstance(each.redaction.facts, Redacted) and each.redaction.facts.entry == meant.id)
    )
    if not asked:
        raise errors.NothingWasAsked(number=log.labels[meant.id], reference=log.reference)
    return asked


def _ask(run: Run, log: Log, asked: Collection[RemovalRequest]) -> None:
    if not run.is_interactive:
        raise errors.NotConfirmed
    title = f"{log.reference}: to be removed for good"
    show_page(run, list(removing_page(title, of_log(asked, log.labels))))
    ask.require_yes(run, "Remove these texts for good?")


def _confirm(run: Run, log: Log, asked: Collection[RemovalRequest]) -> None:
    if not run.asked.json:
        title = f"{log.reference}: removed for good"
        show_page(run, list(removing_page(title, of_log(asked, log.labels))))
        streams.say(f"\n{OUT_OF_REACH}")
        return
    removed = [
        asking_json(log.reference, each, accepted=True) for each in of_log(asked, log.labels)
    ]
    source = run.calendar("england").source
    streams.say_document(
        document("redact-as-asked", run.as_of, source, dispute=log.reference, removed=removed)
    )


def _salts(run: Run, log: Log, asked: Collection[RemovalRequest]) -> set[bytes]:
    return {
        salt
        for each in asked
        for id_, keys in each.texts.items()
        for salt in salts_in(run.workspace, home(log), id_, keys)
    }


def _remove(run: Run, reference: str) -> None:
    try:
        remove_texts(run.workspace, reference)
    except OSError as fault:
        reason = fault.strerror or "for no reason given"
        raise errors.RedactionUnfinished(f"disputes/{reference}", reason=reason) from fault


def refuse_remains(run: Run, salts: Collection[bytes]) -> None:
    """Raise TextRemains, or RedactionWaits, if a file of the workspace still has a removed text;
    note any file that cannot be read."""
    found = files_with(run.workspace, salts)
    if found.others:
        raise errors.TextRemains("\n  ".join(found.others), count=len(found.others))
    if found.entries:
        reason = "a file could not be read or written"
        raise errors.RedactionWaits("\n  ".join(found.entries), reason=reason)
    if found.unread:
        streams.remark(
            f"resolve: note: {found.unread} file(s) of the workspace could not be read\n"
            "  look into them yourself: they may hold the text too"
        )
