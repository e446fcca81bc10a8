"""How a dispute is opened: the words, what is asked for, the entry, the pinned procedure."""

import secrets
from collections.abc import Callable, Iterable, Mapping

from resolutions_cli import errors
from resolutions_cli.context import asking, choosing, streams
from resolutions_cli.context.confirming import confirming
from resolutions_cli.context.reading import read_one
from resolutions_cli.context.recording import given, numbered, show_recorded, write_all, writing
from resolutions_cli.context.run import Run
from resolutions_cli.core.draft import Draft
from resolutions_cli.core.facts import Opened, Risk
from resolutions_cli.core.log import Log
from resolutions_cli.core.moves import known_code
from resolutions_cli.core.procedure import Procedure, Stage
from resolutions_cli.core.reference import (
    ALPHABET,
    RANDOM_CHARACTERS,
    new_reference,
    own_reference,
    same_in_any_case,
)
from resolutions_cli.core.taking_in import check_reached, doubts_about
from resolutions_cli.core.value import Value
from resolutions_cli.core.when import Moment
from resolutions_cli.files.listing import list_disputes
from resolutions_cli.files.procedures import (
    ProcedureFile,
    pin,
    procedure_named,
    procedures_in,
    shipped_procedures,
)


class Words(Value):
    """What was typed for a new dispute, agencies checked, everything else as it came."""

    procedure: str
    start: str
    at_stage: str
    children: tuple[str, ...]
    raised_by: tuple[str, ...]
    with_: tuple[str, ...]
    concerns: tuple[str, ...]
    about: str
    events: Mapping[str, str]
    more_events: tuple[str, ...]
    disputed_kind: str
    reached: tuple[str, ...]
    summary: str
    seeking: str
    risk_to_child: str
    positions: tuple[str, ...]
    reference: str
    follows: str


def open_dispute(run: Run, words: Words, *, immediate_risk: bool) -> int:
    """Ask for what is missing, record the opening, and say who does what by when."""
    file = _procedure_file(run, words.procedure)
    procedure = file.procedure
    stage = _stage(run, procedure, words)
    if not (run.is_interactive or immediate_risk or _say_anything(words)):
        raise errors.MissingOption(option="--raised", asks="when the disagreement was raised")
    _question_names(run, words.children)
    reached = _reached(run, procedure, stage, words)  # refused before anything is asked
    words = _complete(run, procedure, stage, words)
    draft = _draft(run, procedure, stage, words, reached)
    _question_dates(run, procedure, draft)
    drafts, texts = [draft], draft.texts
    if immediate_risk:
        drafts.append(_immediate_risk(run, words.risk_to_child))
    with confirming() as confirmation:
        with writing(run, texts):
            reference = _reference(run, words.reference)
            _pin(run, file)
            opened, *_ = write_all(run, Log(reference, ()), drafts, confirmation)
        return show_recorded(run, reference, opened)


def _say_anything(words: Words) -> bool:
    """Whether anything is said of the dispute itself: of an empty one nobody has a use."""
    return any(words.but(procedure="", start="").as_tuple())


def opening(run: Run, words: Words) -> tuple[ProcedureFile, Draft]:
    """The opening of a dispute of which all that is known was said: nothing is asked.

    Raises whatever is wrong with the words.
    """
    file = _procedure_file(run, words.procedure)
    procedure = file.procedure
    stage = _stage(run, procedure, words)
    words = _complete(run, procedure, stage, words)
    reached = _reached(run, procedure, stage, words)
    return file, _draft(run, procedure, stage, words, reached)


def _draft(
    run: Run, procedure: Procedure, stage: Stage, words: Words, reached: Mapping[str, Moment]
) -> Draft:
    facts = _facts(run, procedure, stage, words, reached)
    texts = {
        **numbered("child", words.children),
        **numbered("position", words.positions),
        **given(summary=words.summary, seeking=words.seeking, risk_to_child=words.risk_to_child),
    }
    return Draft(_opened_at(run, facts), facts, texts)


def _procedure_file(run: Run, typed: str) -> ProcedureFile:
    name = typed or run.here.procedure
    if not name:
        known = (*shipped_procedures(), *procedures_in(run.here.procedures))
        titles = {file.id: file.procedure.owner for file in known}
        name = choosing.one_of(
            run, "", "--procedure", "procedure", "whose procedure applies", titles
        )
    return procedure_named(name, run.here.procedures)


def _stage(run: Run, procedure: Procedure, words: Words) -> Stage:
    """Where the dispute starts, or where it is already. Raises UnknownStage, NotAStart."""
    typed = words.at_stage or words.start
    starts = {stage.id: stage.title for stage in procedure.starts}
    if not typed:
        if len(starts) == 1:
            return procedure.starts[0]
        typed = choosing.one_of(run, "", "--start", "stage", "where it arose", starts)
    if typed not in procedure.stages:
        raise errors.UnknownStage(allowed=", ".join(procedure.stages))
    if typed not in starts and not words.at_stage:
        raise errors.NotAStart(starts=", ".join(starts))
    return procedure.stages[typed]


def _complete(run: Run, procedure: Procedure, stage: Stage, words: Words) -> Words:
    """What was typed, checked; on a terminal what the record needs and lacks is asked for."""
    events = {**words.events, **_pairs(words.more_events, "--event", "NAME=WHEN")}
    for name in events:
        known_code("event", name, procedure.events)
    words = words.but(events=events, more_events=())
    if run.is_interactive:
        words = _asked_for(run, procedure, stage, words)
    ask = asking.optional_text
    return words.but(
        summary=ask(run, words.summary, "--summary", "what happened, in a few sentences"),
        seeking=ask(run, words.seeking, "--seeking", "what your agency seeks"),
        risk_to_child=asking.risk_to_child(run, words.risk_to_child),
    )


def _asked_for(run: Run, procedure: Procedure, stage: Stage, words: Words) -> Words:
    """The child's file, the dates, what it is about and between whom, as far as they lack."""
    children = words.children or _one(run, "the reference of the child's file, not the name", str)
    _question_names(run, () if words.children else children)
    events = dict(words.events)
    for name in (*procedure.asks, *stage.needs):
        if name not in events:
            asking.explain(f"{name}: {procedure.events[name].means}")
            if said := asking.ask_or_skip(run, asking.WHEN, _past(run)):
                events[name] = said
    kind, kinds = words.disputed_kind, _kinds(procedure)
    if "disputed" in events and kinds and not kind:
        kind = choosing.one_or_none(run, "kind", "which it was", dict.fromkeys(kinds, ""))
    concerns = choosing.some_of(
        run, words.concerns, "concern", "what it is about", procedure.concerns
    )
    return words.but(
        children=children,
        raised_by=words.raised_by or _agency(run, "which agency raises it"),
        with_=words.with_ or _agency(run, "which agency it is with"),
        events=events,
        disputed_kind=kind,
        concerns=concerns,
    )


def _past(run: Run) -> Callable[[str], str]:
    """Reads a WHEN of the past and gives it back as typed."""

    def read(typed: str) -> str:
        run.past(typed)
        return typed

    return read


def _kinds(procedure: Procedure) -> tuple[str, ...]:
    disputed = procedure.events.get("disputed")
    return disputed.kinds if disputed else ()


def _one(run: Run, asks: str, check: Callable[[str], object]) -> tuple[str, ...]:
    said = asking.answer(run, asks, check)
    return (said,) if said else ()


def _agency(run: Run, asks: str) -> tuple[str, ...]:
    return asking.agencies(run, _one(run, asks, lambda typed: asking.agencies(run, [typed])))


def _pairs(values: Iterable[str], option: str, form: str) -> dict[str, str]:
    """What stands for each key; raises GivenTwice for one that is there again."""
    pairs = [asking.pair(value, option, form) for value in values]
    found = dict(pairs)
    if len(found) < len(pairs):
        raise errors.GivenTwice(option=option)
    return found


def looks_like_name(child: str) -> bool:
    """Whether the reference of a child's file has not a single digit."""
    return not any(char.isdigit() for char in child)


def _question_names(run: Run, children: Iterable[str]) -> None:
    """A reference without a single digit looks like a name; say so without repeating it."""
    if any(map(looks_like_name, children)):
        streams.remark(
            "resolve: note: --child looks like a name; a reference of the child's file is safer\n"
            "  `resolve correct REF 1 --set child-1=REFERENCE` changes it,"
            " and the first text can be redacted"
        )
        if run.is_interactive and not asking.confirm(run, "Keep it as it is?"):
            raise KeyboardInterrupt


def _question_dates(run: Run, procedure: Procedure, draft: Draft) -> None:
    """Say which dates speak against each other: mostly one of them was mistyped."""
    assert isinstance(draft.facts, Opened)
    doubts = tuple(doubts_about(draft.facts, procedure))
    for doubt in doubts:
        streams.remark(
            f"resolve: note: {doubt}\n  check the dates; `resolve correct REF 1 --reason WHY`"
            " changes one, with\n  `--set reached.STAGE=WHEN` or `--set events.NAME=WHEN`"
        )
    if doubts and run.is_interactive and not asking.confirm(run, "Keep the dates as they are?"):
        raise KeyboardInterrupt


def _facts(
    run: Run, procedure: Procedure, stage: Stage, words: Words, reached: Mapping[str, Moment]
) -> Opened:
    events = {name: run.past(typed, _option(name)) for name, typed in words.events.items()}
    if words.disputed_kind:
        known_code("kind of disputed", words.disputed_kind, _kinds(procedure))
    if words.about:
        known_code("thing for --about", words.about, procedure.about)
    for concern in words.concerns:
        known_code("concern", concern, procedure.concerns)
    follows = ""
    if words.follows:
        follows = read_one(run, words.follows, Moment.of(run.now)).log.reference
    return Opened(
        procedure=procedure.id,
        version=procedure.version,
        digest=procedure.digest,
        stage=stage.id,
        reached=reached,
        raised_by=words.raised_by,
        with_=words.with_,
        concerns=words.concerns,
        about=words.about,
        events=events,
        event_kinds={"disputed": words.disputed_kind} if words.disputed_kind else {},
        follows=follows,
    )


def _reached(run: Run, procedure: Procedure, stage: Stage, words: Words) -> dict[str, Moment]:
    """When each stage was reached that was given. Raises ReachedBefore."""
    reached = {
        known_code("stage", name, procedure.stages): run.past(typed, f"--reached {name}")
        for name, typed in _pairs(words.reached, "--reached", "STAGE=WHEN").items()
    }
    check_reached(stage.id, reached)
    return reached


def _option(event: str) -> str:
    """The option that an event's date was typed with."""
    return f"--{event}" if event in ("raised", "disputed") else f"--event {event}"


def _opened_at(run: Run, facts: Opened) -> Moment:
    """--at, else the latest of what was given as past, else now. Raises AfterTheOpening."""
    past = (*facts.events.values(), *facts.reached.values())
    if not run.asked.at:
        return max(past, key=lambda moment: moment.starts, default=run.at)
    if any(moment.is_after(run.at) for moment in past):
        raise errors.AfterTheOpening
    return run.at


def _reference(run: Run, own: str) -> str:
    if own:
        return own_reference(own)
    year = Moment.of(run.now).day.year
    while True:
        numbers = [secrets.randbelow(len(ALPHABET)) for _ in range(RANDOM_CHARACTERS)]
        reference = new_reference(year, numbers)
        if not list_disputes(run.here, same_in_any_case(reference)).references:
            return reference


def _pin(run: Run, file: ProcedureFile) -> None:
    try:
        pin(run.here.procedures, file.raw)
    except OSError as fault:
        raise errors.NotRecorded(str(run.here.procedures), reason=fault.strerror) from None


def _immediate_risk(run: Run, risk_to_child: str) -> Draft:
    """Immediate risk, known when the dispute is opened: whoever must be told is told at once."""
    reason = risk_to_child or "Immediate risk, recorded at the opening."
    return Draft(run.at, Risk(on=run.at), {"reason": reason})
