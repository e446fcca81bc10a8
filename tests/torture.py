"""How much the slow harnesses do: little in the default run, more with `make test-all`, and the
whole of it with `make torture`."""

import os
from typing import TypeVar

import pytest

Size = TypeVar("Size")

#: `make torture` sets it.
THOROUGH = bool(os.environ.get("RESOLVE_TORTURE"))

#: The default run; `make test-all` sets the variable.
SHORT = not (THOROUGH or os.environ.get("RESOLVE_TEST_ALL"))

#: On a test that the default run leaves out. What it proves has a shorter test beside it.
long = pytest.mark.long


def several(usual: Size, thorough: Size, short: Size | None = None) -> Size:
    """How many times, or which: so many as usual, so many for `make torture`, and `short` in the
    default run, where it is given."""
    if THOROUGH:
        return thorough
    return short if SHORT and short is not None else usual
