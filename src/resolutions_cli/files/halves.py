"""Work on many things shared with a copy of this process, on another core."""

import contextlib
import marshal
import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar, cast

#: From so many things on; a copy takes about as long to make as a hundred questions to a file
#: system.
MANY = 200

_T = TypeVar("_T")


def in_halves(work: Callable[[int, int], _T], things: int) -> list[_T]:
    """`[work(0, 1)]`, or where there are many things `[work(0, 2), work(1, 2)]`: each does the
    share of that number, of so many shares, and both at once. What comes of it is something that
    marshal takes; the work changes nothing."""
    # where a copy cannot be made, or costs more than it saves, there is none
    if things < MANY or sys.platform != "linux" or (os.cpu_count() or 1) < 2:
        return [work(0, 1)]
    other = _beside(lambda: work(1, 2))
    return [work(0, 2), other()]


def _beside(work: Callable[[], _T]) -> Callable[[], _T]:
    """Work in a copy of this process; what is returned waits for it, and works here where
    nothing came of that."""
    try:
        ready, result = os.pipe()
        copy = os.fork()
    except OSError:  # as many processes or files as the account may have
        return work
    if copy == 0:
        # it answers or it ends, and says nothing and tidies nothing up that is not its own
        try:
            os.close(ready)
            with os.fdopen(result, "wb") as pipe:
                pipe.write(marshal.dumps(cast(Any, work())))
        finally:
            os._exit(0)
    os.close(result)

    def wait() -> _T:
        with contextlib.suppress(OSError, EOFError, ValueError, TypeError):
            with os.fdopen(ready, "rb") as pipe:
                raw = pipe.read()
            os.waitpid(copy, 0)
            found: _T = marshal.loads(raw)
            return found
        return work()

    return wait
