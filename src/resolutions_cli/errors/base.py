"""The base of every error: a message, an exit code and a hint.

Each condition has one class. The first line of a class's docstring is the message, `hint` says
what to do; both may name facts in braces. Facts are codes, dates, references, file paths and
numbers, never a text of the record or typed words: stderr ends up in cron mail and in logs.
"""

from typing import ClassVar

#: Replaces an option's name where the value was typed at a question.
_ANSWER = "your answer"


class ResolveError(Exception):
    """something went wrong"""

    exit_code: ClassVar[int] = 1
    hint: ClassVar[str] = ""
    #: The remedy at a question, where `hint` names an option.
    hint_at_question: ClassVar[str] = ""

    def __init__(self, place: str = "", **facts: object) -> None:
        self.place = place
        self.facts = facts
        self._at_question = False
        super().__init__(self.message)

    def without_option(self) -> "ResolveError":
        """The error for an answer that was typed at a question: it names no option, since none
        was typed."""
        self.place = ""
        self._at_question = True
        if "option" in self.facts:
            self.facts = {**self.facts, "option": _ANSWER}
        return self

    @property
    def message(self) -> str:
        """The fault, as one sentence without a full stop."""
        return _first_line(type(self)).format(**self.facts)

    @property
    def advice(self) -> str:
        """The remedy; empty if there is nothing to add."""
        hint = (self._at_question and self.hint_at_question) or self.hint
        return hint.format(**self.facts)


class placed:
    """A block whose errors get `place`, an option's name, unless they have a place already."""

    # a class and not a generator, since reading a spreadsheet enters one for every cell
    def __init__(self, place: str) -> None:
        self._place = place

    def __enter__(self) -> None:
        """Prepare nothing."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, ResolveError):
            error.place = error.place or self._place


def _first_line(condition: type[ResolveError]) -> str:
    return (condition.__doc__ or "").split("\n", 1)[0]
