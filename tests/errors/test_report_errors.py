"""What can be wrong with what a report was asked to be, or with an outline for a pack."""

from pathlib import Path

import pytest

from resolutions_cli import errors
from tests.desk import REF, Desk

CANARY = "zwolfkanarie"
GOOD = '[pack]\ntitle = "P"\n\n[[section]]\ntitle = "S"\n'


def refused(desk: Desk, file: Path, code: int) -> str:
    desk.at("2026-11-18T09:00").opens("6")
    return desk.refused(code, "report", "panel", REF, "--format", "md", "--outline", str(file))


@pytest.mark.parametrize("name", ["nothing.toml", "."])
def test_an_outline_that_is_not_there_is_looked_for_nowhere_else(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    err = refused(desk, tmp_path / name, errors.NoOutlineFile.exit_code)
    assert err.splitlines() == [
        "resolve: error: there is no such outline of a pack, or it cannot be read",
        f"  {tmp_path / name}",
        "  check the path; without --outline the pack has the procedure's own outline",
    ]


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        (f'{GOOD}{CANARY} = "x"\nasks = ["x"]\n', 6, "unknown-key"),
        (f'{GOOD}holds = ["{CANARY}"]\nasks = ["x"]\n', 6, "bad-value"),
        (f"{GOOD}asks = {CANARY}\n", 6, "not-toml"),
        (GOOD, 4, "missing-key"),
        ("\x00", 1, "not-toml"),
        ("# x\n" * 20_000, 1, "not-toml"),
    ],
)
def test_one_that_cannot_be_used_says_the_line_and_repeats_no_word_of_it(
    desk: Desk, tmp_path: Path, text: str, line: int, problem: str
) -> None:
    file = tmp_path / "own.toml"
    file.write_text(text)
    err = refused(desk, file, errors.OutlineUnusable.exit_code)
    message = f"the outline of a pack cannot be used, line {line}: {problem}"
    assert f"resolve: error: {message}\n  {file}\n" in err
    assert CANARY not in err


@pytest.mark.parametrize(("kind", "allowed"), [("case", "html, md"), ("panel", "docx, html, md")])
def test_a_format_that_is_not_made_is_answered_with_those_that_are(
    desk: Desk, kind: str, allowed: str
) -> None:
    asked = ("report", kind, REF, "--format", CANARY)
    err = desk.refused(errors.UnknownFormat.exit_code, *asked)
    assert allowed in err
    assert CANARY not in err
