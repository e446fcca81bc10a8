"""What follows from an ending: actions or none, what was learned, who agrees."""

from resolutions_cli import errors
from resolutions_cli.context import asking, streams
from resolutions_cli.context.agencies import agencies_of
from resolutions_cli.context.recording import numbered
from resolutions_cli.context.run import Run
from resolutions_cli.core.dispute import Dispute
from resolutions_cli.core.placeholder import is_placeholder
from resolutions_cli.core.value import Value

_FORM = '"WHO: WHAT by WHEN"'


class Ending(Value):
    """What a closing records besides its outcome and its reason."""

    actions: tuple[str, ...] = ()
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
    agreed_by = agencies_of(run, typed.agreed_by, "--agreed-by", dispute.agencies)
    for number, action in enumerate(typed.actions, 1):
        several = len(typed.actions) > 1
        _check(run, action, f"--action, number {number}" if several else "--action")
    is_said = typed.actions or typed.no_action or not closes
    actions = typed.actions if is_said else _asked_for(run)
    asks = "what is to be learned from it"
    learning = [asking.text(run, each, "--learning", asks) for each in typed.learning]
    if closes and not learning and (said := asking.optional_text(run, "", "--learning", asks)):
        learning = [said]
    no_action = typed.no_action or (closes and not actions)
    return Ending(actions, no_action, tuple(learning), agreed_by)


def remind(closes: bool, follows: Ending) -> None:
    """Say that nothing here reminds of actions once the dispute is closed."""
    if closes and follows.actions:
        streams.remark(
            "resolve: note: nothing reminds of the actions, now that the dispute is closed\n"
            "  put their dates where they will be seen; `resolve chase` reminds only while a"
            " dispute is open"
        )


def _asked_for(run: Run) -> tuple[str, ...]:
    """Actions asked for one by one, until there are no more; none, once that was confirmed.

    Raises MissingOption where nobody can be asked.
    """
    actions: list[str] = []
    asks = f"an action that follows, as {_FORM}"
    if not run.is_interactive:
        raise errors.MissingOption(
            option="--action or --no-action", asks=f"what follows, as {_FORM}, or that nothing does"
        )
    while not actions:
        while said := asking.ask_or_skip(run, asks, lambda typed: _check(run, typed)):
            actions.append(said)
        if not actions and asking.confirm(run, "Does nothing follow from it?"):
            break
    return tuple(actions)


def _check(run: Run, action: str, place: str = "") -> str:
    """The action as typed. Raises BadPair unless it names who, what and by when."""
    who, _, rest = action.partition(":")
    what, found, when = rest.rpartition(" by ")
    if not found or any(is_placeholder(part) for part in (who, what, when)):
        raise errors.BadPair(place, option="--action", form=_FORM)
    run.when(when, place)
    return action
