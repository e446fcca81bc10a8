"""A dispute opened while a child is at immediate risk: recorded first, questions afterwards."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from resolutions_cli.app import streams
from resolutions_cli.app.opening.open import (
    completed,
    immediate_risk_now,
    procedure_file,
    start_stage,
    with_agencies,
    write_new,
)
from resolutions_cli.app.opening.questions import (
    Words,
    children_kept,
    dates_kept,
    drafts_of,
    reached_of,
    with_all_events,
)
from resolutions_cli.app.opening.risk_calls import (
    ask_who_was_told,
    remind_of_calls,
    ring_now,
    stopped,
    stops,
)
from resolutions_cli.app.questions.agencies import listed
from resolutions_cli.app.record import confirming, record_all, record_first, show_recorded
from resolutions_cli.app.run import Run
from resolutions_cli.core.entries.entry import Draft, Entry, named_by
from resolutions_cli.core.entries.facts import FIXED, Corrected, Recorded
from resolutions_cli.core.entries.sealed_codes import is_key, own_names
from resolutions_cli.core.procedure.model import Procedure, Stage
from resolutions_cli.core.record.agency_names import Agencies, separated

#: The names, in messages, of the answers besides dates, by the field of the words.
_FIELDS = {
    "children": "the child's file",
    "concerns": "what it is about",
    "raised_by": "who raises it",
    "with_": "who it is with",
    "summary": "what happened",
    "seeking": "what your agency seeks",
    "risk_to_child": "the risk of harm",
}

_REASON = "Asked after the immediate risk was recorded."


def open_at_risk(run: Run, words: Words) -> int:
    """Record the dispute and the risk with the known facts, then ask for the rest. Returns the
    exit code.

    An interruption of the questions loses no answer given before it; a message lists the missing
    answers.
    """
    ring_now()
    file = procedure_file(run, words.procedure)
    procedure = file.procedure
    stage = start_stage(run, procedure, words)
    reached = reached_of(run, procedure, stage, words)
    known = with_all_events(procedure, _certain(run, words))
    first = drafts_of(run, procedure, stage, known, reached, apart=True)
    risk = immediate_risk_now(run, words.risk_to_child)
    with confirming() as confirmation:
        reference, entries = write_new(run, file, [*first, risk], words.reference, confirmation)
        streams.remark(
            f"resolve: {reference} is recorded, with the immediate risk. The rest can wait:\n"
            "  Ctrl-C stops the questions and keeps what is recorded"
        )
    answers = _Answers(words.but(raised_by=known.raised_by, with_=known.with_, details=()))
    named = _named_in(entries[0])
    try:
        told = ask_who_was_told(run, reference)
        then = _ask_the_rest(run, procedure, stage, words, answers, known, named, reference)
    except stops():
        then = drafts_of(run, procedure, stage, answers.words, reached, apart=True, known=named)
        if learned := _learned(run, entries, first, then):
            record_first(run, reference, lambda _: learned, _texts(learned))
        recorded, lacking = answers.said(procedure, stage)
        opened = f"{reference} with its immediate risk"
        raise stopped(run, reference, len(entries), [opened, *recorded], lacking) from None
    if learned := _learned(run, entries, first, then):
        before = (*entries, *told)
        code = record_all(run, reference, lambda _: learned, _texts(learned), before=before)
    else:
        code = show_recorded(run, reference, *entries, *told)
    remind_of_calls(run, reference)
    return code


class _Answers:
    """The answers so far, at whichever question the person stops."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def keep(self, words: Words) -> None:
        """Take the words with one more answer in them."""
        self.words = words

    def said(self, procedure: Procedure, stage: Stage) -> tuple[list[str], list[str]]:
        """The names of the answers given and of those missing, without any of their text."""
        there: list[str] = []
        lacking: list[str] = []
        for field, name in _FIELDS.items():
            (there if getattr(self.words, field) else lacking).append(name)
        for event in (*procedure.asks, *stage.needs):
            (there if event in self.words.events else lacking).append(f"the date of {event}")
        return there, lacking


def _ask_the_rest(
    run: Run,
    procedure: Procedure,
    stage: Stage,
    words: Words,
    answers: _Answers,
    known: Words,
    named: Agencies,
    reference: str,
) -> list[Draft]:
    """The entries from all answers except who was told, each answer kept in `answers`.

    Dates that the person does not want to keep are asked for again; until then `answers` has
    only the dates `known` before. `named` are the agencies that the opening named first.
    """
    words = words.but(children=children_kept(run, words.children, reference))
    checked = with_agencies(run, words, known.agencies)
    words = completed(run, procedure, stage, checked, answers.keep)

    def unsure(words: Words) -> None:
        details = [each for each in words.details if each.partition(".")[0] in known.events]
        kind = words.disputed_kind if "disputed" in known.events else ""
        sure = {"events": known.events, "reached": known.reached, "disputed_kind": kind}
        answers.keep(words.but(details=tuple(details), **sure))

    drafting = partial(drafts_of, run, procedure, stage, apart=True, known=named)
    words, then = dates_kept(run, procedure, stage, words, drafting, unsure)
    answers.keep(words)
    return then


def _texts(drafts: list[Draft]) -> dict[str, str]:
    """All texts of the entries, to give back if they cannot be written."""
    return {key: text for draft in drafts for key, text in draft.texts.items()}


def _certain(run: Run, words: Words) -> Words:
    """The words without agencies that need a question first."""
    here = listed(run)

    def certain(names: tuple[str, ...]) -> tuple[str, ...]:
        parts = (separated(name, here.spellings) for name in names)
        one = (part[0] for part in parts if len(part) == 1)
        return tuple(dict.fromkeys(here.code_of(name) or name for name in one))

    # details of events may name agencies, so they wait until the agencies are clear
    return words.but(raised_by=certain(words.raised_by), with_=certain(words.with_), details=())


def _named_in(opening: Entry) -> Agencies:
    """The agencies that the opening named for the first time."""
    codes = own_names(opening.id, opening.texts)
    words = {code: said for key, code in codes.items() if (said := opening.texts[key])}
    return Agencies(tuple(words), words)


def _learned(
    run: Run, entries: list[Entry], before: list[Draft], after: list[Draft]
) -> list[Draft]:
    """The entries that bring the record up to date: corrections of the opening and of its
    events, and events that were not known."""
    events = {_event(draft): (entry, draft) for entry, draft in zip(entries, before, strict=False)}
    drafts = []
    for draft in after:
        if _event(draft) not in events:
            drafts.append(draft)
            continue
        entry, was = events[_event(draft)]
        old = named_by(was, entries[0])
        settings, texts = _changed(old, draft), _changed_texts(old, draft)
        if settings or texts:
            facts = Corrected(entry=entry.id, set=settings)
            drafts.append(Draft(run.at, facts, {"reason": _REASON, **texts}))
    return drafts


def _event(draft: Draft) -> str:
    """The event that an entry records; empty for the opening."""
    return draft.facts.event if isinstance(draft.facts, Recorded) else ""


def _changed_texts(old: Draft, new: Draft) -> dict[str, str]:
    # agencies that are new to the dispute are new in the correction too
    named = {key: text for key, text in new.texts.items() if is_key(key)}
    others = {key: text for key, text in new.texts.items() if key not in named}
    changed = {f"set-{key}": said for key, said in others.items() if old.texts.get(key) != said}
    return {**changed, **named}


def _changed(old: Draft, new: Draft) -> Mapping[str, Any]:
    """The changed facts of an entry, as a correction sets them."""
    found: dict[str, Any] = {} if old.at == new.at else {"at": new.at}
    for fact in new.facts.FACTS:
        was, now = getattr(old.facts, fact.name), getattr(new.facts, fact.name)
        if fact.key in FIXED or was == now:
            continue
        if isinstance(now, Mapping):
            changed = {name: value for name, value in now.items() if was.get(name) != value}
            found |= {f"{fact.key}.{name}": value for name, value in changed.items()}
        else:
            found[fact.key] = now
    return found
