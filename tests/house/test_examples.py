"""Every example in the help of a command works: it is told in a story, run here, or asks."""

import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
import typer

from docs.stories import pages, read_page
from resolutions_cli.cli import COMMANDS, PROGRAM, app, main
from resolutions_cli.examples import EXAMPLES, examples_of
from tests.house.project import PROJECT

#: Those that cannot be run in a test, each with the reason. They are parsed all the same.
NOT_RUN = {
    "resolve redact ASH-1 2 --key reason --reason": "it asks, for it removes a text for good",
    "resolve redact ASH-1 2 --as-asked": "another copy must have asked for it",
    "resolve settle HILL-7": "two copies must have moved the dispute",
    "resolve procedure accept riverside@2026-1": "the file must have come from another copy",
    "resolve procedure add ~/riverside.toml": "a workspace of somebody's own",
    "resolve sync": "it needs another machine",
    "resolve undo": "it sets aside an entry of this account, and asks",
    "resolve open --ref HILL-7": "it asks for all that an opening needs",
}

#: The only place where a console block redirects; nothing before it is left out.
_REDIRECTED = re.compile(r"\s*(>/dev/null|\|).*", re.DOTALL)


def one_line(command: str) -> str:
    """The command without the breaks that keep it short."""
    return re.sub(r"\s*\\\n\s*", " ", command)


def told() -> set[str]:
    """Every command that a story or another page runs, as one line; so are their beginnings."""
    return {
        _REDIRECTED.sub("", one_line(step.command))
        for page in pages()
        for step in read_page(page).steps
    }


TOLD = told()
ALL = [example for pair in EXAMPLES.values() for example in pair]


def is_told(example: str) -> bool:
    """Whether a story has the example, with nothing or more options after it."""
    line = one_line(example)
    return any(each == line or each.startswith(f"{line} --") for each in TOLD)


def is_not_run(example: str) -> bool:
    return any(one_line(example).startswith(each) for each in NOT_RUN)


def paths(command: Any, path: str) -> list[str]:
    """The path of a command, and of the commands below it."""
    inner = getattr(command, "commands", {})
    return [path, *(each for name in inner for each in paths(inner[name], f"{path} {name}"))]


def test_every_command_has_two_examples_that_begin_with_its_name() -> None:
    group = typer.main.get_command(app)
    every = [
        path
        for name in COMMANDS
        for path in paths(group.get_command(None, name), name)  # type: ignore[attr-defined]
    ]
    assert set(every) == set(EXAMPLES)
    for path, examples in EXAMPLES.items():
        assert len(set(examples)) == 2, path
        for example in examples:
            assert example.startswith(f"{PROGRAM} {path}"), example


@pytest.mark.parametrize("path", EXAMPLES)
def test_the_help_of_a_command_ends_with_its_examples(
    path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*path.split(), "-h"]) == 0
    out = capsys.readouterr().out
    lines = "\n".join(examples_of(f"{PROGRAM} {path}")).splitlines()
    assert out.endswith("\nExamples:\n" + "".join(f"  {line}\n" for line in lines))
    assert max(map(len, lines)) <= 76


def newer_list() -> dict[str, dict[str, Any]]:
    """GOV.UK's list as the program brings it, with the day that Scotland has had since."""
    shipped = PROJECT / "src" / "resolutions_cli" / "data" / "bank-holidays.json"
    found: dict[str, dict[str, Any]] = json.loads(shipped.read_text("utf-8"))
    more = {"title": "World Cup", "date": "2026-06-15", "notes": "", "bunting": False}
    events = found["scotland"]["events"]
    found["scotland"]["events"] = sorted([*events, more], key=lambda event: str(event["date"]))
    return found


@pytest.fixture
def anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the examples name, and the workspace of the examples in use."""
    shutil.copytree(PROJECT / "examples" / "workspace", tmp_path / "workspace")
    for name in ("map.toml", "escalations.csv"):
        shutil.copy(PROJECT / "examples" / "import" / name, tmp_path)
    (tmp_path / "bank-holidays.json").write_text(json.dumps(newer_list()))
    route = PROJECT / "tests" / "errors" / "procedures" / "cap-overrun.toml"
    (tmp_path / "home").mkdir()
    for name in ("riverside.toml", "hillside.toml", "home/riverside.toml"):
        own = route.read_text("utf-8").replace('"broken"', f'"{Path(name).stem}"')
        (tmp_path / name).write_text(own.replace('version    = "1"', 'version    = "2026-1"'))
    (tmp_path / "why.txt").write_text("The calls are not answered again.\n")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("RESOLVE_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setenv("RESOLVE_NOW", "2026-12-22T09:00")
    monkeypatch.chdir(tmp_path)
    assert main(["procedure", "add", "riverside.toml"]) == 0
    return tmp_path


@pytest.mark.usefixtures("anywhere")
@pytest.mark.parametrize("example", ALL)
def test_an_example_is_understood(example: str) -> None:
    words = shlex.split(one_line(example))[1:]
    group: Any = typer.main.get_command(app)
    with group.make_context(PROGRAM, list(words)) as context:
        name, command, rest = group.resolve_command(
            context, [*context._protected_args, *context.args]
        )
        while command is not None:
            with command.make_context(name, list(rest), parent=context) as inner:
                if not hasattr(command, "resolve_command"):
                    break
                left = [*inner._protected_args, *inner.args]
                name, command, rest = command.resolve_command(inner, left)


@pytest.mark.parametrize("example", [each for each in ALL if not is_told(each)])
def test_an_example_that_no_story_tells_does_what_it_says(
    example: str, anywhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if is_not_run(example):
        pytest.skip("its reason stands in NOT_RUN")
    line = one_line(example)
    words = shlex.split(line)[1:]
    code = main([each.replace("~", str(anywhere / "home")) for each in words])
    assert code == 0, capsys.readouterr().err


def test_most_examples_are_told_or_run_and_each_exception_is_one() -> None:
    assert all(any(one_line(e).startswith(each) for e in ALL) for each in NOT_RUN)
    left_out = [each for each in ALL if not is_told(each) and is_not_run(each)]
    assert len(left_out) < len(ALL) / 8
    assert sum(map(is_told, ALL)) > len(ALL) / 4
