"""How much the slow harnesses do: little in the default run, more with `make test-all`, and the
whole of it with `make torture`.

The default run leaves `long` tests out, and most cases of `sampled` ones. A file or folder named on
the command line is run with all its tests and cases.
"""

import os
from collections.abc import Sequence
from typing import TypeVar

import pytest

Size = TypeVar("Size")
Case = TypeVar("Case")

#: `make torture` sets it.
THOROUGH = bool(os.environ.get("RESOLVE_TORTURE"))

#: The default run; `make test-all` sets the variable.
SHORT = not (THOROUGH or os.environ.get("RESOLVE_TEST_ALL"))

#: On a test that the default run leaves out.
long = pytest.mark.long

#: On tests with many cases, of which the default run tries a few.
sampled = pytest.mark.sampled

#: How many cases of a sampled test the default run tries.
FEW = 3


def few(cases: Sequence[Case]) -> list[Case]:
    """The first case, the last, and others evenly between them: at most FEW."""
    if len(cases) <= FEW:
        return list(cases)
    return [cases[place * (len(cases) - 1) // (FEW - 1)] for place in range(FEW)]


def several(usual: Size, thorough: Size, short: Size | None = None) -> Size:
    """How many times, or which: so many as usual, so many for `make torture`, and `short` in the
    default run, where it is given."""
    if THOROUGH:
        return thorough
    return short if SHORT and short is not None else usual
