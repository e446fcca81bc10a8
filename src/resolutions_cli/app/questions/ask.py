"""Asking for missing values on a terminal, and naming them in a script."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import typer

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.keyboard.editor import Hint
from resolutions_cli.app.keyboard.sitting import NotTaken, answered, looked_over
from resolutions_cli.app.run import Run
from resolutions_cli.core.record.moves import code_in_any_case
from resolutions_cli.core.text import between_words, is_no_reason, is_placeholder

# ------------------------------------------------------------------ questions


T = TypeVar("T")


def ask(
    run: Run,
    option: str,
    asks: str,
    read: Callable[[str], T],
    *,
    is_text: bool = False,
    hint: Hint | None = None,
) -> T:
    """Ask for something that is missing, again until `read` takes the answer; a text of several
    lines with `is_text`. `hint` says, while somebody types, how it is understood.

    Raises MissingOption in a script.
    """
    if not run.is_interactive:
        raise errors.MissingOption(option=option, asks=asks)
    return answered(_capital(asks), _not_empty(read), is_text=is_text, hint=hint)


def ask_or_skip(
    run: Run,
    asks: str,
    read: Callable[[str], T],
    enter: str = "to skip",
    *,
    is_text: bool = False,
) -> T | None:
    """As `ask`, but Enter leaves it out; None then, and in a script.

    `enter` says what Enter is for.
    """
    if not run.is_interactive:
        return None
    return ask_again(run, f"{asks} (Enter {enter})", read, is_text=is_text)


def ask_again(
    run: Run,
    asks: str,
    read: Callable[[str], T],
    *,
    is_text: bool = False,
    hint: Hint | None = None,
) -> T | None:
    """As `ask_or_skip`, where the question itself says what Enter means."""
    if not run.is_interactive:
        return None
    return answered(_capital(asks), _or_none(read), is_text=is_text, hint=hint)


def _capital(asks: str) -> str:
    return asks[:1].upper() + asks[1:]


def _not_empty(read: Callable[[str], T]) -> Callable[[str], T]:
    def read_something(typed: str) -> T:
        if not typed.strip():
            raise NotTaken("Type an answer. Ctrl-C stops and keeps what you have typed.")
        return read(typed)

    return read_something


def _or_none(read: Callable[[str], T]) -> Callable[[str], T | None]:
    return lambda typed: read(typed) if typed.strip() else None


def confirm(run: Run, question: str, *, enter: bool = False) -> bool:
    """Ask a yes-or-no question, again until it is one; no in a script.

    `enter` is what Enter says.
    """
    return run.is_interactive and confirm_or(question, enter, _neither)


def confirm_or(
    question: str, enter: bool | None, read: Callable[[str], T], hint: Hint | None = None
) -> bool | T:
    """Ask somebody at a terminal a yes-or-no question that another answer may be given to, as
    `read` takes it; again until there is one. With `enter` None, Enter is no answer."""
    choices = {True: "[Y/n]", False: "[y/N]", None: "[y/n]"}[enter]

    def read_any(typed: str) -> bool | T:
        said = typed.strip().lower()
        if not said:
            return _neither(said) if enter is None else enter
        return _YES_OR_NO[said] if said in _YES_OR_NO else read(typed)

    return answered(f"{question} {choices}", read_any, hint=hint)


_YES_OR_NO = {"y": True, "yes": True, "n": False, "no": False}


def _neither(_: str) -> bool:
    raise NotTaken("Type y for yes or n for no.")


def require_yes(run: Run, question: str, *, enter: bool = False) -> None:
    """Ask whether to do what the command was typed for; unless it is yes, say that nothing was
    done and end the run as an interrupt does. `enter` is what Enter says."""
    if not confirm(run, question, enter=enter):
        streams.remark("Not done. Nothing was changed.")
        raise typer.Exit(errors.Interrupted.exit_code)
    looked_over()


def text(run: Run, value: str, option: str, asks: str) -> str:
    """A text that must be there and say something, asked for on a terminal.

    Raises MissingOption, PlaceholderText.
    """
    read = saying_something(option)
    return read(value) if value else ask(run, option, asks, read, is_text=True)


def answer(
    run: Run,
    asks: str,
    check: Callable[[str], object],
    meant: Callable[[str], str] = lambda typed: typed,
) -> str:
    """An answer that may be left out, asked for on a terminal until `check` takes it.

    It may be a bare yes or no; a dash or the like leaves it out. `meant` may make another answer
    of it.
    """

    def read(typed: str) -> str:
        if is_placeholder(typed):
            return ""
        check(typed)
        return meant(typed)

    return ask_or_skip(run, asks, read, is_text=True) or ""


def optional_text(run: Run, value: str, option: str, asks: str) -> str:
    """A text that may be left out, but says something; on a terminal it is asked for.

    Raises PlaceholderText for one that was given as an option.
    """
    read = saying_something(option)
    return read(value) if value else ask_or_skip(run, asks, read, is_text=True) or ""


def risk_to_child(run: Run, value: str) -> str:
    """The risk to the child, asked for at the opening and at each move. Raises PlaceholderText."""
    asks = "the risk of harm and the impact on the child"
    return optional_text(run, value, "--risk-to-child", asks)


def saying_something(option: str) -> Callable[[str], str]:
    """Takes a text that says something; raises PlaceholderText for any other."""

    def read(answer: str) -> str:
        if is_no_reason(answer):
            raise errors.PlaceholderText(option=option)
        return answer

    return read


def explain(words: str, label: str = "  ", indent: int = 2) -> None:
    """Show something beside a question, behind its label, wrapped by word at the terminal's
    width."""
    width = max(streams.columns_for_questions() - 1, indent + 20)
    lines = between_words(words, width, label, indent)
    streams.remark("\n".join(lines) or label.rstrip())


def file_there(typed: str) -> Path:
    """The path of a file that is there, `~` being the home folder. Raises NoFileThere."""
    path = Path(typed.strip()).expanduser()
    if not path.is_file():
        raise errors.NoFileThere
    return path


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


def answered_keys(values: Iterable[str] | None, questions: Iterable[str]) -> list[str]:
    """The key of each answer, "KEY=VALUE", to what the procedure asks of a move, as the procedure
    writes it.

    Raises BadPair, UnknownCode.
    """
    keys = [pair(value, "--answer", "KEY=VALUE")[0] for value in values or ()]
    names = tuple(questions)
    return [code_in_any_case("question here", key, names) for key in keys]


def answers(run: Run, values: Iterable[str] | None, questions: Mapping[str, str]) -> list[str]:
    """The answers to what the procedure asks of a move, "KEY=VALUE", those missing asked for.

    Raises BadPair, UnknownCode. A question left unanswered is a gap of the record, no block.
    A bare yes or no may be the answer.
    """
    typed = list(values or ())
    keys = answered_keys(typed, questions)
    for number, (key, value) in enumerate(zip(keys, typed, strict=True)):
        as_typed, said = pair(value, "--answer", "KEY=VALUE")
        if key != as_typed:
            typed[number] = f"{key}={said}"
    for key, asks in questions.items():
        if key not in keys and (said := answer(run, asks, str)):
            typed.append(f"{key}={said}")
    return typed
