"""What tests need of the system besides Python: skipped without it, or failed where all must be.

    @needs("strace")
    def test_the_order_of_system_calls() -> None: ...

Where a tool is missing the test is skipped with a plain line. With RESOLVE_ALL_TOOLS=1, as
`.ci/run` sets it, the same test fails, so that nothing goes untried there without being seen.
"""

import os
import shutil

import pytest

#: Set by `.ci/run`: every tool is there, and a test that misses one fails.
ALL_TOOLS = "RESOLVE_ALL_TOOLS"


def needs(*tools: str) -> pytest.MarkDecorator:
    """A mark for tests (or `pytestmark`, for a module) that run these programs.

    Several names for one program are written "chromium|google-chrome". conftest.py looks for
    them before the test runs.
    """
    return pytest.mark.needs(*tools)


def missing(tools: tuple[str, ...]) -> str:
    """What of these is not installed, as a line to read; empty when everything is there."""
    return "; ".join(
        f"{' or '.join(names)} is not installed"
        for names in (tool.split("|") for tool in tools)
        if not any(map(shutil.which, names))
    )


def all_tools_must_be_there() -> bool:
    """Whether a missing tool fails a test instead of skipping it."""
    return bool(os.environ.get(ALL_TOOLS))
