"""Asking for missing values on a terminal, naming them in a script, and choosing from a list."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from textwrap import wrap
from typing import TypeVar

import typer

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.run import Run
from resolutions_cli.core.record.agency_names import Agencies
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.record.moves import agency_of, known_code, ways_on
from resolutions_cli.core.text import is_no_reason, is_placeholder
from resolutions_cli.files.record.entry_file import require_room
from resolutions_cli.render.words.words import shown

# ------------------------------------------------------------------ questions


T = TypeVar("T")


def ask(run: Run, option: str, asks: str, read: Callable[[str], T]) -> T:
    """Ask for something that is missing, again until `read` takes the answer.

    Raises MissingOption where nobody can be asked.
    """
    if not run.is_interactive:
        raise errors.MissingOption(option=option, asks=asks)
    while True:
        try:
            return read(require_room(_prompt(asks)))
        except errors.ResolveError as refusal:
            refuse(refusal)


def ask_or_skip(run: Run, asks: str, read: Callable[[str], T], enter: str = "to skip") -> T | None:
    """As `ask`, but Enter leaves it out; None then, and where nobody can be asked.

    `enter` says what Enter is for.
    """
    if not run.is_interactive:
        return None
    return ask_again(run, f"{asks} (Enter {enter})", read)


def ask_again(run: Run, asks: str, read: Callable[[str], T]) -> T | None:
    """As `ask_or_skip`, where the question itself says what Enter means."""
    if not run.is_interactive:
        return None
    while answer := _prompt(asks, default=""):
        try:
            return read(require_room(answer))
        except errors.ResolveError as refusal:
            refuse(refusal)
    return None


def refuse(refusal: errors.ResolveError) -> None:
    """Say what is wrong with an answer; the question is then asked again."""
    streams.complain(refusal.without_option())


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


def confirm(run: Run, question: str, *, enter: bool = False) -> bool:
    """Ask a yes-or-no question, again until it is one; no where nobody can be asked.

    `enter` is what Enter says.
    """
    while run.is_interactive:
        if isinstance(said := _yes_or_no(question, enter), bool):
            return said
        streams.remark(_NEITHER)
    return False


def confirm_or(question: str, enter: bool | None, read: Callable[[str], T]) -> bool | T:
    """Ask somebody at a terminal a yes-or-no question that another answer may be given to, as
    `read` takes it; again until there is one. With `enter` None, Enter is no answer."""
    while True:
        said = _yes_or_no(question, enter)
        if isinstance(said, bool):
            return said
        if not said:
            streams.remark(_NEITHER)
            continue
        try:
            return read(said)
        except errors.ResolveError as refusal:
            refuse(refusal)


_NEITHER = "  yes or no, please"


def _yes_or_no(question: str, enter: bool | None) -> bool | str:
    """Yes or no, or what was typed in its place."""
    answers = {"y": True, "yes": True, "n": False, "no": False}
    choices = {True: "[Y/n]", False: "[y/N]", None: "[y/n]"}[enter]
    said = _prompt(f"{question} {choices}", default="").strip()
    if not said and enter is not None:
        return enter
    return answers.get(said.lower(), said)


def require_yes(run: Run, question: str) -> None:
    """Ask whether to do what the command was typed for; unless it is yes, say that nothing was
    done and end the run as an interrupt does."""
    if not confirm(run, question):
        streams.remark("Not done. Nothing was changed.")
        raise typer.Exit(errors.Interrupted.exit_code)


def text(run: Run, value: str, option: str, asks: str) -> str:
    """A text that must be there and say something, asked for on a terminal.

    Raises MissingOption, PlaceholderText.
    """
    read = _saying_something(option)
    return read(value) if value else ask(run, option, asks, read)


def answer(run: Run, asks: str, check: Callable[[str], object]) -> str:
    """An answer that may be left out, asked for on a terminal until `check` takes it.

    It may be a bare yes or no; a dash or the like leaves it out.
    """

    def read(typed: str) -> str:
        if is_placeholder(typed):
            return ""
        check(typed)
        return typed

    return ask_or_skip(run, asks, read) or ""


def optional_text(run: Run, value: str, option: str, asks: str) -> str:
    """A text that may be left out, but says something; on a terminal it is asked for.

    Raises PlaceholderText for one that was given as an option.
    """
    read = _saying_something(option)
    return read(value) if value else ask_or_skip(run, asks, read) or ""


def risk_to_child(run: Run, value: str) -> str:
    """The risk to the child, asked for at the opening and at each move. Raises PlaceholderText."""
    asks = "the risk of harm and the impact on the child"
    return optional_text(run, value, "--risk-to-child", asks)


def _saying_something(option: str) -> Callable[[str], str]:
    def read(answer: str) -> str:
        if is_no_reason(answer):
            raise errors.PlaceholderText(option=option)
        return answer

    return read


def explain(words: str, label: str = "  ", indent: int = 2) -> None:
    """Show something beside a question, behind its label, wrapped by word at the terminal's
    width."""
    width = max(streams.columns_for_questions() - 1, indent + 20)
    lines = wrap(
        words,
        width,
        initial_indent=label,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    streams.remark("\n".join(lines) or label.rstrip())


def pair(value: str, option: str, form: str, mark: str = "=") -> tuple[str, str]:
    """KEY=VALUE in two. Raises BadPair."""
    key, found, rest = value.partition(mark)
    if not found or not key.strip() or not rest.strip():
        raise errors.BadPair(option=option, form=form)
    return key.strip(), rest.strip()


def positions(values: Iterable[str] | None) -> list[str]:
    """Each agency's view as it was typed, "AGENCY: view". Raises BadPair, PlaceholderText."""
    typed = list(values or ())
    for value in typed:
        _, view = pair(value, "--position", "AGENCY: its view", mark=":")
        if is_placeholder(view):
            raise errors.PlaceholderText(option="--position")
    return typed


def answered(values: Iterable[str] | None, questions: Iterable[str]) -> list[str]:
    """The key of each answer, "KEY=VALUE", to what the procedure asks of a move.

    Raises BadPair, UnknownCode.
    """
    keys = [pair(value, "--answer", "KEY=VALUE")[0] for value in values or ()]
    return [known_code("question here", key, questions) for key in keys]


def answers(run: Run, values: Iterable[str] | None, questions: Mapping[str, str]) -> list[str]:
    """The answers to what the procedure asks of a move, "KEY=VALUE", those missing asked for.

    Raises BadPair, UnknownCode. A question left unanswered is a gap of the record, no block.
    A bare yes or no may be the answer.
    """
    typed = list(values or ())
    keys = answered(typed, questions)
    for key, asks in questions.items():
        if key not in keys and (said := answer(run, asks, str)):
            typed.append(f"{key}={said}")
    return typed


# ------------------------------------------------------------------ choices


def one_of(
    run: Run,
    value: str,
    option: str,
    kind: str,
    asks: str,
    allowed: Mapping[str, str],
    check: Callable[[str], object] = lambda _: None,
) -> str:
    """One code out of several, asked for with the procedure's words; `kind` is what it is.

    What was chosen is asked for again where `check` refuses it. Raises MissingOption,
    UnknownCode.
    """
    if value:
        return known_code(kind, value, allowed)
    return ask(run, option, asks, _reader_of_one(run, kind, allowed, check))


def _reader_of_one(
    run: Run, kind: str, allowed: Mapping[str, str], check: Callable[[str], object]
) -> Callable[[str], str]:
    """Show what there is; what reads the answer as one code."""
    named = _offer(run, allowed)

    def read(typed: str) -> str:
        code = known_code(kind, named(typed), allowed)
        check(code)
        return code

    return read


def one_or_none(
    run: Run,
    kind: str,
    asks: str,
    allowed: Mapping[str, str],
    check: Callable[[str], object] = lambda _: None,
) -> str:
    """As `one_of`, but Enter leaves it out; nothing where nobody can be asked."""
    return ask_or_skip(run, asks, _reader_of_one(run, kind, allowed, check)) or ""


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
    return ask_or_skip(run, asks, _reader(kind, allowed, named)) or ()


def at_least_one_of(
    run: Run,
    option: str,
    kind: str,
    asks: str,
    allowed: Mapping[str, str],
    check: Callable[[tuple[str, ...]], object] = lambda _: None,
) -> tuple[str, ...]:
    """One or more codes that must be there; asked for again where `check` refuses them.

    Raises MissingOption, naming what there is.
    """
    if not run.is_interactive:
        asks = f"{asks}: {', '.join(allowed)}"
    named = _offer(run, allowed)
    reader = _reader(kind, allowed, named)

    def read(typed: str) -> tuple[str, ...]:
        codes = reader(typed)
        check(codes)
        return codes

    return ask(run, option, asks, read)


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
            explain("", f"{head}{shown(code)}")
            explain(shown(means), " " * 6, 6)
        else:
            explain(shown(means), f"{head}{shown(code).ljust(codes)}  ", indent)


def agency(
    run: Run, asks: str, among: Agencies, check: Callable[[str], object] = lambda _: None
) -> str:
    """One agency of several, asked for again where `check` refuses it.

    Raises MissingOption, UnknownAgency. Agencies are shown on the terminal where they are asked
    for, and never in an error.
    """
    named = _offer(run, dict.fromkeys(among.said, ""))

    def read(typed: str) -> str:
        code = agency_of(among, named(typed))
        check(code)
        return code

    return ask(run, "--agency", asks, read)


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
