"""What is missing is asked for on a terminal, and named without one; what was typed is checked."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

import typer

from resolutions_cli.context import streams
from resolutions_cli.context.run import Run
from resolutions_cli.core.dispute import Dispute
from resolutions_cli.core.moves import agency_of, known_code, ways_on
from resolutions_cli.core.placeholder import is_placeholder
from resolutions_cli.core.when import Moment
from resolutions_cli.errors import (
    BadPair,
    MissingOption,
    PlaceholderText,
    ResolveError,
    UnknownAgency,
)
from resolutions_cli.render.words import shown

T = TypeVar("T")


def _as_typed(answer: str) -> str:
    return answer


def ask(run: Run, option: str, asks: str, read: Callable[[str], T]) -> T:
    """Ask for something that is missing, again until `read` takes the answer.

    Raises MissingOption where nobody can be asked.
    """
    if not run.is_interactive:
        raise MissingOption(option=option, asks=asks)
    while True:
        try:
            return read(_prompt(asks))
        except ResolveError as refusal:
            streams.complain(refusal)


def ask_or_skip(run: Run, asks: str, read: Callable[[str], T]) -> T | None:
    """As `ask`, but Enter leaves it out; None then, and where nobody can be asked."""
    if not run.is_interactive:
        return None
    while answer := _prompt(f"{asks} (Enter to leave out)", default=""):
        try:
            return read(answer)
        except ResolveError as refusal:
            streams.complain(refusal)
    return None


def _prompt(asks: str, default: str | None = None) -> str:
    question = asks[:1].upper() + asks[1:]
    if streams.is_terminal(sys.stdout):
        answer: str = typer.prompt(question, default=default, show_default=False, err=True)
        return answer
    # the library's own prompt would put a space into the redirected result
    while True:
        sys.stderr.write(f"{question}: ")
        sys.stderr.flush()
        if (answer := input()) or default is not None:
            return answer


def confirm(run: Run, question: str) -> bool:
    """Ask a yes-or-no question; no where nobody can be asked."""
    if not run.is_interactive:
        return False
    return _prompt(f"{question} [y/N]", default="").strip().lower() in ("y", "yes")


def text(run: Run, value: str, option: str, asks: str) -> str:
    """A text that must be there and say something, asked for on a terminal.

    Raises MissingOption, PlaceholderText.
    """

    def read(answer: str) -> str:
        if is_placeholder(answer):
            raise PlaceholderText(option=option)
        return answer

    return read(value) if value else ask(run, option, asks, read)


def optional_text(run: Run, value: str, asks: str) -> str:
    """A text that may be left out; on a terminal it is asked for once."""
    answer = value or ask_or_skip(run, asks, _as_typed) or ""
    return answer if value or not is_placeholder(answer) else ""


def moment(
    run: Run, value: str, option: str, asks: str, read: Callable[[str], Moment] | None = None
) -> Moment:
    """A WHEN, asked for on a terminal; `read` is `run.when` unless told (`run.past`).

    Raises MissingOption, and what `read` raises for one that was given as an option.
    """
    read = read or run.when
    return read(value) if value else ask(run, option, asks, read)


def choice(run: Run, value: str, option: str, asks: str, allowed: Mapping[str, str]) -> str:
    """One code out of several, asked for with the procedure's words.

    Raises MissingOption, UnknownCode.
    """

    def read(answer: str) -> str:
        return known_code(option.removeprefix("--"), answer.strip(), allowed)

    if value:
        return read(value)
    if run.is_interactive:
        _show_choices(allowed)
    return ask(run, option, asks, read)


def choices(
    run: Run, values: Sequence[str], option: str, asks: str, allowed: Mapping[str, str]
) -> tuple[str, ...]:
    """One or more codes; asked for on a terminal, where Enter leaves them out.

    Raises UnknownCode.
    """

    def read(words: Iterable[str]) -> tuple[str, ...]:
        kind = option.removeprefix("--")
        return tuple(dict.fromkeys(known_code(kind, word, allowed) for word in words))

    if values or not run.is_interactive:
        return read(values)
    _show_choices(allowed)
    answer = ask_or_skip(
        run, f"{asks} (several with commas)", lambda words: read(words.replace(",", " ").split())
    )
    return answer or ()


def _show_choices(allowed: Mapping[str, str]) -> None:
    width = max(map(len, allowed), default=0)
    for code, means in allowed.items():
        streams.remark(f"  {code.ljust(width)}  {shown(means)}".rstrip())


def pair(value: str, option: str, form: str, mark: str = "=") -> tuple[str, str]:
    """KEY=VALUE in two. Raises BadPair."""
    key, found, rest = value.partition(mark)
    if not found or not key.strip() or not rest.strip():
        raise BadPair(option=option, form=form)
    return key.strip(), rest.strip()


def agencies(run: Run, values: Iterable[str]) -> tuple[str, ...]:
    """Agencies as they are named; where the workspace lists agencies, only those, as listed.

    Raises UnknownAgency.
    """
    names = tuple(dict.fromkeys(value.strip() for value in values if value.strip()))
    listed = {code.casefold(): code for code in run.here.agencies}
    if not listed:
        return names
    if any(name.casefold() not in listed for name in names):
        raise UnknownAgency(
            where="in the workspace's list", how="[agencies] in resolve.toml lists them"
        )
    return tuple(dict.fromkeys(listed[name.casefold()] for name in names))


def agency(run: Run, asks: str, among: Sequence[str]) -> str:
    """One agency of several. Raises MissingOption, UnknownAgency.

    Agencies are shown on the terminal where they are asked for, and never in an error.
    """
    if run.is_interactive:
        for name in among:
            streams.remark(f"  {shown(name)}")
    return ask(run, "--agency", asks, lambda answer: agency_of(among, answer.strip()))


def positions(values: Iterable[str] | None) -> list[str]:
    """Each agency's view as it was typed, "AGENCY: view". Raises BadPair."""
    typed = list(values or ())
    for value in typed:
        pair(value, "--position", "AGENCY: its view", mark=":")
    return typed


def answers(run: Run, values: Iterable[str] | None, questions: Mapping[str, str]) -> list[str]:
    """The answers to what the procedure asks of a move, "KEY=VALUE", those missing asked for.

    Raises BadPair, UnknownCode. A question left unanswered is a gap of the record, no block.
    """
    typed = list(values or ())
    keys = [pair(value, "--answer", "KEY=VALUE")[0] for value in typed]
    for key in keys:
        known_code("question here", key, questions)
    for key, asks in questions.items():
        if key not in keys and (said := optional_text(run, "", asks)):
            typed.append(f"{key}={said}")
    return typed


def way_on(run: Run, dispute: Dispute, grounds: Sequence[str]) -> str:
    """Which of several ways on; asked for only when the stage has more than one."""
    moves = [m for m in ways_on(dispute.stage) if not grounds or set(grounds) & set(m.grounds)]
    if len(moves) < 2:
        return ""
    stages = dispute.procedure.stages
    ways = {
        move.to: f"{stages[move.to].title}"
        + (f" (needs a ground: {', '.join(move.grounds)})" if move.grounds else "")
        for move in moves
    }
    return choice(run, "", "--to", "which stage it goes to", ways)


def grounds(run: Run, dispute: Dispute, to: str) -> tuple[str, ...]:
    """The grounds of a move that needs one, asked for on a terminal; none for any other."""
    move = dispute.stage.move_to(to)
    if not run.is_interactive or move is None or not move.grounds:
        return ()
    means = dispute.procedure.grounds
    allowed = {code: means.get(code, "") for code in move.grounds}
    return choices(run, (), "--ground", "on which ground", allowed)
