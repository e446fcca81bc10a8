"""A command with questions for a person, and the draft of answers that it does not record."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.keyboard.editor import Stopped, discard_waiting, read_answer, stop_reading
from resolutions_cli.app.keyboard.sitting import AgainFromTheStart, begin, begin_to_record, current
from resolutions_cli.files.disk import clock
from resolutions_cli.files.workspace.drafts import Answered, Unrecorded, drafts_in, keep, remove
from resolutions_cli.files.workspace.settings import Workspace
from resolutions_cli.files.workspace.settings import find as find_workspace


def sit(context: Any, words: Sequence[str], invoke: Callable[[Any], Any]) -> Any:
    """Run a command with questions for a person. Answers that are not recorded are kept as a
    draft; an earlier draft of the same command is offered first."""
    begin()
    with _hang_up_stops():
        draft = _draft_to_go_on_with(context)
        if draft:
            words = draft.words
            context = context.command.make_context(
                context.info_name, list(words), parent=context.parent
            )
            current().know(draft.answers, draft.unfinished)
        try:
            result = _until_done(context, invoke)
            begin_to_record()  # of a command that was not looked over
        except (Stopped, KeyboardInterrupt, EOFError, errors.ResolveError, OSError):
            _keep(context, words, draft)
            raise
        finally:
            streams.release_remarks()
            discard_waiting()
        if draft:
            _forget(context, draft)
        return result


def _until_done(context: Any, invoke: Callable[[Any], Any]) -> Any:
    while True:
        try:
            return invoke(context)
        except AgainFromTheStart:
            continue


def _draft_to_go_on_with(context: Any) -> Unrecorded | None:
    """A draft of the same command in the same dispute, if somebody wants to go on with it."""
    place = _workspace(context)
    if place is None:
        return None
    reference = context.params.get("reference")
    for draft in drafts_in(place.folder, clock.real_now()):
        if draft.command != context.info_name or (reference and draft.reference != reference):
            continue
        answers = "1 answer" if draft.count == 1 else f"{draft.count} answers"
        streams.remark(
            f"You stopped in the middle of this on {draft.at.astimezone():%d %b at %H:%M},"
            f" with {answers}."
        )
        said = read_answer("Go on with it? [Y/n]").strip().lower()
        return draft if said in ("", "y", "yes") else None
    return None


def _keep(context: Any, words: Sequence[str], replaces: Unrecorded | None) -> None:
    """Keep a draft of the answers; if they are recorded, remove the one that they came from."""
    if streams.has_recorded():
        if replaces:
            _forget(context, replaces)
        return
    answers = (*current().answers, *current().ahead)
    typed = [each.typed for each in answers if not each.inner]
    records = "by" in context.params
    if not records or not (any(typed) or current().unfinished):
        return
    place = _workspace(context)
    if place is None:
        return
    draft = Unrecorded(
        command=context.info_name,
        words=tuple(words),
        at=clock.real_now(),
        answers=tuple(Answered(each.question, each.typed, each.inner) for each in answers),
        unfinished=current().unfinished,
    )
    try:
        keep(place.folder, draft)
        if replaces:
            remove(place.folder, replaces.name)
    except OSError as fault:
        streams.remark(
            f"resolve: warning: what you typed could not be kept: {streams.reason_of(fault)}"
        )
        return
    streams.remark(
        "Your answers are kept for 14 days. Type the same command to go on with them;"
        " `resolve drafts` lists them."
    )


def _forget(context: Any, draft: Unrecorded) -> None:
    place = _workspace(context)
    if place is not None:
        remove(place.folder, draft.name)


def _workspace(context: Any) -> Workspace | None:
    given = context.params.get("workspace")
    try:
        return find_workspace(Path(given) if given else None, os.environ, Path.cwd())
    except (errors.ResolveError, OSError):
        return None


@contextmanager
def _hang_up_stops() -> Iterator[None]:
    """A terminal that is closed, or a plain `kill`, ends the command as Ctrl-C does, so that its
    draft is kept. Whoever ends it may send several signals: after the first, no other counts."""
    ends = [getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
    stopped = False

    def stop(*_: object) -> None:
        nonlocal stopped
        stopped = True
        for number in (*ends, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        stop_reading()

    before = [(number, signal.signal(number, stop)) for number in ends]
    try:
        yield
    finally:
        if not stopped:
            for number, handler in before:
                signal.signal(number, handler)
