"""Opening a dispute: the questions, the entries, the pinned procedure."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from resolutions_cli import errors
from resolutions_cli.app.keyboard.look_over import look_over
from resolutions_cli.app.opening.questions import (
    CHILD,
    Words,
    children_kept,
    dates_kept,
    details_of,
    draft_of,
    drafts_of,
    kinds_of_disputed,
    not_after_opening,
    reached_of,
    with_all_events,
)
from resolutions_cli.app.preview import due_with
from resolutions_cli.app.questions import ask as asking
from resolutions_cli.app.questions import choose as choosing
from resolutions_cli.app.questions.agencies import (
    agencies,
    agencies_one_a_line,
    listed,
    views_asked,
)
from resolutions_cli.app.questions.asked_dates import WHEN, asked_for, date_or_skip
from resolutions_cli.app.questions.lines import one_a_line
from resolutions_cli.app.record import Confirmation, confirming, show_recorded, write_all, writing
from resolutions_cli.app.run import Run
from resolutions_cli.core.deadlines.summary import SummaryAsOf
from resolutions_cli.core.entries.entry import Draft, Entry
from resolutions_cli.core.entries.facts import Risk
from resolutions_cli.core.entries.reference import (
    ALPHABET,
    RANDOM_CHARACTERS,
    TWIN,
    new_reference,
    own_reference,
    same_in_any_case,
)
from resolutions_cli.core.entries.sealed_codes import is_sealed
from resolutions_cli.core.procedure.model import Procedure, Stage
from resolutions_cli.core.record.agencies import words_of
from resolutions_cli.core.record.agency_names import Agencies, sealed_names
from resolutions_cli.core.record.log import Log
from resolutions_cli.core.record.moves import known_stage, stage_in_any_case
from resolutions_cli.core.text import is_placeholder
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.files.record.log import read_logs
from resolutions_cli.files.workspace.folders import list_disputes
from resolutions_cli.files.workspace.procedures import (
    ProcedureFile,
    own_procedures_in,
    pin,
    procedure_named,
    shipped_procedures,
)


def open_dispute(run: Run, words: Words, *, immediate_risk: bool) -> int:
    """Ask for missing facts, record the opening, and show who does what by when. Returns the exit
    code.

    On a terminal, `open_at_risk` handles an immediate risk and records it before it asks.
    """
    file = procedure_file(run, words.procedure)
    procedure = file.procedure
    stage = start_stage(run, procedure, words)
    if not (run.is_interactive or immediate_risk or _say_anything(words)):
        raise errors.MissingOption(option="--raised", asks="when the disagreement was raised")
    words = with_agencies(run, words)
    words = words.but(children=children_kept(run, words.children, words.reference))
    reached_of(run, procedure, stage, words)  # refused before any question
    words = completed(run, procedure, stage, words)
    drafting = partial(drafts_of, run, procedure, stage)
    words, drafts = dates_kept(run, procedure, stage, words, drafting)
    if immediate_risk:
        drafts.append(immediate_risk_now(run, words.risk_to_child))
    if run.is_interactive:
        look_over(lambda: due_with(run, Log(words.reference or "NEW", ()), drafts))
    with confirming() as confirmation:
        reference, entries = write_new(run, file, drafts, words.reference, confirmation)
        return show_recorded(run, reference, *entries)


def write_new(
    run: Run,
    file: ProcedureFile,
    drafts: Sequence[Draft],
    own: str,
    confirmation: Confirmation,
) -> tuple[str, list[Entry]]:
    """The reference and the first entries of a dispute after writing them and pinning its
    procedure."""
    texts = drafts[0].texts
    with writing(run, texts):
        reference = _reference(run, own)
        _pin(run, file)
        return reference, write_all(run, Log(reference, ()), drafts, confirmation)


def _say_anything(words: Words) -> bool:
    """Whether the words say anything about the dispute itself: an empty one would be useless."""
    return any(words.but(procedure="", start="").as_tuple())


def opening(run: Run, words: Words, file: ProcedureFile) -> tuple[ProcedureFile, Draft]:
    """The opening of a dispute from the words alone, and the file of its procedure. It asks no
    questions.

    Raises the error of any word that is wrong.
    """
    procedure = file.procedure
    stage = start_stage(run, procedure, words)
    words = completed(run, procedure, stage, words)
    reached = reached_of(run, procedure, stage, words)
    return file, draft_of(run, procedure, stage, words, reached, listed(run))


def procedure_file(run: Run, typed: str) -> ProcedureFile:
    """The named procedure, else the workspace's default, else the one that the user chooses."""
    name = typed or run.workspace.procedure
    if not name:
        known = known_procedures(run.workspace.procedures)
        titles = {file.id: file.procedure.owner for file in known}
        name = choosing.one_of(
            run, "", "--procedure", "procedure", "whose procedure applies", titles
        )
    file = procedure_named(name, run.workspace.procedures)
    run.nation = file.procedure.nation
    return file


def known_procedures(folder: Path | None) -> tuple[ProcedureFile, ...]:
    """The procedures that the user chooses from."""
    return (*shipped_procedures(), *own_procedures_in(folder))


def start_stage(run: Run, procedure: Procedure, words: Words) -> Stage:
    """The stage at which the dispute starts, or already is.

    Raises StartAndStage, UnknownStage, NotAStart.
    """
    if words.at_stage and words.start:
        raise errors.StartAndStage
    typed = stage_in_any_case(words.at_stage or words.start, procedure)
    starts = {stage.id: stage.title for stage in procedure.starts}
    if not typed:
        if len(starts) == 1:
            return procedure.starts[0]
        typed = choosing.one_of(run, "", "--start", "stage", "where it arose", starts)
    known_stage(procedure, typed)
    if typed not in starts and not words.at_stage:
        raise errors.NotAStart(starts=", ".join(starts))
    return procedure.stages[typed]


def completed(
    run: Run,
    procedure: Procedure,
    stage: Stage,
    words: Words,
    keep: Callable[[Words], object] = lambda _: None,
) -> Words:
    """The typed words, checked; on a terminal, asks for facts that the record needs and lacks.

    After each answer `keep` gets the words so far, for a caller that records them if the person
    stops at a later question.
    """
    words = with_all_events(procedure, words)
    keep(words)
    if run.is_interactive:
        words = _asked_for(run, procedure, stage, words, keep)
    ask = asking.optional_text
    said = ask(run, words.summary, "--summary", "what happened, in a few sentences")
    keep(words := words.but(summary=said))
    said = ask(run, words.seeking, "--seeking", "what your agency seeks")
    keep(words := words.but(seeking=said))
    keep(words := words.but(risk_to_child=asking.risk_to_child(run, words.risk_to_child)))
    return _added(run, procedure, words, keep) if run.is_interactive else words


def _added(run: Run, procedure: Procedure, words: Words, keep: Callable[[Words], object]) -> Words:
    """The words with what few disputes need, asked for where somebody chooses it."""
    kinds = kinds_of_disputed(procedure)
    more = {}
    if procedure.about and not words.about:
        more["about"] = f"what it is about: {', '.join(procedure.about.values())}"
    if kinds and "disputed" in words.events and not words.disputed_kind:
        more["kind"] = f"what is disputed: {', '.join(kinds)}"
    if not words.positions:
        more["view"] = "an agency's view in its own words"
    for code in choosing.anything_to_add(run, more):
        match code:
            case "about":
                about = choosing.one_or_none(run, "matter", "what is it about?", procedure.about)
                words = words.but(about=about)
            case "kind":
                named = dict.fromkeys(kinds, "")
                words = words.but(
                    disputed_kind=choosing.one_or_none(run, "kind", "what is disputed?", named)
                )
            case _:  # the view, the last of `more`
                said = [listed(run).says(code) for code in words.agencies]
                words = words.but(positions=views_asked(run, said))
        keep(words)
    return words


def _asked_for(
    run: Run,
    procedure: Procedure,
    stage: Stage,
    words: Words,
    keep: Callable[[Words], object],
) -> Words:
    """The words with the child's file, the dates, the concerns and the agencies asked for."""
    children: list[str] = []
    for child in one_a_line(run, CHILD, _file_read) if not words.children else ():
        kept = children_kept(run, (child,), words.reference, said="your answer") if child else ()
        children.extend(kept)
        keep(words := words.but(children=tuple(children)))
    for name in to_be_asked_for(procedure, stage):
        if name not in words.events:
            asking.explain(f"{name}: {procedure.events[name].means}")
            asks = f"{name}: {WHEN} (Enter to skip)"
            if said := date_or_skip(run, asks, check=partial(_was_by, run)):
                events = {**words.events, name: said.local.isoformat()}
                keep(words := words.but(events=events))
    if not words.concerns:
        asked = ("concern", "what is it about?", procedure.concerns)
        for concern in choosing.chosen_one_a_line(run, *asked):
            keep(words := words.but(concerns=(*words.concerns, concern)))
    keep(words := _parties(run, words, keep))
    for detail in _details(run, procedure, words):
        keep(words := words.but(details=(*words.details, detail)))
    return words


def to_be_asked_for(procedure: Procedure, stage: Stage) -> tuple[str, ...]:
    """The events whose dates are asked for when a dispute starts in a stage."""
    return (*procedure.asks, *stage.needs)


def _was_by(run: Run, on: Moment) -> None:
    """Raise InTheFuture, and AfterTheOpening for a date after the one of --at."""
    run.not_to_come(on)
    if run.asked.at:
        not_after_opening(on, run.at)


def _parties(run: Run, words: Words, keep: Callable[[Words], object]) -> Words:
    """The words with both sides' agencies, asked for if they are missing."""
    known = () if words.raised_by and words.with_ else _known_agencies(run)
    if not words.raised_by:
        like = _unlisted(run, (*known, *words.with_))
        asked = "which agency raises it", "--raised-by"
        for names in agencies_one_a_line(run, *asked, like=like, but=words.with_):
            keep(words := words.but(raised_by=names))
    if not words.with_:
        like = _unlisted(run, (*known, *words.raised_by))
        asked = "which agency it is with", "--with"
        for names in agencies_one_a_line(run, *asked, like=like, but=words.raised_by):
            keep(words := words.but(with_=names))
    return words


def _unlisted(run: Run, names: Sequence[str]) -> tuple[str, ...]:
    """The names but those of the settings, which are offered anyway."""
    return tuple(name for name in names if listed(run).code_of(name) is None)


def _file_read(typed: str) -> str:
    """The reference of a child's file as it was typed; empty for a dash or the like.

    Raises OneALine.
    """
    if "," in typed or ";" in typed:
        raise errors.OneALine
    return "" if is_placeholder(typed) else typed


def _details(run: Run, procedure: Procedure, words: Words) -> Iterator[str]:
    """The details that the given events need besides their date, each asked for."""
    for name in words.events:
        event = procedure.events[name]
        typed = details_of(words, name)
        sealed = sealed_names(words.agencies, listed(run))
        said = {**run.workspace.agencies, **sealed.texts}
        named = Agencies(sealed.of(words.agencies), said)
        found = asked_for(run, event, typed, named, tuple(event.details))
        yield from (f"{name}.{detail}={value}" for detail, value in found[len(typed) :])


def with_agencies(run: Run, words: Words, sure: Sequence[str] = ()) -> Words:
    """The words with the agencies from options checked, one for each value: by code if they are
    listed, else by name. Names that are `sure` are not asked about again."""
    like = (*sure, *_known_agencies(run)) if words.agencies else ()
    raised_by = agencies(run, words.raised_by, "--raised-by", like=like)
    with_ = agencies(run, words.with_, "--with", like=(*like, *raised_by))
    return words.but(raised_by=raised_by, with_=with_)


def _known_agencies(run: Run) -> tuple[str, ...]:
    """The agencies that older disputes here name, so that a question can offer them."""
    if not run.is_interactive:
        return ()
    from resolutions_cli.app.board import read_board

    found = read_board(run)
    named = [name for each in found.disputes for name in each.summary.named]
    every = dict.fromkeys((*named, *sorted(found.named)))
    in_words = [name for name in every if not is_sealed(name)]
    return tuple(dict.fromkeys((*in_words, *_sealed_lately(run, found.disputes))))


#: How many of the disputes recorded in last are read for the agencies that they alone name.
_LATELY = 40


def _sealed_lately(run: Run, disputes: Sequence[SummaryAsOf]) -> Iterator[str]:
    """The names of agencies that only the texts of a dispute hold, of those recorded in last."""
    sealed = [each.summary for each in disputes if any(map(is_sealed, each.summary.named))]
    sealed.sort(key=lambda each: each.last_recorded, reverse=True)
    for each in sealed[:_LATELY]:
        for log in read_logs(run.workspace.disputes / each.reference.partition(TWIN)[0]):
            yield from words_of(log).values()


def _reference(run: Run, own: str) -> str:
    if own:
        return own_reference(own)
    year = Moment.of(run.now).day.year
    while True:
        numbers = [secrets.randbelow(len(ALPHABET)) for _ in range(RANDOM_CHARACTERS)]
        reference = new_reference(year, numbers)
        if not list_disputes(run.workspace, same_in_any_case(reference)).references:
            return reference


def _pin(run: Run, file: ProcedureFile) -> None:
    try:
        pin(run.workspace.procedures, file.raw)
    except OSError as fault:
        raise errors.NotRecorded(str(run.workspace.procedures), reason=fault.strerror) from None


def immediate_risk_now(run: Run, risk_to_child: str) -> Draft:
    """Immediate risk known at the opening: the people to tell must be told at once."""
    reason = risk_to_child or "Immediate risk, recorded at the opening."
    return Draft(run.at, Risk(on=run.at), {"reason": reason})
