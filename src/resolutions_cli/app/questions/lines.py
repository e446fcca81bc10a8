"""Lists at a question, one value a line, and names that this log knows, with room for new ones."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from resolutions_cli import errors
from resolutions_cli.app.keyboard.sitting import ANOTHER
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.choose import (
    ONE_A_LINE,
    fitting,
    numbers_of,
    one_or_none,
    show_choices,
)
from resolutions_cli.app.run import Run
from resolutions_cli.core.entries.facts import Chase, Party
from resolutions_cli.core.record.agency_names import known_as, nearest, separated
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.render.words.words import shown

T = TypeVar("T")


def one_a_line(
    run: Run, asks: str, read: Callable[[str], T], *, option: str = "", is_text: bool = False
) -> Iterator[T]:
    """The values of a list, asked for one a line until Enter ends it; each as it is given.

    With an `option` at least one is needed, and MissingOption is raised in a script.
    """
    first = f"{asks} {ONE_A_LINE}" if run.is_interactive else asks
    said = (
        ask.ask(run, option, first, read, is_text=is_text)
        if option
        else ask.ask_again(run, first, read, is_text=is_text)
    )
    while said is not None:
        yield said
        said = ask.ask_again(run, ANOTHER, read, is_text=is_text)


def texts(run: Run, asks: str, option: str) -> tuple[str, ...]:
    """Texts that may be left out, one a line; each says something."""
    return tuple(one_a_line(run, asks, ask.saying_something(option), is_text=True))


# ------------------------------------------------------------------ names that are known


class KnownNames:
    """Names offered at a question, numbered; a name that is not among them is a new one."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(dict.fromkeys(name for name in names if name))
        self._numbers = numbers_of(self.names)

    def show(self, run: Run) -> None:
        """Show them where somebody is asked."""
        if run.is_interactive and self.names:
            show_choices([("", name) for name in self.names], self._numbers)

    def meant(self, run: Run, typed: str) -> str:
        """The known name that is meant, asked about unless it was typed in full or by its
        number; else the typed name. Raises UnknownCode for a number that nothing has."""
        typed = typed.strip()
        if (numbered := self._numbers.get(typed)) is not None:
            return numbered
        if typed.isdecimal() and self._numbers:
            raise errors.UnknownCode(kind="number", allowed=f"1 to {len(self._numbers)}")
        if known := known_as(typed, self.names):
            return known
        found = fitting(typed, dict.fromkeys(self.names, ""))
        if not found and (near := nearest(typed, self.names)):
            found = (near,)
        if len(found) == 1:
            return found[0] if is_meant(run, found[0]) else typed
        if found:
            choices = {name: name for name in found}
            asks = "which of these"
            return (
                one_or_none(run, "name", asks, choices, seen=False, enter="for a new name") or typed
            )
        return typed


def is_meant(run: Run, name: str) -> bool:
    """Whether a known name was meant by another one."""
    return ask.confirm(run, f"Do you mean {shown(name)}?")


# ------------------------------------------------------------------ people


def people_of(dispute: Dispute) -> tuple[str, ...]:
    """The people whom the log of a dispute names by themselves: who is who, and who was to do
    something."""
    found = []
    for entry in dispute.entries:
        key = {Party: "name", Chase: "who"}.get(type(entry.facts), "")
        found.append(entry.texts.get(key) or "")
    return tuple(dict.fromkeys(name for name in found if name))


def person(run: Run, value: str, option: str, asks: str, known: Sequence[str]) -> str:
    """Who it is, of the people that are known or a new one. Raises MissingOption,
    PlaceholderText."""
    read = ask.saying_something(option)
    if value:
        return read(value)
    names = KnownNames(known)
    names.show(run)
    return ask.ask(run, option, asks, lambda typed: names.meant(run, read(typed)))


def person_or_none(run: Run, asks: str, known: Sequence[str] = ()) -> str:
    """As `person`, but Enter leaves it out."""
    names = KnownNames(known)
    names.show(run)
    return ask.answer(run, asks, str, lambda typed: names.meant(run, typed))


def people(run: Run, asks: str, option: str, known: Sequence[str]) -> tuple[str, ...]:
    """People, one a line; two known ones in one line are asked for apart."""
    names = KnownNames(known)
    names.show(run)
    says_something = ask.saying_something(option)

    def read(typed: str) -> str:
        parts = separated(says_something(typed), names.names)
        if ";" in typed or sum(known_as(part, names.names) is not None for part in parts) > 1:
            raise errors.OneALine
        return names.meant(run, typed)

    return tuple(dict.fromkeys(one_a_line(run, asks, read)))
