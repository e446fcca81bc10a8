"""Questions about a move and an ending: the time, the actions, the learning, who agrees."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Literal

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.questions import ask, choose
from resolutions_cli.app.questions.agencies import agencies_of
from resolutions_cli.app.questions.asked_dates import Check, date_or_skip, settled
from resolutions_cli.app.questions.checks import Checks, Given, agreed_by
from resolutions_cli.app.questions.lines import one_a_line, texts
from resolutions_cli.app.record import numbered
from resolutions_cli.app.run import Run
from resolutions_cli.core.deadlines.case import Case
from resolutions_cli.core.entries.own_codes import SAFE
from resolutions_cli.core.procedure.limit import MAIN
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.record.moves import not_before_last_move
from resolutions_cli.core.record.safe_dates import safe_dates
from resolutions_cli.core.text import is_placeholder
from resolutions_cli.core.time.moment import LONDON, Looks, Moment
from resolutions_cli.core.value import Value
from resolutions_cli.core.views.disorder import decision_after
from resolutions_cli.render.words.words import moment_words

# ------------------------------------------------------------------ when it happened


def ask_when(run: Run, what: str, check: Callable[[Moment], object] = lambda _: None) -> None:
    """Ask on a terminal when something happened, where no option says it; Enter is now.

    `what` is the question, as "when was it".
    """

    def possible(moment: Moment) -> None:
        run.not_to_come(moment)
        check(moment)

    if not run.asked.at:
        asks = f"{what}? For example yesterday 4pm (Enter for now)"
        run.at = date_or_skip(run, asks, check=possible) or run.at


def ask_when_it_was(run: Run, dispute: Dispute, what: str = "when did it move on") -> None:
    """Ask when a move or a decision was, whose date may count, where none was given.

    `what` is the question, as "when was it closed".
    """
    ask_when(run, what, partial(not_before_last_move, dispute))


def _can_move(run: Run, dispute: Dispute) -> Check:
    """Raises InTheFuture, and BeforeTheMove for a date before the last move."""

    def check(moment: Moment) -> None:
        run.not_to_come(moment)
        not_before_last_move(dispute, moment)

    return check


def ask_what_came(run: Run, case: Case) -> dict[str, Moment]:
    """On a terminal, when that came which the stage asks for and of which nothing is recorded.

    Moving on often means that it came: the Chair was told, the panel met.
    """
    dispute = case.dispute
    events = dispute.procedure.events
    still_open = any(each.key.duty == MAIN for each in case.open_deadlines)
    came = {}
    for name in dispute.stage.until if still_open else ():
        event = events.get(name)
        if event is None or event.of_agency or any(each.needed for each in event.details.values()):
            continue
        asks = f"when did this happen: {event.means}? (Enter to skip)"
        if on := date_or_skip(run, asks):
            came[name] = on
    return came


def say_when_it_was(run: Run) -> None:
    """Say that a move or a decision counts from now, where nobody could be asked."""
    if not run.asked.at and not run.is_interactive:
        streams.remark(
            f"resolve: note: counted from now, {run.now.astimezone(LONDON):%H:%M};"
            " use --at if it happened earlier"
        )


def ask_when_it_closed(run: Run, dispute: Dispute) -> None:
    """Ask when the dispute was closed, and again where that is before what was decided in its
    stage."""
    ask_when_it_was(run, dispute, "when was it closed")
    if decided := decision_after(dispute, run.at):
        asks = f"the decision is dated {moment_words(decided)}"
        asks += ". When was it closed? (Enter to keep your date)"
        run.at = date_or_skip(run, asks, check=_can_move(run, dispute)) or run.at


def say_when_it_closed(run: Run, dispute: Dispute) -> None:
    """Say that a closing counts from now, and warn of one that was recorded as before the decision
    of its stage."""
    say_when_it_was(run)
    if decided := decision_after(dispute, run.at):
        option = "--at" if run.asked.at or not run.is_interactive else "the date"
        streams.remark(
            "resolve: warning: the closing is dated before the decision"
            f" ({moment_words(decided)})\n"
            f"  check {option}; `resolve correct` changes either date with --set at=WHEN"
        )


def say_what_was_to_be_safe(case: Case) -> None:
    """Warn of each date set to keep the child safe that was open when the dispute was closed.

    Nothing reminds of it any more, and nobody said that the child is safe.
    """
    dispute = case.dispute
    several = len(safe_dates(dispute)) > 1
    for each in case.open_deadlines:
        if each.key.duty == SAFE and each.due:
            name = f"{SAFE}:{each.key.time}" if several else SAFE
            streams.remark(
                "resolve: warning: the dispute is closed, but the date set to keep the child safe"
                f" is not recorded as done: {moment_words(each.due)}\n"
                f"  resolve done {dispute.reference} {name} --on WHEN"
            )


# ------------------------------------------------------------------ endings


_FORM = '"WHO: WHAT by WHEN"'


class Ending(Value):
    """What a closing records besides its outcome and its reason.

    `action_dates` are the dates of the actions by their numbers, from "1".
    """

    actions: tuple[str, ...] = ()
    action_dates: Mapping[str, Moment] = {}
    no_action: bool = False
    learning: tuple[str, ...] = ()
    agreed_by: tuple[str, ...] = ()

    @property
    def texts(self) -> dict[str, str]:
        """Its texts as an entry holds them."""
        return {**numbered("action", self.actions), **numbered("learning", self.learning)}


def ending(run: Run, dispute: Dispute, typed: Ending, *, closes: bool = True) -> Ending:
    """The typed ending, checked; on a terminal the rest is asked for if it `closes`.

    A decision that leaves the dispute open may have learning, or agencies that agree, alone.
    Raises MissingOption when neither actions nor their absence are stated, ActionAndNone,
    BadPair for an action of another form, UnknownAgency, PlaceholderText, and what `read_when`
    raises for an action's date.
    """
    if typed.actions and typed.no_action:
        raise errors.ActionAndNone
    agreed_by = agencies_of(run, typed.agreed_by, "--agreed-by", dispute.named)
    several = len(typed.actions) > 1
    actions = [
        _dated(run, action, f"--action, number {number}" if several else "--action")
        for number, action in enumerate(typed.actions, 1)
    ]
    if closes and not actions and not typed.no_action:
        actions = _asked_for(run)
    asks = "what is to be learned from it"
    learning = [ask.text(run, each, "--learning", asks) for each in typed.learning]
    more = {}
    if closes and not learning:
        more["learning"] = asks
    if closes and not agreed_by and dispute.agencies:
        more["agreed"] = "which agencies agree"
    for code in choose.anything_to_add(run, more):
        if code == "learning":
            learning = list(texts(run, asks, "--learning"))
        else:
            said = {each: dispute.named.says(each) for each in dispute.agencies}
            agreed_by = choose.some_of(run, (), "agency", more[code], said, seen=False)
    return Ending(
        actions=tuple(text for text, _ in actions),
        action_dates={str(number): by for number, (_, by) in enumerate(actions, 1)},
        no_action=typed.no_action or (closes and not actions),
        learning=tuple(learning),
        agreed_by=agreed_by,
    )


def check_follows(given: Given) -> None:
    """Check the typed parts of an ending before any question. Raises the errors of `ending`."""
    typed = Ending(
        actions=given.every("action"),
        no_action=bool(given["no_action"]),
        learning=given.every("learning"),
    )
    ending(given.run, given.dispute, typed, closes=False)


#: How the options of an ending are checked.
CHECKS_OF_ENDING: Checks = {
    "action": check_follows,
    "no_action": check_follows,
    "learning": check_follows,
    "agreed_by": agreed_by,
}


def remind(follows: Ending, reference: str) -> None:
    """Say that the actions stay due until they are recorded as done."""
    if follows.actions:
        actions = "the action stays" if len(follows.actions) == 1 else "the actions stay"
        streams.remark(
            f"resolve: note: {actions} in `resolve due`, also when the dispute is closed,"
            f" until recorded as done\n  resolve done {reference} action:N --on WHEN"
        )


#: The answers that nothing follows; a placeholder as "tbc" is none of them.
_NOTHING_FOLLOWS = frozenset({"none", "no", "nothing"})


def _asked_for(run: Run) -> list[tuple[str, Moment]]:
    """Actions asked for one by one, each with its date, until there are no more; none, once that
    was confirmed.

    Raises MissingOption in a script.
    """
    actions: list[tuple[str, Moment]] = []
    asks = f"what follows, each as {_FORM}, or none"
    if not run.is_interactive:
        raise errors.MissingOption(
            option="--action or --no-action", asks=f"what follows, as {_FORM}, or that nothing does"
        )
    while not actions:
        for said in one_a_line(run, asks, partial(_asked_back, run)):
            if said is False:
                return actions
            actions += said
        if not actions and ask.confirm(run, "Is there really no action to record?"):
            break
    return actions


def _asked_back(run: Run, action: str) -> tuple[tuple[str, Moment], ...] | Literal[False]:
    """The action as typed, and its date, asked back where that is in doubt; nothing where it was
    not meant, and False for an answer that nothing follows.

    Raises BadPair, and what `Run.when` raises.
    """
    if action.strip().lower().rstrip(".") in _NOTHING_FOLLOWS:
        return False
    by = settled(run, _when_of(action), Looks.FUTURE, lambda _: None)
    return ((action, by),) if by else ()


def _dated(run: Run, action: str, place: str) -> tuple[str, Moment]:
    """The action as given, and its date. Raises BadPair, and what `Run.when` raises."""
    return action, run.when(_when_of(action, place), place, Looks.FUTURE)


def _when_of(action: str, place: str = "") -> str:
    """By when an action is to be done. Raises BadPair unless it names who, what and by when."""
    who, _, rest = action.partition(":")
    what, found, when = rest.rpartition(" by ")
    if not found or any(is_placeholder(part) for part in (who, what, when)):
        raise errors.BadPair(place, option="--action", form=_FORM)
    return when
