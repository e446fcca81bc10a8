"""A question asked of many things, half of them by a copy of this process on another core."""

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

#: From so many on; a copy takes about as long to make as a hundred questions to a file system.
MANY = 200

_T = TypeVar("_T")


def ask(question: Callable[[_T], bool], things: Sequence[_T]) -> list[bool]:
    """The answers for all `things`, in their order. The question changes nothing."""
    # where a copy cannot be made, or costs more than it saves, there is none
    if len(things) < MANY or sys.platform != "linux" or (os.cpu_count() or 1) < 2:
        return list(map(question, things))
    half = _beside(question, things[1::2])
    answers = [False] * len(things)
    answers[::2] = map(question, things[::2])
    answers[1::2] = half()
    return answers


def _beside(question: Callable[[_T], bool], things: Sequence[_T]) -> Callable[[], list[bool]]:
    """Ask in a copy of this process; what is returned waits for its answers, and asks here
    whatever it did not answer."""

    def here() -> list[bool]:
        return list(map(question, things))

    try:
        answered, answers = os.pipe()
        copy = os.fork()
    except OSError:  # as many processes or files as the account may have
        return here
    if copy == 0:
        # it answers or it ends, and says nothing and tidies nothing up that is not its own
        try:
            os.close(answered)
            os.write(answers, bytes(here()))
        finally:
            os._exit(0)
    os.close(answers)

    def wait() -> list[bool]:
        with contextlib.suppress(OSError), os.fdopen(answered, "rb") as pipe:
            found = list(map(bool, pipe.read()))
            os.waitpid(copy, 0)
            if len(found) == len(things):
                return found
        return here()

    return wait
