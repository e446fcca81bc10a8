"""Choices at a question: by number, by a beginning of code or title, by letters that narrow them.

Where several fit, those are shown, numbered anew, and asked about again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import repeat

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.keyboard.sitting import ANOTHER
from resolutions_cli.app.questions import ask
from resolutions_cli.app.run import Run
from resolutions_cli.core.record.agency_names import Agencies
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.record.moves import agency_of, code_in_any_case, ways_on
from resolutions_cli.render.words.words import shown

#: Reads the typed words into the codes that may be meant.
Read = Callable[[str], tuple[str, ...]]

#: Raises the error of a chosen code, which is then asked for again.
Check = Callable[[str], object]

# ------------------------------------------------------------------ codes that fit the typed words


def fitting(typed: str, choices: Mapping[str, str]) -> tuple[str, ...]:
    """The codes that the typed words fit best, in either case: the code itself or its title;
    else the codes and titles that begin so; else those with these letters anywhere."""
    wanted = " ".join(typed.split()).casefold()
    if not wanted:
        return ()
    heard = {code: (code.casefold(), means.casefold()) for code, means in choices.items()}
    in_full = [code for code, (name, _) in heard.items() if name == wanted]
    if in_full:  # a code typed in full is meant, whatever another one's title is
        return tuple(in_full)
    ways: tuple[Callable[[str], bool], ...] = (
        lambda words: words == wanted,
        lambda words: words.startswith(wanted),
        lambda words: wanted in words,
    )
    for fits in ways:
        if found := tuple(code for code, words in heard.items() if any(map(fits, words))):
            return found
    return ()


def numbers_of(codes: Sequence[str]) -> dict[str, str]:
    """Each code by its number in the list; none where the codes are numbers themselves."""
    if any(code.isdecimal() for code in codes):
        return {}
    return {str(number): code for number, code in enumerate(codes, 1)}


class Choices:
    """What may be chosen at one question: codes with their titles; `kind` is what they are.

    Codes that are not to be `seen` have their titles shown alone; codes that are not to be
    `numbered` are numbers themselves.
    """

    def __init__(
        self, kind: str, means: Mapping[str, str], *, seen: bool = True, numbered: bool = True
    ) -> None:
        self.kind = kind
        self.means = means
        self._seen = seen
        self._numbered = numbered
        self._now = tuple(means)

    @property
    def _numbers(self) -> Mapping[str, str]:
        return numbers_of(self._now) if self._numbered else {}

    def show(self, run: Run, codes: Iterable[str] | None = None) -> None:
        """Show some of them, numbered; all of them, if `codes` are left out."""
        self._now = tuple(self.means if codes is None else codes)
        if run.is_interactive:
            heads = {code: code if self._seen else "" for code in self._now}
            show_choices([(heads[c], self.means[c]) for c in self._now], self._numbers)

    def read(self, typed: str) -> tuple[str, ...]:
        """The codes that may be meant: one by its number among those shown last, else those
        that fit. Raises UnknownCode, OneALine."""
        typed = typed.strip()
        if (numbered := self._numbers.get(typed)) is not None:
            return (numbered,)
        shown_last = {code: self.means[code] for code in self._now}
        if found := fitting(typed, shown_last) or fitting(typed, self.means):
            return found
        if typed.isdecimal() or not self._is_several(typed):
            # the titles are words of the record where the codes are hidden
            allowed = ", ".join(self.means) if self._seen else f"1 to {len(self._now)}"
            raise errors.UnknownCode(kind=self.kind, allowed=allowed or "none in this procedure")
        raise errors.OneALine

    def _is_several(self, typed: str) -> bool:
        """Whether somebody typed more than one of them."""
        parts = typed.replace(",", " ").replace(";", " ").split()
        known = {*self._numbers, *(code.casefold() for code in self.means)}
        return len(parts) > 1 and all(part.casefold() in known for part in parts)

    def one(
        self,
        run: Run,
        asks: Callable[[Read], tuple[str, ...] | None],
        check: Check = lambda _: None,
    ) -> str:
        """The one code that is meant, asked for with `asks` until one is left that `check`
        takes; empty when that gives none."""

        def read(typed: str) -> tuple[str, ...]:
            found = self.read(typed)
            if len(found) == 1:
                check(found[0])
            return found

        while found := asks(read):
            if len(found) == 1:
                return found[0]
            streams.remark("  Several fit. Which of these?")
            self.show(run, found)
        return ""


def show_choices(rows: Sequence[tuple[str, str]], numbers: Mapping[str, str]) -> None:
    """A line each: number, code, title; the title beneath where there is little room."""
    codes = max((len(shown(code)) for code, _ in rows), default=0)
    digits = max(map(len, numbers), default=0)
    indent = 2 + (digits + 2 if numbers else 0) + (codes + 2 if codes else 0)
    is_narrow = indent > streams.columns_for_questions() // 2
    for number, (code, means) in zip(numbers or repeat(""), rows, strict=False):
        head = f"  {number.rjust(digits)}. " if number else "  "
        if is_narrow:
            ask.explain("", f"{head}{shown(code)}")
            if means:
                ask.explain(shown(means), " " * 6, 6)
        else:
            label = f"{head}{shown(code).ljust(codes)}  " if codes else head
            ask.explain(shown(means), label, indent)


# ------------------------------------------------------------------ one, or several


def one_of(
    run: Run,
    value: str,
    option: str,
    kind: str,
    asks: str,
    allowed: Mapping[str, str],
    check: Check = lambda _: None,
) -> str:
    """One code out of several, asked for with the procedure's words; `kind` names the codes.

    A choice that `check` refuses is asked for again. The only one that there is is not
    asked for. Raises MissingOption, UnknownCode.
    """
    if value:
        return code_in_any_case(kind, value, allowed)
    if run.is_interactive and len(allowed) == 1:
        return only(allowed)
    choices = Choices(kind, allowed)
    choices.show(run)
    return choices.one(run, lambda read: ask.ask(run, option, asks, read), check)


def only(allowed: Mapping[str, str]) -> str:
    """The only code that there is, said instead of asked for."""
    code, means = next(iter(allowed.items()))
    ask.explain(shown(means or code), "  Only one choice: ", 4)
    return code


def one_or_none(
    run: Run,
    kind: str,
    asks: str,
    allowed: Mapping[str, str],
    *,
    seen: bool = True,
    enter: str = "to skip",
    check: Check = lambda _: None,
) -> str:
    """As `one_of`, but Enter leaves it out; nothing in a script.

    Codes that are not to be `seen` have their titles shown alone; `enter` says what Enter is for.
    """
    if not run.is_interactive or not allowed:
        return ""
    choices = Choices(kind, allowed, seen=seen)
    choices.show(run)
    return choices.one(run, lambda read: ask.ask_or_skip(run, asks, read, enter), check)


def some_of(
    run: Run,
    values: Sequence[str],
    kind: str,
    asks: str,
    allowed: Mapping[str, str],
    *,
    seen: bool = True,
) -> tuple[str, ...]:
    """One or more codes; asked for on a terminal, one a line, where Enter ends the list.

    Codes that are not to be `seen` have their titles shown alone. Raises UnknownCode.
    """
    if values or not run.is_interactive or not allowed:
        found = (code_in_any_case(kind, code, allowed) for code in values)
        return tuple(dict.fromkeys(found))
    return tuple(chosen_one_a_line(run, kind, asks, allowed, seen=seen))


def chosen_one_a_line(
    run: Run, kind: str, asks: str, allowed: Mapping[str, str], *, seen: bool = True
) -> Iterator[str]:
    """Codes that are chosen on a terminal until Enter ends the list, each as it is chosen."""
    choices = Choices(kind, allowed, seen=seen)
    choices.show(run)
    yield from _more(run, choices, f"{asks} {ONE_A_LINE}", [])


def at_least_one_of(
    run: Run,
    option: str,
    kind: str,
    asks: str,
    allowed: Mapping[str, str],
    *,
    several: bool = True,
    check: Callable[[tuple[str, ...]], object] = lambda _: None,
) -> tuple[str, ...]:
    """One or more codes that must be there, or one alone unless there may be `several`.

    One that `check` refuses together with those before it is asked for again. Raises
    MissingOption, naming what there is.
    """
    if not run.is_interactive:
        asks = f"{asks}: {', '.join(allowed)}"
    elif len(allowed) == 1:
        return (only(allowed),)
    choices = Choices(kind, allowed)
    choices.show(run)
    first = f"{asks} {ONE_A_LINE}" if several and run.is_interactive else asks
    found = choices.one(
        run, lambda read: ask.ask(run, option, first, read), lambda code: check((code,))
    )
    return (found, *_more(run, choices, "", [found], check)) if several else (found,)


def anything_to_add(run: Run, more: Mapping[str, str]) -> tuple[str, ...]:
    """The facts that somebody wants to add, of those that few records need; Enter for nothing."""
    if not run.is_interactive or not more:
        return ()
    choices = Choices("addition", more, seen=False)
    choices.show(run)
    return tuple(_more(run, choices, "anything to add? (one a line, Enter for nothing)", []))


#: Said of a question that takes a list.
ONE_A_LINE = "(one a line, Enter ends)"


def _more(
    run: Run,
    choices: Choices,
    asks: str,
    found: list[str],
    check: Callable[[tuple[str, ...]], object] = lambda _: None,
) -> Iterator[str]:
    """The codes, besides those found, that are chosen until Enter or none is left; `check` takes
    each together with those before it."""

    def fits(code: str) -> None:
        check(tuple(dict.fromkeys((*found, code))))

    while len(found) < len(choices.means):
        question = ANOTHER if found else asks
        code = choices.one(run, partial(ask.ask_again, run, question), fits)
        if not code:
            break
        if code not in found:
            found.append(code)
            yield code


# ------------------------------------------------------------------ agencies, stages, grounds


def agency(run: Run, asks: str, among: Agencies, check: Check = lambda _: None) -> str:
    """One agency of several, asked for again where `check` refuses it.

    Raises MissingOption, UnknownAgency. Agencies are shown on the terminal where they are asked
    for, and never in an error.
    """
    if not run.is_interactive:
        raise errors.MissingOption(option="--agency", asks=asks)
    choices = Choices("agency", dict(zip(among.codes, among.said, strict=True)), seen=False)
    choices.show(run)

    def read(checked: Read, typed: str) -> tuple[str, ...]:
        try:
            return checked(typed)
        except errors.UnknownCode:
            code = agency_of(among, typed)
            check(code)
            return (code,)

    return choices.one(
        run, lambda checked: ask.ask(run, "--agency", asks, partial(read, checked)), check
    )


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
    """The grounds of a move that needs one, asked for on a terminal; none for any other.

    Without `to` it is the only move that there is.
    """
    moves = dispute.stage.moves
    move = moves[0] if not to and len(moves) == 1 else dispute.stage.move_to(to)
    if not run.is_interactive or move is None or not move.grounds:
        return ()
    means = dispute.procedure.grounds
    allowed = {code: means.get(code, "") for code in move.grounds}
    return at_least_one_of(run, "--ground", "ground", "on which ground", allowed)
