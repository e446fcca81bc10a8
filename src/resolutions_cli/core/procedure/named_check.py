"""The list of named checks of a procedure file, and what every check is made of."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from resolutions_cli.core.procedure.limit import ENTERED, LEFT, Limit
from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.procedure.reader import ProcedureDraft
from resolutions_cli.core.value import Value

#: The findings of one check: the line, the problem, the allowed values.
Finds = Iterator[tuple[int, str, str]]


class Check(Value):
    """A named check. `means` completes "it finds ..."; `find` is None when the reader does it, or
    the counting of the examples.

    `whole_route` checks concern how the stages fit together. They are skipped if a part of the file
    could not be read: one misspelt key would make them all report a problem. A `new_only` check is
    made while a file is checked or added, never when one is read that is in use.
    """

    name: str
    means: str
    find: Callable[[ProcedureDraft, date], Finds] | None = None
    warning: bool = False
    whole_route: bool = False
    new_only: bool = False


READING = (
    Check("not-toml", "a file that is not TOML, not UTF-8, too large or too deeply nested"),
    Check("unknown-key", "a key that the language does not have"),
    Check("later-word", "a word that is kept for a later version of the language"),
    Check("missing-key", "a key that must be there and is not, or is empty"),
    Check("wrong-type", "a value of the wrong type, as a number where a text belongs"),
    Check("bad-amount", "an amount of time that cannot be read"),
    Check("bad-limit", "a limit without exactly one rule, or with keys that do not go together"),
    Check("bad-value", "a value that is not among those allowed"),
    Check("bad-code", "an id, a code or a version of the wrong form"),
    Check("bad-text", "a text with characters that do not show on a screen"),
    Check("bad-detail", "a detail of an event whose keys do not go together"),
    Check("duplicate-id", "one id, code or way on that is there twice"),
    Check("reserved-id", "an id that means something else in every procedure"),
)

#: Made by counting, which is no matter of the file alone: `core/views/examples.py`.
COUNTING = (Check("example-differs", "an example whose dates do not come out", new_only=True),)

CHECKS: dict[str, Check] = {check.name: check for check in (*READING, *COUNTING)}


def named_check(
    name: str,
    means: str,
    *,
    warning: bool = False,
    whole_route: bool = False,
    new_only: bool = False,
) -> Callable[[Callable[[ProcedureDraft, date], Finds]], Callable[[ProcedureDraft, date], Finds]]:
    """Add the decorated function to CHECKS."""

    def register(
        find: Callable[[ProcedureDraft, date], Finds],
    ) -> Callable[[ProcedureDraft, date], Finds]:
        CHECKS[name] = Check(name, means, find, warning, whole_route, new_only)
        return find

    return register


# ------------------------------------------------------------------ the limits of a procedure


def names_a_visit(limit: Limit) -> bool:
    """Whether a limit counts from reaching or leaving a stage."""
    return any(map(is_visit, limit.starts))


def is_visit(start: str) -> bool:
    """Whether a start is the reaching or leaving of a stage, no event."""
    return start.partition(":")[0] in (ENTERED, LEFT)


def limits_of(procedure: Procedure) -> Iterable[Limit]:
    """Every limit of a procedure; a cap once, however many stages have it."""
    stages = procedure.stages.values()
    own = (limit for stage in stages for limit in stage.limits)
    further = (limit for stage in stages for duty in stage.duties for limit in duty.limits)
    return dict.fromkeys((*own, *further))
