"""Answers of an opening that are in doubt: confirmed with the user, or asked for again."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.keyboard.sitting import complain_at_question
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.agencies import NO_AGENCIES, listed
from resolutions_cli.app.questions.asked_dates import WHEN, date_or_skip
from resolutions_cli.app.read import read_one
from resolutions_cli.app.record import given, numbered
from resolutions_cli.app.run import Run
from resolutions_cli.core.entries.entry import Draft
from resolutions_cli.core.entries.facts import Opened, Recorded
from resolutions_cli.core.procedure.model import Procedure, Stage
from resolutions_cli.core.record.agency_names import Agencies, sealed_names
from resolutions_cli.core.record.details import read_details
from resolutions_cli.core.record.misfit import check_reached, doubts_about
from resolutions_cli.core.record.moves import code_in_any_case, known_code
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.time.typed import written
from resolutions_cli.core.value import Value

# ------------------------------------------------------------------ the typed words


_DETAIL = "EVENT.NAME=VALUE"


class Words(Value):
    """The words typed for a new dispute, unchanged except agencies: these were checked and are
    codes, or names if they are new.

    `details` belong to its events, "EVENT.NAME=VALUE" each.
    """

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
    details: tuple[str, ...] = ()

    @property
    def agencies(self) -> tuple[str, ...]:
        """The agencies that raise it and those that it is with, each once."""
        return tuple(dict.fromkeys((*self.raised_by, *self.with_)))


def with_all_events(procedure: Procedure, words: Words) -> Words:
    """The words with every event among `events`, and each code as the procedure writes it.

    Raises UnknownCode, GivenTwice, BadPair.
    """
    more = _pairs(words.more_events, "--event", "NAME=WHEN")
    events = {**words.events}
    for name, typed in more.items():
        events[code_in_any_case("event", name, procedure.events)] = typed
    for name in words.events:
        known_code("event", name, procedure.events)
    if len(events) < len({*words.events, *more}):
        raise errors.GivenTwice(option="--event")
    return _with_codes(procedure, words.but(events=events, more_events=()))


def _with_codes(procedure: Procedure, words: Words) -> Words:
    """The words with each code as the procedure writes it, in whatever case it was typed.

    Raises UnknownCode.
    """
    kind = words.disputed_kind
    if kind:
        kind = code_in_any_case("kind of disputed", kind, kinds_of_disputed(procedure))
    about = words.about
    if about:
        about = code_in_any_case("thing for --about", about, procedure.about)
    concerns = [code_in_any_case("concern", each, procedure.concerns) for each in words.concerns]
    return words.but(concerns=tuple(dict.fromkeys(concerns)), disputed_kind=kind, about=about)


def details_of(words: Words, event: str) -> list[tuple[str, str]]:
    """The typed details of one event, (name, value) each. Raises BadPair."""
    found = []
    for typed in words.details:
        key, value = ask.pair(typed, "--event-detail", _DETAIL)
        name, dot, detail = key.partition(".")
        if not dot or not detail.strip():
            raise errors.BadPair(option="--event-detail", form=_DETAIL)
        known = code_in_any_case("event given here with --event", name, words.events)
        if known == event:
            found.append((detail.strip(), value))
    return found


def drafts_of(
    run: Run,
    procedure: Procedure,
    stage: Stage,
    words: Words,
    reached: Mapping[str, Moment],
    *,
    apart: bool = False,
    known: Agencies = NO_AGENCIES,
) -> list[Draft]:
    """The opening, and a separate entry for each event with details: only an entry of its own can
    hold them. With `apart`, also for each event that can still get details. Agencies that are
    not `known` and not listed are new.

    Raises the error of any word that is wrong.
    """
    known = known.with_more(listed(run))
    sealed = sealed_names(words.agencies, known)
    named = Agencies(sealed.of(words.agencies), {**known.words, **sealed.texts})
    first = draft_of(run, procedure, stage, words, reached, known)
    facts = first.facts
    assert isinstance(facts, Opened)
    details_of(words, "")
    own = [
        name
        for name in facts.events
        if details_of(words, name) or (apart and procedure.events[name].details)
    ]
    shared = {name: on for name, on in facts.events.items() if name not in own}
    drafts = [first.but(facts=facts.but(events=shared))]
    for name in own:
        on, event = facts.events[name], procedure.events[name]
        typed = details_of(words, name)
        details = read_details(event, typed, named, "--event-detail")
        when = run.at if run.asked.at else on
        drafts.append(
            Draft(when, Recorded(event=name, on=on, details=details.facts), details.texts)
        )
    return drafts


def draft_of(
    run: Run,
    procedure: Procedure,
    stage: Stage,
    words: Words,
    reached: Mapping[str, Moment],
    known: Agencies,
) -> Draft:
    """The opening with every event in it, and the names of agencies not `known` as texts."""
    sealed = sealed_names(words.agencies, known)
    facts = _facts(run, procedure, stage, words, reached).but(
        raised_by=sealed.of(words.raised_by), with_=sealed.of(words.with_)
    )
    texts = {
        **sealed.texts,
        **numbered("child", words.children),
        **numbered("position", words.positions),
        **given(summary=words.summary, seeking=words.seeking, risk_to_child=words.risk_to_child),
    }
    return Draft(_opened_at(run, facts), facts, texts)


def kinds_of_disputed(procedure: Procedure) -> tuple[str, ...]:
    """The kinds of a disputed matter; none if the procedure has none."""
    disputed = procedure.events.get("disputed")
    return disputed.kinds if disputed else ()


def _facts(
    run: Run, procedure: Procedure, stage: Stage, words: Words, reached: Mapping[str, Moment]
) -> Opened:
    events = {name: run.past(typed, option_of(name)) for name, typed in words.events.items()}
    if words.disputed_kind:
        known_code("kind of disputed", words.disputed_kind, kinds_of_disputed(procedure))
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
        concerns=words.concerns,
        about=words.about,
        events=events,
        event_kinds={"disputed": words.disputed_kind} if words.disputed_kind else {},
        follows=follows,
    )


def reached_of(run: Run, procedure: Procedure, stage: Stage, words: Words) -> dict[str, Moment]:
    """When each given stage was reached. Raises ReachedBefore, BadPair."""
    reached = {
        code_in_any_case("stage", name, procedure.stages): run.past(typed, f"--reached {name}")
        for name, typed in reached_typed(words).items()
    }
    check_reached(stage.id, reached)
    return reached


def reached_typed(words: Words) -> dict[str, str]:
    """When each stage was reached, as typed. Raises BadPair, GivenTwice."""
    return _pairs(words.reached, "--reached", "STAGE=WHEN")


def option_of(event: str) -> str:
    """The option that gave an event's date."""
    return f"--{event}" if event in ("raised", "disputed") else f"--event {event}"


def _opened_at(run: Run, facts: Opened) -> Moment:
    """--at, else the latest of the given past dates, else now. Raises AfterTheOpening."""
    past = (*facts.events.values(), *facts.reached.values())
    if not run.asked.at:
        return max(past, key=lambda moment: moment.starts, default=run.at)
    for moment in past:
        not_after_opening(moment, run.at)
    return run.at


def not_after_opening(on: Moment, opened: Moment) -> None:
    """Raise AfterTheOpening for an event that was after the opening."""
    if on.is_after(opened):
        raise errors.AfterTheOpening


def _pairs(values: Iterable[str], option: str, form: str) -> dict[str, str]:
    """The value of each key; raises GivenTwice for a key that comes twice."""
    pairs = [ask.pair(value, option, form) for value in values]
    found = dict(pairs)
    if len(found) < len(pairs):
        raise errors.GivenTwice(option=option)
    return found


# ------------------------------------------------------------------ confirmed or asked again


#: The question for the child's file.
CHILD = "the reference of the child's file, not the name"

#: Makes the entries from the words and from when each stage was reached.
Drafting = Callable[[Words, Mapping[str, Moment]], list[Draft]]


def looks_like_name(child: str) -> bool:
    """Whether the reference of a child's file has no digit."""
    return not any(char.isdigit() for char in child)


def children_kept(
    run: Run, children: Sequence[str], reference: str = "", *, said: str = "--child"
) -> tuple[str, ...]:
    """The references of the children's files. One without a digit looks like a name: a note says
    so without repeating it, and on a terminal the user can keep it or type another. `said` is
    what gave them."""
    if not any(map(looks_like_name, children)):
        return tuple(children)
    _say_looks_like_name(said, reference)
    if not run.is_interactive:
        return tuple(children)
    kept = [_child_kept(run, child) if looks_like_name(child) else child for child in children]
    return tuple(child for child in kept if child)


def _say_looks_like_name(said: str, reference: str) -> None:
    streams.remark(
        f"resolve: note: {said} looks like a name; a reference of the child's file is safer\n"
        f"  `resolve correct {reference or 'REF'} 1 --set child-1=REFERENCE` changes it,"
        " and the first text can be redacted"
    )


def _child_kept(run: Run, child: str) -> str:
    """The reference that the user keeps; empty if left out."""
    while looks_like_name(child) and not ask.confirm(run, "Keep it as it is?"):
        if not (child := ask.answer(run, CHILD, str)):
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
    """The words and their entries, once the dates are free of doubt or the user keeps them.

    Asks again for dates that are not kept, after passing the words with them to `unsure`.
    Raises the error of any word that is wrong.
    """
    drafts = drafting(words, reached_of(run, procedure, stage, words))
    while not _are_kept(run, procedure, drafts[0], words.reference):
        unsure(words)
        words, drafts = _again(run, procedure, stage, words, drafting)
    return words, drafts


def _are_kept(run: Run, procedure: Procedure, draft: Draft, reference: str) -> bool:
    """Whether the dates are kept, after a note on dates that contradict each other: one of them
    may be mistyped."""
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
    return ask.confirm(run, "Keep the dates as they are?")


def _again(
    run: Run, procedure: Procedure, stage: Stage, words: Words, drafting: Drafting
) -> tuple[Words, list[Draft]]:
    """The words with their dates asked for again, until they are accepted."""
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
            complain_at_question(refusal)


def _date_again(run: Run, name: str, known: Moment, typed: str) -> str:
    said = date_or_skip(run, f"{name}: {WHEN} (Enter keeps {written(known)})")
    return said.local.isoformat() if said else typed
