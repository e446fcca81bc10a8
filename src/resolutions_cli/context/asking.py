"""What is missing is asked for on a terminal, and named without one; what was typed is checked."""

from collections.abc import Iterable, Mapping, Sequence

import typer

from resolutions_cli.context import streams
from resolutions_cli.context.run import Run
from resolutions_cli.core.dispute import Dispute
from resolutions_cli.core.moves import agency_of, known_code, ways_on
from resolutions_cli.core.placeholder import is_placeholder
from resolutions_cli.errors import BadPair, MissingOption, PlaceholderText, UnknownAgency
from resolutions_cli.render.words import shown


def text(run: Run, value: str, option: str, asks: str) -> str:
    """A text that must be there and say something, asked for on a terminal.

    Raises MissingOption, PlaceholderText.
    """
    if not value:
        value = ask(run, option, asks)
    if is_placeholder(value):
        raise PlaceholderText(option=option)
    return value


def optional_text(run: Run, value: str, asks: str) -> str:
    """A text that may be left out; on a terminal it is asked for once."""
    if value or not run.is_interactive:
        return value
    answer: str = typer.prompt(
        f"{asks} (Enter to leave out)", default="", show_default=False, err=True
    )
    return "" if is_placeholder(answer) else answer


def ask(run: Run, option: str, asks: str) -> str:
    """Ask for something that is missing. Raises MissingOption where nobody can be asked."""
    if not run.is_interactive:
        raise MissingOption(option=option, asks=asks)
    answer: str = typer.prompt(asks[:1].upper() + asks[1:], err=True)
    return answer


def _prompt_or_skip(question: str) -> str:
    answer: str = typer.prompt(question, default="", show_default=False, err=True)
    return answer


def confirm(run: Run, question: str) -> bool:
    """Ask a yes-or-no question; no where nobody can be asked."""
    return run.is_interactive and typer.confirm(question, err=True)


def choice(run: Run, value: str, option: str, asks: str, allowed: Mapping[str, str]) -> str:
    """One code out of several, asked for with the procedure's words.

    Raises MissingOption, UnknownCode.
    """
    if not value:
        if run.is_interactive:
            _show_choices(allowed)
        value = ask(run, option, asks)
    return known_code(option.removeprefix("--"), value.strip(), allowed)


def choices(
    run: Run, values: Sequence[str], option: str, asks: str, allowed: Mapping[str, str]
) -> tuple[str, ...]:
    """One or more codes; asked for on a terminal, where Enter leaves them out."""
    if not values and run.is_interactive:
        _show_choices(allowed)
        answer = _prompt_or_skip(f"{asks} (several with commas; Enter to leave out)")
        values = [word for word in answer.replace(",", " ").split() if word]
    kind = option.removeprefix("--")
    return tuple(dict.fromkeys(known_code(kind, value, allowed) for value in values))


def _show_choices(allowed: Mapping[str, str]) -> None:
    width = max(map(len, allowed), default=0)
    for code, means in allowed.items():
        streams.remark(f"  {code.ljust(width)}  {shown(means)}")


def pair(value: str, option: str, form: str, mark: str = "=") -> tuple[str, str]:
    """KEY=VALUE in two. Raises BadPair."""
    key, found, rest = value.partition(mark)
    if not found or not key.strip() or not rest.strip():
        raise BadPair(option=option, form=form)
    return key.strip(), rest.strip()


def agencies(run: Run, values: Iterable[str]) -> tuple[str, ...]:
    """Agencies as they are named; where the workspace lists agencies, only those.

    Raises UnknownAgency.
    """
    listed = run.here.agencies
    names = tuple(dict.fromkeys(value.strip() for value in values if value.strip()))
    if listed and any(name not in listed for name in names):
        raise UnknownAgency(
            where="in the workspace's list", how="[agencies] in resolve.toml lists them"
        )
    return names


def agency(run: Run, asks: str, among: Sequence[str]) -> str:
    """One agency of several. Raises MissingOption, UnknownAgency.

    Agencies are shown on the terminal where they are asked for, and never in an error.
    """
    if run.is_interactive:
        for name in among:
            streams.remark(f"  {shown(name)}")
    return agency_of(among, ask(run, "--agency", asks).strip())


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
