"""How large a module and a function may be, and that each says what it is."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.project import SOURCE, modules_of_tests, name_of, sources, tree

LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 60
MODULES_OF_A_ROOM = 20


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))


def is_command(path: Path, function: ast.FunctionDef) -> bool:
    """Typer reads a command's options from its signature, so that is as long as they are many."""
    return path.is_relative_to(SOURCE / "commands") and not function.name.startswith("_")


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    long = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in sources()}
    assert [n for n, lines in long.items() if lines > LINES_OF_A_FILE] == []


def test_no_function_is_longer_than_a_screen_the_signature_of_a_command_excepted() -> None:
    long = []
    for path in sources():
        for function in functions(path):
            first = function.body[0].lineno if is_command(path, function) else function.lineno
            length = (function.end_lineno or first) - first + 1
            if length > LINES_OF_A_FUNCTION:
                long.append(f"{name_of(path)}:{function.lineno} {function.name}: {length} lines")
    assert long == []


def test_every_module_and_every_test_module_says_in_its_docstring_what_it_is() -> None:
    silent = [
        name_of(path)
        for path in (*sources(), *modules_of_tests())
        if not (ast.get_docstring(tree(path)) or "").strip()
    ]
    assert silent == []


def test_every_public_class_and_function_of_a_module_has_a_docstring() -> None:
    silent = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in sources()
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_no_module_is_called_after_nothing_in_particular() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"}
    assert [name_of(path) for path in sources() if path.stem in vague] == []


# ------------------------------------------------------------------ rooms and names


def rooms() -> dict[Path, list[Path]]:
    """The modules of each folder."""
    found: dict[Path, list[Path]] = {}
    for path in sources():
        if path.stem != "__init__":
            found.setdefault(path.parent, []).append(path)
    return found


def test_no_room_has_more_modules_than_a_reader_looks_through_commands_excepted() -> None:
    """Commands are all alike, one for each word that a person types."""
    sizes = {name_of(room): len(modules) for room, modules in rooms().items()}
    sizes.pop("src/resolutions_cli/commands")
    assert {room: size for room, size in sizes.items() if size > MODULES_OF_A_ROOM} == {}


def test_no_two_modules_of_one_package_have_the_same_name() -> None:
    """Across packages a name is the same subject: the command, its use case, its view, its
    errors, its rules."""
    named: dict[tuple[str, str], list[str]] = {}
    for path in sources():
        if path.stem != "__init__":
            package = path.relative_to(SOURCE).parts[0]
            named.setdefault((package, path.stem), []).append(name_of(path))
    assert [paths for paths in named.values() if len(paths) > 1] == []


def test_no_two_public_classes_have_the_same_name() -> None:
    named: dict[str, list[str]] = {}
    for path in sources():
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                named.setdefault(node.name, []).append(name_of(path))
    assert {name: paths for name, paths in named.items() if len(paths) > 1} == {}
