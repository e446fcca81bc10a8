"""Words that have no place in the project, and commands that are named and exist."""

import re

from resolutions_cli.cli import COMMANDS
from tests.house.project import name_of, sources, texts

#: Written apart, so that this file does not hold what it looks for.
NOT_OURS = {
    "a path of one machine": "/" + r"(work|root)/",
    "a package registry": "index" + r"-url|/sim" + r"ple/|registry" + r"=|pypi\." + r"org",
    "who or what wrote it": r"\b(AI ag" + r"ent|L" + r"LM|assis" + r"tant|chat" + r"bot)\b",
    "something left undone": r"\b(TO" + r"DO|FIX" + r"ME)\b",
}

#: Words that are data: what people type instead of a reason.
WHERE_IT_IS_MEANT = {
    ("src/resolutions_cli/app/questions/ask.py", "something left undone"),
    ("docs/scheduling.md", "a path of one machine"),
}

#: Commands of the design that are named in a message and are still to come.
TO_COME: set[str] = set()


def test_nothing_in_the_project_names_a_machine_a_registry_or_who_wrote_it() -> None:
    found = [
        f"{name}:{text[: match.start()].count(chr(10)) + 1}: {what}: {match.group()}"
        for name, text in texts()
        for what, pattern in NOT_OURS.items()
        if (name, what) not in WHERE_IT_IS_MEANT
        for match in re.finditer(pattern, text)
    ]
    assert found == []


def test_every_command_that_a_message_or_a_page_names_exists() -> None:
    options = {"--debug", "--help", "--version", "--install-completion"}
    known = {*COMMANDS, *TO_COME, "COMMAND", "{command}", "esc", "help", *options}
    found = [
        f"{name}: resolve {match.group(1)}"
        for name, text in texts()
        if name.startswith(("src/", "docs/", "examples/")) or name == "README.md"
        for match in re.finditer(r"`resolve ([^\s`]+)", text)
        if match.group(1) not in known
    ]
    assert found == []


def test_a_command_that_has_come_is_no_longer_called_still_to_come() -> None:
    assert TO_COME & set(COMMANDS) == set()


def test_every_lint_or_type_exception_has_its_reason_beside_it() -> None:
    """`# noqa` and `# type: ignore` name their rule, and a comment above or beside says why."""
    bare = []
    for path in sources():
        lines = path.read_text("utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            if not re.search(r"#\s*(noqa|type:\s*ignore)", line):
                continue
            named = re.search(r"noqa: [A-Z]+\d+|type: ignore\[[\w, -]+\]", line)
            above = lines[number - 2].strip() if number > 1 else ""
            reason = " - " in line.rpartition("#")[2] or above.startswith("#")
            if not named or not reason:
                bare.append(f"{name_of(path)}:{number}: {line.strip()}")
    assert bare == []
