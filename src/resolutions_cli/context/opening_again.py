"""Answers of an opening that are in doubt: asked about, and asked for again where not kept."""

from collections.abc import Callable, Mapping, Sequence

from resolutions_cli import errors
from resolutions_cli.context import asking, streams
from resolutions_cli.context.asked_dates import WHEN, date_or_skip
from resolutions_cli.context.opening_words import Words, option_of, reached_of, reached_typed
from resolutions_cli.context.run import Run
from resolutions_cli.core.draft import Draft
from resolutions_cli.core.facts import Opened
from resolutions_cli.core.procedure import Procedure, Stage
from resolutions_cli.core.taking_in import doubts_about
from resolutions_cli.core.when import Moment
from resolutions_cli.core.written_when import written

#: What is asked for where the child's file is not said.
CHILD = "the reference of the child's file, not the name"

#: Makes the entries of the words, with when each stage was reached.
Drafting = Callable[[Words, Mapping[str, Moment]], list[Draft]]


def looks_like_name(child: str) -> bool:
    """Whether the reference of a child's file has not a single digit."""
    return not any(char.isdigit() for char in child)


def children_kept(run: Run, children: Sequence[str], reference: str = "") -> tuple[str, ...]:
    """The references of the children's files. One without a digit looks like a name: that is said
    without repeating it, and on a terminal another is asked for unless somebody keeps it."""
    if not any(map(looks_like_name, children)):
        return tuple(children)
    _say_looks_like_name(reference)
    if not run.is_interactive:
        return tuple(children)
    kept = [_child_kept(run, child) if looks_like_name(child) else child for child in children]
    return tuple(child for child in kept if child)


def _say_looks_like_name(reference: str) -> None:
    streams.remark(
        "resolve: note: --child looks like a name; a reference of the child's file is safer\n"
        f"  `resolve correct {reference or 'REF'} 1 --set child-1=REFERENCE` changes it,"
        " and the first text can be redacted"
    )


def _child_kept(run: Run, child: str) -> str:
    """The reference that somebody keeps; empty where it is left out."""
    while looks_like_name(child) and not asking.confirm(run, "Keep it as it is?"):
        if not (child := asking.answer(run, CHILD, str)):
            break
    return child


def dates_kept(
    run: Run,
    procedure: Procedure,
    stage: Stage,
    words: Words,
    drafting: Drafting,
    unsure: Callable[[Words], object] = lambda _: None,
) -> tuple[Words, list[Draft]]:
    """The words and their entries, once nobody doubts the dates or somebody keeps them.

    Dates that are not kept are asked for again, after `unsure` got the words that have them.
    Raises whatever is wrong with the words.
    """
    drafts = drafting(words, reached_of(run, procedure, stage, words))
    while not _are_kept(run, procedure, drafts[0], words.reference):
        unsure(words)
        words, drafts = _again(run, procedure, stage, words, drafting)
    return words, drafts


def _are_kept(run: Run, procedure: Procedure, draft: Draft, reference: str) -> bool:
    """Say which dates speak against each other: mostly one of them was mistyped."""
    assert isinstance(draft.facts, Opened)
    doubts = tuple(doubts_about(draft.facts, procedure))
    for doubt in doubts:
        streams.remark(
            f"resolve: note: {doubt}\n  check the dates; `resolve correct {reference or 'REF'} 1"
            " --reason WHY` changes one, with\n"
            "  `--set reached.STAGE=WHEN` or `--set events.NAME=WHEN`"
        )
    if not doubts or not run.is_interactive:
        return True
    return asking.confirm(run, "Keep the dates as they are?")


def _again(
    run: Run, procedure: Procedure, stage: Stage, words: Words, drafting: Drafting
) -> tuple[Words, list[Draft]]:
    """The words with their dates asked for again, until they can be."""
    while True:
        events = {
            name: _date_again(run, name, run.past(typed, option_of(name)), typed)
            for name, typed in words.events.items()
        }
        reached = {
            name: _date_again(run, f"stage {name} reached", run.past(typed), typed)
            for name, typed in reached_typed(words).items()
        }
        pairs = tuple(f"{name}={typed}" for name, typed in reached.items())
        words = words.but(events=events, reached=pairs)
        try:
            return words, drafting(words, reached_of(run, procedure, stage, words))
        except errors.ResolveError as refusal:
            streams.complain(refusal)


def _date_again(run: Run, name: str, known: Moment, typed: str) -> str:
    said = date_or_skip(run, f"{name}: {WHEN} (Enter keeps {written(known)})")
    return said.local.isoformat() if said else typed
