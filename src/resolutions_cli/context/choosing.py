"""One or several out of what there is, shown with its meaning; on a terminal a number will do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat

from resolutions_cli.context import asking, streams
from resolutions_cli.context.run import Run
from resolutions_cli.core.agency_names import Agencies
from resolutions_cli.core.dispute import Dispute
from resolutions_cli.core.moves import agency_of, known_code, ways_on
from resolutions_cli.render.words import shown


def one_of(
    run: Run, value: str, option: str, kind: str, asks: str, allowed: Mapping[str, str]
) -> str:
    """One code out of several, asked for with the procedure's words; `kind` is what it is.

    Raises MissingOption, UnknownCode.
    """
    if value:
        return known_code(kind, value, allowed)
    named = _offer(run, allowed)
    return asking.ask(run, option, asks, lambda typed: known_code(kind, named(typed), allowed))


def one_or_none(run: Run, kind: str, asks: str, allowed: Mapping[str, str]) -> str:
    """As `one_of`, but Enter leaves it out; nothing where nobody can be asked."""
    named = _offer(run, allowed)
    return (
        asking.ask_or_skip(run, asks, lambda typed: known_code(kind, named(typed), allowed)) or ""
    )


def some_of(
    run: Run, values: Sequence[str], kind: str, asks: str, allowed: Mapping[str, str]
) -> tuple[str, ...]:
    """One or more codes; asked for on a terminal, where Enter leaves them out.

    Raises UnknownCode.
    """
    if values or not run.is_interactive:
        return _codes(kind, values, allowed)
    named = _offer(run, allowed)
    asks = f"{asks} Separate several with commas."
    return asking.ask_or_skip(run, asks, _reader(kind, allowed, named)) or ()


def at_least_one_of(
    run: Run, option: str, kind: str, asks: str, allowed: Mapping[str, str]
) -> tuple[str, ...]:
    """One or more codes that must be there. Raises MissingOption, naming what there is."""
    if not run.is_interactive:
        asks = f"{asks}: {', '.join(allowed)}"
    named = _offer(run, allowed)
    return asking.ask(run, option, asks, _reader(kind, allowed, named))


def _reader(
    kind: str, allowed: Mapping[str, str], named: Callable[[str], str]
) -> Callable[[str], tuple[str, ...]]:
    def read(typed: str) -> tuple[str, ...]:
        return _codes(kind, map(named, typed.replace(",", " ").split() or [typed]), allowed)

    return read


def _codes(kind: str, typed: Iterable[str], allowed: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(known_code(kind, code, allowed) for code in typed))


def _offer(run: Run, allowed: Mapping[str, str]) -> Callable[[str], str]:
    """Show what there is where somebody is asked, numbered unless the codes are numbers
    themselves. What turns an answer into the code it names."""
    names = list(allowed)
    plain = any(name.isdecimal() for name in names)
    numbers = {} if plain else {str(number): name for number, name in enumerate(names, 1)}
    if run.is_interactive:
        _show(allowed, numbers)
    return lambda typed: numbers.get(typed.strip(), typed.strip())


def _show(allowed: Mapping[str, str], numbers: Mapping[str, str]) -> None:
    """A line each: number, code, meaning; the meaning beneath where there is little room."""
    codes = max((len(shown(code)) for code in allowed), default=0)
    digits = max(map(len, numbers), default=0)
    indent = 2 + (digits + 2 if numbers else 0) + codes + 2
    is_narrow = indent > streams.columns_for_questions() // 2
    for number, (code, means) in zip(numbers or repeat(""), allowed.items(), strict=False):
        head = f"  {number.rjust(digits)}. " if number else "  "
        if is_narrow:
            asking.explain("", f"{head}{shown(code)}")
            asking.explain(shown(means), " " * 6, 6)
        else:
            asking.explain(shown(means), f"{head}{shown(code).ljust(codes)}  ", indent)


def agency(run: Run, asks: str, among: Agencies) -> str:
    """One agency of several. Raises MissingOption, UnknownAgency.

    Agencies are shown on the terminal where they are asked for, and never in an error.
    """
    named = _offer(run, dict.fromkeys(among.said, ""))
    return asking.ask(run, "--agency", asks, lambda typed: agency_of(among, named(typed)))


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
    return one_of(run, "", "--to", "stage", "which stage it goes to", ways)


def grounds(run: Run, dispute: Dispute, to: str) -> tuple[str, ...]:
    """The grounds of a move that needs one, asked for on a terminal; none for any other."""
    move = dispute.stage.move_to(to)
    if not run.is_interactive or move is None or not move.grounds:
        return ()
    means = dispute.procedure.grounds
    allowed = {code: means.get(code, "") for code in move.grounds}
    return at_least_one_of(run, "--ground", "ground", "on which ground", allowed)
