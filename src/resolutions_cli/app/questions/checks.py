"""Options checked before the first question, each by the function that the command itself uses.

Answers are lost when an option is refused after them. So every command that asks has a table of
its parameters, CHECKS: how each is checked, or FREE. A terminal runs the table before the command.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from resolutions_cli import errors
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.agencies import require_agencies
from resolutions_cli.app.questions.which_dispute import LAST, last_recorded
from resolutions_cli.app.read import Read, read_one, require_sound
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.record.moves import not_before_last_move
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.files.record.entry_file import require_room

T = TypeVar("T")


class DependsOnAnswer(Exception):
    """A check cannot be made yet: it needs what will be asked for."""


class Given:
    """The typed parameters of a command, and the dispute that it names. No question is asked."""

    def __init__(self, run: Run, params: Mapping[str, Any]) -> None:
        self.run = run
        self._params = params

    def __getitem__(self, name: str) -> Any:
        """A parameter by its name in the command; empty if it was not typed."""
        return self._params.get(name) or ""

    def every(self, name: str) -> tuple[str, ...]:
        """The values of a parameter that may be given several times."""
        return tuple(self[name])

    @property
    def now(self) -> Moment:
        return Moment.of(self.run.now)

    @cached_property
    def read(self) -> Read:
        """The named dispute. Raises what `read_one` raises, and DependsOnAnswer."""
        typed = self["reference"]
        if not typed:
            raise DependsOnAnswer
        if typed.strip() == LAST:
            typed = last_recorded(self.run)
        try:
            return read_one(self.run, typed, self.now)
        except errors.NearlyADispute:  # the command asks whether that one is meant
            raise DependsOnAnswer from None

    @property
    def dispute(self) -> Dispute:
        return self.read.case.dispute


#: Raises the error of a wrong parameter.
Check = Callable[[Given], object]

#: A parameter that can have any value: a flag, a path, a name, a text that needs no sense.
FREE: Check | None = None

#: The checks of a command, by parameter.
Checks = Mapping[str, Check | None]


def check_options(checks: Checks, params: Mapping[str, Any]) -> None:
    """Check the typed parameters, by the table of the command. Raises the first error."""
    folder = params.get("workspace")
    asked = SharedOptions(
        workspace=Path(folder) if folder else None,
        at=params.get("at", ""),
        by=params.get("recorded_by", params.get("by", "")),
        quiet=True,
        no_input=True,
    )
    run = Run.start(asked, needs_workspace=False)
    given = Given(run, params)
    try:
        for check in dict.fromkeys(_needed(checks, given)):
            try:
                check(given)
            except DependsOnAnswer:
                continue
        _require_room(params.values())
    except errors.ResolveError:
        run.warn_of_workspace()
        raise


def _needed(checks: Checks, given: Given) -> Iterator[Check]:
    """The checks of the typed parameters, each once."""
    for name, check in checks.items():
        if check is not None and given[name]:
            yield check


def _require_room(values: Iterable[Any]) -> None:
    """Raise TextTooLong for a text that no entry can hold."""
    for value in values:
        for text in value if isinstance(value, list | tuple) else [value]:
            if isinstance(text, str):
                require_room(text)


# ------------------------------------------------------------------ the checks of many commands


def reference(given: Given) -> Read:
    """The dispute is there."""
    return given.read


def sound(given: Given) -> None:
    """The dispute is there, and not damaged, so that it can move."""
    require_sound(given.run, given.read)


def at(given: Given) -> Moment:
    """When it happened can be read, and is past."""
    return given.run.at


def move_at(given: Given) -> None:
    """As `at`, and no earlier than the last move."""
    moment = at(given)
    not_before_last_move(given.dispute, moment)


def says_something(name: str, option: str = "") -> Check:
    """A text, or each of several, says something."""
    option = option or f"--{name.rstrip('_').replace('_', '-')}"

    def check(given: Given) -> None:
        typed = given[name]
        for text in [typed] if isinstance(typed, str) else typed:
            ask.text(given.run, text, option, "")

    return check


def positions(given: Given) -> None:
    """Each agency's view has the form that it needs."""
    ask.positions(given.every("position"))


def agreed_by(given: Given) -> None:
    """The agencies that agree are in the dispute, or nearly spelt as one."""
    typed, known = given.every("agreed_by"), given.dispute.named
    require_agencies(given.run, typed, "--agreed-by", known, several=True)


def right_for_one(possible: Iterable[T], check: Callable[[T], object]) -> None:
    """Raise the first error if every possibility is wrong: an answer may choose one that is
    right."""
    refusal = None
    for each in possible:
        try:
            check(each)
        except errors.ResolveError as error:
            refusal = refusal or error
        else:
            return
    if refusal:
        raise refusal


#: Parameters of commands that record.
SHARED: Checks = {
    "reference": reference,
    "at": at,
    "position": positions,
    "reason": says_something("reason"),
    "risk_to_child": says_something("risk_to_child"),
    "by": FREE,
    "workspace": FREE,
    "json": FREE,
    "no_input": FREE,
}

#: The same, of commands that move a dispute.
OF_MOVES: Checks = {**SHARED, "reference": sound, "at": move_at}
