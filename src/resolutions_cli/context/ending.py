"""What follows from an ending: actions or none, what was learned, who agrees."""

from collections.abc import Mapping

from resolutions_cli import errors
from resolutions_cli.context import asking, streams
from resolutions_cli.context.agencies import agencies_of
from resolutions_cli.context.asked_dates import settled
from resolutions_cli.context.recording import numbered
from resolutions_cli.context.run import Run
from resolutions_cli.core.dispute import Dispute
from resolutions_cli.core.looks import Looks
from resolutions_cli.core.placeholder import is_placeholder
from resolutions_cli.core.value import Value
from resolutions_cli.core.when import Moment

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
    """What was typed, checked; on a terminal what is missing is asked for when it `closes`.

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
    learning = [asking.text(run, each, "--learning", asks) for each in typed.learning]
    if closes and not learning and (said := asking.optional_text(run, "", "--learning", asks)):
        learning = [said]
    return Ending(
        actions=tuple(text for text, _ in actions),
        action_dates={str(number): by for number, (_, by) in enumerate(actions, 1)},
        no_action=typed.no_action or (closes and not actions),
        learning=tuple(learning),
        agreed_by=agreed_by,
    )


def remind(follows: Ending, reference: str) -> None:
    """Say that the actions stay due until they are recorded as done."""
    if follows.actions:
        actions = "the action stays" if len(follows.actions) == 1 else "the actions stay"
        streams.remark(
            f"resolve: note: {actions} in `resolve due`, also when the dispute is closed,"
            f" until recorded as done\n  resolve done {reference} action:N --on WHEN"
        )


def _asked_for(run: Run) -> list[tuple[str, Moment]]:
    """Actions asked for one by one, each with its date, until there are no more; none, once that
    was confirmed.

    Raises MissingOption where nobody can be asked.
    """
    actions: list[tuple[str, Moment]] = []
    asks = f"an action that follows, as {_FORM}"
    if not run.is_interactive:
        raise errors.MissingOption(
            option="--action or --no-action", asks=f"what follows, as {_FORM}, or that nothing does"
        )
    while not actions:
        said = asking.ask_or_skip(run, asks, lambda typed: _asked_back(run, typed))
        while said is not None:
            actions += said
            said = asking.ask_or_skip(run, asks, lambda typed: _asked_back(run, typed))
        if not actions and asking.confirm(run, "Is there really no action to record?"):
            break
    return actions


def _asked_back(run: Run, action: str) -> tuple[tuple[str, Moment], ...]:
    """The action as typed, and its date, asked back where that is in doubt; nothing where it was
    not meant. Raises BadPair, and what `Run.when` raises."""
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
