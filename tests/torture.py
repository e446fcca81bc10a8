"""How much the slow harnesses do: a short version in every run, the whole of it when asked."""

import os

#: `make torture` sets it.
THOROUGH = bool(os.environ.get("RESOLVE_TORTURE"))


def several(quick: int, thorough: int) -> int:
    """How many times: so many in every run, so many when thoroughness is asked for."""
    return thorough if THOROUGH else quick
