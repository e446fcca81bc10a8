"""What was typed for a new dispute, and the entries that it makes."""

from collections.abc import Iterable, Mapping

from resolutions_cli import errors
from resolutions_cli.context import asking
from resolutions_cli.context.agencies import NO_AGENCIES, listed
from resolutions_cli.context.reading import read_one
from resolutions_cli.context.recording import given, numbered
from resolutions_cli.context.run import Run
from resolutions_cli.core.agency_names import Agencies, sealed_names
from resolutions_cli.core.details import read_details
from resolutions_cli.core.draft import Draft
from resolutions_cli.core.facts import Opened, Recorded
from resolutions_cli.core.moves import known_code
from resolutions_cli.core.procedure import Procedure, Stage
from resolutions_cli.core.taking_in import check_reached
from resolutions_cli.core.value import Value
from resolutions_cli.core.when import Moment

_DETAIL = "EVENT.NAME=VALUE"


class Words(Value):
    """What was typed for a new dispute, everything as it came; agencies were checked, and are
    codes, or names where they are new.

    `details` are of its events, "EVENT.NAME=VALUE" each.
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
        """Whoever raises it and whoever it is with."""
        return tuple(dict.fromkeys((*self.raised_by, *self.with_)))


def with_all_events(procedure: Procedure, words: Words) -> Words:
    """The words with every event among `events`. Raises UnknownCode, GivenTwice, BadPair."""
    events = {**words.events, **_pairs(words.more_events, "--event", "NAME=WHEN")}
    for name in events:
        known_code("event", name, procedure.events)
    return words.but(events=events, more_events=())


def details_of(words: Words, event: str) -> list[tuple[str, str]]:
    """What was typed for the details of one event, (name, value) each. Raises BadPair."""
    found = []
    for typed in words.details:
        key, value = asking.pair(typed, "--event-detail", _DETAIL)
        name, dot, detail = key.partition(".")
        if not dot or not detail.strip():
            raise errors.BadPair(option="--event-detail", form=_DETAIL)
        known_code("event given here with --event", name.strip(), words.events)
        if name.strip() == event:
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
    """The opening, and an entry of its own for each event of which more than its date is given,
    or with `apart` can still be given: only an entry of its own can hold that. Agencies that are
    not `known`, nor listed, are new.

    Raises whatever is wrong with the words.
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
    """The opening with every event in it; the names of agencies that are not `known` as texts."""
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
    """The kinds of what is disputed; none where the procedure has none."""
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
    """When each stage was reached that was given. Raises ReachedBefore, BadPair."""
    reached = {
        known_code("stage", name, procedure.stages): run.past(typed, f"--reached {name}")
        for name, typed in reached_typed(words).items()
    }
    check_reached(stage.id, reached)
    return reached


def reached_typed(words: Words) -> dict[str, str]:
    """When each stage was reached, as it was typed. Raises BadPair, GivenTwice."""
    return _pairs(words.reached, "--reached", "STAGE=WHEN")


def option_of(event: str) -> str:
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


def _pairs(values: Iterable[str], option: str, form: str) -> dict[str, str]:
    """What stands for each key; raises GivenTwice for one that is there again."""
    pairs = [asking.pair(value, option, form) for value in values]
    found = dict(pairs)
    if len(found) < len(pairs):
        raise errors.GivenTwice(option=option)
    return found
