"""A test whose tool is missing is skipped, and fails where none may be skipped."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.project import PROJECT
from tests.tools import ALL_TOOLS, missing

ORDER = "tests/attacks/test_write_order.py::test_a_new_folder_has_its_name_on_the_disk"


@pytest.mark.parametrize(
    ("all_tools", "ended", "said"),
    [
        ({}, 0, "1 skipped"),
        ({ALL_TOOLS: "1"}, 1, "strace is not installed"),
    ],
)
def test_without_strace_what_needs_it_is_skipped_or_fails(
    tmp_path: Path, all_tools: dict[str, str], ended: int, said: str
) -> None:
    environ = {key: value for key, value in os.environ.items() if key != ALL_TOOLS}
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-p", "no:cacheprovider"),
            f"{ORDER}_before_anything_is_said",
        ],
        env={**environ, "PATH": str(tmp_path), **all_tools},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, said in done.stdout) == (ended, True), done.stdout


def test_one_of_several_names_is_enough_and_every_tool_is_named() -> None:
    assert missing(("no-such-browser|sh",)) == ""
    assert missing(("sh", "no-such-a|no-such-b", "no-such-c")) == (
        "no-such-a or no-such-b is not installed; no-such-c is not installed"
    )
