"""What meets those who come to the project: forms, hosted checks, hooks, and how to take part.

None of it can be run here, so what can be compared is: every command that a file names exists, and
versions are the same wherever they are written.
"""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.house.project import PROJECT, name_of

WORKFLOWS = sorted((PROJECT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted((PROJECT / ".github" / "ISSUE_TEMPLATE").glob("[0-9]*.yml"))
HOOKS = PROJECT / ".pre-commit-config.yaml"
PAGES = [PROJECT / name for name in ("CONTRIBUTING.md", "RELEASING.md", "README.md")]

#: Commands of others that a step or a page may begin with.
OTHERS = {"git", "nox", "pip", "pipx", "pre-commit", "sha256sum", "export"}

WARNING = "Paste no text of a record here"


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return found


def project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    return found["project"]  # type: ignore[no-any-return]


def pythons() -> list[str]:
    """The versions of Python that the project says it runs on."""
    found = (re.search(r":: (3\.\d+)$", line) for line in project()["classifiers"])
    return [match[1] for match in found if match]


def missing(command: str) -> str:
    """What a command names and the project does not have; empty when it has everything."""
    words = command.split("#")[0].split()
    program = words[0].removeprefix(".venv/bin/")
    if program == "make":
        targets = set(re.findall(r"^([\w.-]+):", (PROJECT / "Makefile").read_text("utf-8"), re.M))
        wanted = [word for word in words[1:] if "=" not in word and not word.startswith(".")]
        return ", ".join(word for word in wanted if word not in targets)
    if program == "bash":
        return "" if (PROJECT / words[1]).is_file() else words[1]
    if program == "python" and words[1] == "-m":
        if words[2] == "pip":
            extras = re.findall(r"\.\[(\w+)\]", command)
            return ", ".join(one for one in extras if one not in project()["optional-dependencies"])
        module = PROJECT / words[2].replace(".", "/")
        known = words[2] in ("pytest", "build") or module.is_dir()
        return "" if known or module.with_suffix(".py").is_file() else words[2]
    return "" if program in {*OTHERS, "resolve"} else program


@pytest.mark.parametrize(
    ("command", "lacks"),
    [
        ("make lint", ""),
        ("make lint no-such-target", "no-such-target"),
        ("bash .ci/gone", ".ci/gone"),
        (".venv/bin/python -m tests.no_such", "tests.no_such"),
        ('python -m pip install --editable ".[no_such]"', "no_such"),
        ("no-such-program --version", "no-such-program"),
    ],
)
def test_a_command_of_something_that_is_not_there_is_found(command: str, lacks: str) -> None:
    assert missing(command) == lacks


# ------------------------------------------------------------------ hosted checks


@pytest.mark.parametrize("path", WORKFLOWS, ids=name_of)
def test_every_step_of_the_hosted_checks_names_what_the_project_has(path: Path) -> None:
    jobs = read(path)["jobs"]
    runs = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    assert "bash .ci/run" in runs
    assert [each for run in runs for each in run.splitlines() if missing(each)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=name_of)
def test_the_hosted_checks_run_on_every_python_that_the_project_names(path: Path) -> None:
    for name, job in read(path)["jobs"].items():
        assert job["strategy"]["matrix"]["python"] == pythons(), name
    first = re.fullmatch(r">=(3\.\d+)", project()["requires-python"])
    assert first is not None
    assert pythons()[0] == first[1]


@pytest.mark.parametrize("path", WORKFLOWS, ids=name_of)
def test_the_hosted_checks_may_only_read_and_run_no_action_that_somebody_can_exchange(
    path: Path,
) -> None:
    found = read(path)
    assert found["permissions"] == {"contents": "read"}
    used = re.findall(r"uses: (.+)", path.read_text("utf-8"))
    assert used
    assert [one for one in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[\d.]+", one)] == []
    for job in found["jobs"].values():
        assert {"runs-on", "steps", "timeout-minutes"} <= job.keys()
        assert "permissions" not in job


# ------------------------------------------------------------------ forms, hooks


def test_there_is_a_form_for_each_of_the_four_faults() -> None:
    assert [path.stem for path in FORMS] == [
        "1-a-date-is-wrong",
        "2-an-entry-is-lost",
        "3-a-text-leaked",
        "4-a-procedure-changed",
    ]


@pytest.mark.parametrize("path", FORMS, ids=name_of)
def test_a_form_begins_with_the_warning_and_asks_for_what_is_needed(path: Path) -> None:
    form = read(path)
    assert {"name", "description", "title", "labels", "body"} == form.keys()
    first, *fields = form["body"]
    assert first["type"] == "markdown"
    assert WARNING in first["attributes"]["value"]
    ids = [field["id"] for field in fields]
    assert len(set(ids)) == len(ids) > 0
    for field in fields:
        assert field["type"] in ("input", "textarea", "dropdown")
        assert field["attributes"]["label"]
        assert isinstance(field["validations"]["required"], bool)
        if field["type"] == "dropdown":
            options = field["attributes"]["options"]
            assert all(isinstance(option, str) for option in options)
            assert len(set(options)) == len(options)
    assert any(field["validations"]["required"] for field in fields)


def test_a_pull_request_begins_with_the_warning_too() -> None:
    page = (PROJECT / ".github" / "pull_request_template.md").read_text("utf-8")
    assert page.startswith("<!-- Paste no text of a record")


def test_every_hook_is_a_target_of_the_project_and_downloads_nothing() -> None:
    hooks = [(repo["repo"], hook) for repo in read(HOOKS)["repos"] for hook in repo["hooks"]]
    for repo, hook in hooks:
        assert (repo, hook["language"]) == ("local", "system"), hook["id"]
        assert hook["entry"].startswith("make ")
        assert missing(hook["entry"]) == ""


# ------------------------------------------------------------------ pages, versions


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_page_for_those_who_take_part_names_only_commands_that_there_are(path: Path) -> None:
    text = path.read_text("utf-8")
    commands = [
        *re.findall(r"^    (\S.*)$", re.sub(r"(?m)^ +- .*$|^\d+\..*$", "", text), re.M),
        *re.findall(r"`((?:make|bash|\.venv/bin/\w+) [^`]*)`", text),
    ]
    commands = [re.sub(r"\s+", " ", one) for one in commands]
    found = [one for one in commands if re.match(r"make |bash |python|\.venv/bin/", one)]
    assert found
    assert [one for one in found if missing(one)] == []


def test_the_version_is_the_newest_of_the_changelog_and_each_has_its_date() -> None:
    changelog = (PROJECT / "CHANGELOG.md").read_text("utf-8")
    first, *released = re.findall(r"^## (.+)$", changelog, re.M)
    assert first == "[Unreleased]"
    found = [re.fullmatch(r"\[(\d+)\.(\d+)\.(\d+)\] - (\S+)", each) for each in released]
    sections = [(*map(int, one.groups()[:3]), date.fromisoformat(one[4])) for one in found if one]
    assert len(sections) == len(released) > 0
    assert sections == sorted(sections, reverse=True)
    assert ".".join(map(str, sections[0][:3])) == project()["version"]
    for each in released:
        section = changelog.partition(f"\n## {each}\n")[2].partition("\n## [")[0]
        assert "\n- " in section, each
