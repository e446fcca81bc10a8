"""Dates that are asked for: each is said as it was understood, and asked back where it is in doubt.

A date that was given as an option is taken where it can be read one way only.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import assert_never

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.keyboard.editor import Hint
from resolutions_cli.app.keyboard.sitting import current
from resolutions_cli.app.questions import ask, choose
from resolutions_cli.app.questions.lines import people
from resolutions_cli.app.run import Run
from resolutions_cli.core.procedure.model import Detail, Event
from resolutions_cli.core.record.agency_names import Agencies
from resolutions_cli.core.record.details import KIND, form_of, names_of, read_details
from resolutions_cli.core.time.moment import Looks, Moment
from resolutions_cli.core.time.typed import Doubtful, NotADate, Understood, is_questionable, written
from resolutions_cli.render.words.understood import reading_words, understood_words

# ------------------------------------------------------------------ dates


#: The question for a missing date or time.
WHEN = "when, as 19 Nov or yesterday 3pm"

#: Raises where a date cannot be, as InTheFuture.
Check = Callable[[Moment], object]


def date_of(
    run: Run,
    value: str,
    option: str,
    asks: str,
    *,
    looks: Looks = Looks.EITHER,
    check: Check = lambda _: None,
    about: str = "",
) -> Moment:
    """A WHEN that must be there, asked for on a terminal; `about` is shown before that.

    Raises MissingOption, and for one that was given as an option what `Run.when` and `check`
    raise, with the option's name.
    """
    if value:
        with errors.placed(option):
            moment = run.when(value, looks=looks)
            check(moment)
            return moment
    if about and run.is_interactive:
        ask.explain(about)
    found: tuple[Moment, ...] = ()
    while not found:
        found = ask.ask(
            run,
            option,
            asks,
            lambda typed: _noted(run, typed, looks, check),
            hint=hint_of(run, looks),
        )
    return found[0]


def date_or_skip(
    run: Run,
    asks: str,
    *,
    looks: Looks = Looks.PAST,
    check: Check | None = None,
    means: Mapping[str, str] | None = None,
    look_at_the_clock: bool = False,
) -> Moment | None:
    """A WHEN asked for on a terminal, which Enter leaves out: the question says what that means.

    An event that has happened is never still to come. `means` has what other answers stand for, as
    "now" for "yes", and an empty text for one that is as good as Enter. With `look_at_the_clock`
    the time counts at which the answer was given: whoever is asked may have rung in between.
    """

    def read(typed: str) -> tuple[Moment, ...] | None:
        if look_at_the_clock:
            run.look_at_the_clock()
        said = (means or {}).get(typed.strip().lower(), typed)
        return _noted(run, said, looks, check or _happened(run, looks)) if said else None

    found: tuple[Moment, ...] | None = ()
    while found == ():
        found = ask.ask_again(run, asks, read, hint=hint_of(run, looks))
    return found[0] if found else None


def hint_of(run: Run, looks: Looks) -> Hint:
    """Says how a date is understood while it is typed."""

    def hint(typed: str) -> str:
        reading = run.reading(typed, looks)
        return reading_words(reading, run.now, run.calendar(run.nation))

    return hint


def say_understood(run: Run, moment: Moment) -> None:
    """Say how a date was understood that stood among other words."""
    streams.remark(f"  {_words(run, moment)}")


def settled(run: Run, typed: str, looks: Looks, check: Check) -> Moment | None:
    """The date that somebody at a terminal typed, asked back where it is in doubt; None where
    what was asked back was not meant.

    Raises what `Run.when` and `check` raise.
    """
    reading = run.reading(typed, looks)
    match reading:
        case NotADate(error=error):
            raise error
        case Doubtful(moments=moments):
            return _asked_back(run, moments, looks, check)
        case Understood(moment):
            check(moment)
            if is_questionable(moment, run.now):
                return _asked_back(run, (moment,), looks, check)
            say_understood(run, moment)
            return moment
        case _:
            assert_never(reading)


def _taken(run: Run, typed: str, looks: Looks, check: Check) -> tuple[Moment, ...]:
    """The date that was typed; none where it was asked back and not meant."""
    moment = settled(run, typed, looks, check)
    return (moment,) if moment else ()


def _noted(run: Run, typed: str, looks: Looks, check: Check) -> tuple[Moment, ...]:
    """As `_taken`, for an answer that is a date and nothing else: it is shown as that when the
    answers are looked over."""
    found = _taken(run, typed, looks, check)
    for moment in found:
        current().means(written(moment))
    return found


def _asked_back(run: Run, moments: tuple[Moment, ...], looks: Looks, check: Check) -> Moment | None:
    """The one of several readings that is meant, or another date that is typed instead.

    Only readings that can be are asked about; raises the error of the first if no reading can be.
    """
    refusal: errors.ResolveError | None = None
    possible = []
    for moment in moments:
        try:
            check(moment)
            possible.append(moment)
        except errors.ResolveError as error:
            refusal = refusal or error
    if refusal and not possible:
        raise refusal
    for moment in possible:
        # one so far away may be mistyped: neither Enter nor a slip takes it
        enter = None if is_questionable(moment, run.now) else True
        said = ask.confirm_or(
            f"  {_words(run, moment)}?",
            enter,
            lambda typed: _taken(run, typed, looks, check),
            hint_of(run, looks),
        )
        if not isinstance(said, bool):
            return said[0] if said else None
        if said:
            return moment
    return None


def _words(run: Run, moment: Moment) -> str:
    return understood_words(moment, run.now, run.calendar(run.nation))


def _happened(run: Run, looks: Looks) -> Check:
    return run.not_to_come if looks is Looks.PAST else lambda _: None


# ------------------------------------------------------------------ details of an event


#: The typed details of an event: (name, value) each.
Typed = list[tuple[str, str]]


def asked_for(
    run: Run,
    event: Event,
    typed: Typed,
    agencies: Agencies,
    wanted: Collection[str],
    known: Sequence[str] = (),
    kind_can_be: Callable[[str], object] = lambda _: None,
) -> Typed:
    """The typed details and, on a terminal, the missing ones of the `wanted` details, or `KIND`;
    that is asked for again where `kind_can_be` refuses it.

    `known` are people whom the log names: they are offered.
    """
    there = {name for name, _ in typed}
    found = list(typed)
    for name in names_of(event) if run.is_interactive else ():
        if name in there or name not in wanted:
            continue
        said: tuple[str, ...]
        if name == KIND and name not in event.details:
            kinds = dict.fromkeys(event.kinds, "")
            of, asks = f"kind of {event.id}", "what kind is it?"
            said = (choose.one_or_none(run, of, asks, kinds, check=kind_can_be),)
        else:
            said = _detail(run, event, event.details[name], agencies, known)
        found.extend((name, each) for each in said if each)
    return found


def _detail(
    run: Run, event: Event, detail: Detail, agencies: Agencies, known: Sequence[str]
) -> tuple[str, ...]:
    """One detail as it would be typed, a value of several each; none where it was left out."""
    kind = f"choice for {detail.id}"
    match detail.kind:
        case "one-of":
            return (choose.one_or_none(run, kind, detail.means, detail.choices),)
        case "all-of":
            return choose.some_of(run, (), kind, detail.means, detail.choices)
        case "agencies":
            said = dict(zip(agencies.codes, agencies.said, strict=True))
            codes = choose.some_of(run, (), "agency", detail.means, said, seen=False)
            return tuple(map(agencies.says, codes))
        case "people":
            least = f", at least {detail.at_least}" if detail.at_least > 1 else ""
            return people(run, f"{detail.means}{least}", "--detail", known)
        case "text" | "yes-no":
            read = partial(_read, event, detail.id, agencies)
            return (ask.answer(run, form_of(detail), read),)
    assert_never(detail.kind)


def _read(event: Event, name: str, agencies: Agencies, typed: str) -> None:
    """Raise what `read_details` raises for a detail that cannot be taken."""
    read_details(event, [(name, typed)], agencies, "")
