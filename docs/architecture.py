"""The page of the rooms and its picture, made from the code: folders, docstrings, imports."""

import ast
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from resolutions_cli.core.value import Value
from resolutions_cli.render.formats.svg import element, picture_element, written

PACKAGE = "resolutions_cli"
SOURCE = Path(__file__).resolve().parents[1] / "src" / PACKAGE

#: The rooms from the top down; a room imports from those further down only. `lint-imports` holds
#: the code to the same order (pyproject.toml).
TIERS = (
    ("commands",),
    (
        "app/exchange",
        "app/procedures",
        "app/opening",
        "app/amending",
        "app/questions",
        "app/keyboard",
        "app",
    ),
    ("files/exchange", "files/record", "files/index", "files/workspace", "files/disk"),
    (
        "render/reports",
        "render/timeline",
        "render/views",
        "render/fields",
        "render/words",
        "render/formats",
    ),
    ("core/views", "core/statistics", "core/deadlines", "core/record"),
    ("core/entries", "core/procedure", "core/time", "core"),
    ("errors",),
)

# In pixels of the picture.
_WIDTH, _HEIGHT, _GAP, _MARGIN = 960, 62, 10, 14

_STYLE = """
.rooms{font-family:system-ui,sans-serif}
.room{fill:#eef2f7;stroke:#5b6b7f}
.name{font-size:14px;fill:#1b2733;font-weight:600}
.size{font-size:12px;fill:#44525f}
"""


class Room(Value):
    """A folder of the package: its modules by name, each with its docstring's first line, and the
    rooms that it imports from."""

    name: str
    about: str
    modules: dict[str, str]
    uses: tuple[str, ...]


def rooms() -> dict[str, Room]:
    """Every room of the program, in the order of TIERS. Raises KeyError for a folder that has no
    place there."""
    order = {name: place for place, name in enumerate(name for tier in TIERS for name in tier)}
    folders = sorted({path.parent for path in SOURCE.rglob("*.py")} - {SOURCE})
    found = [_room(folder) for folder in folders if any(_modules(folder))]
    return {room.name: room for room in sorted(found, key=lambda room: order[room.name])}


def _room(folder: Path) -> Room:
    name = folder.relative_to(SOURCE).as_posix()
    uses = {used for path in _modules(folder) for used in _uses(path)} - {name}
    return Room(
        name=name,
        about=_first_line(folder / "__init__.py"),
        modules={path.stem: _first_line(path) for path in _modules(folder)},
        uses=tuple(sorted(uses)),
    )


def _modules(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.py") if path.stem != "__init__")


def _first_line(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition("\n")[0]


def _uses(path: Path) -> Iterator[str]:
    """The rooms that a module imports from, also inside its functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE):
            parts = (node.module or "").split(".")[1:]
            for alias in node.names:
                place = SOURCE.joinpath(*parts, alias.name)
                if not place.is_dir():
                    # a module of a room, or a name in a module
                    is_module = place.with_suffix(".py").exists()
                    place = place.parent if is_module else place.parent.parent
                if place != SOURCE:
                    yield place.relative_to(SOURCE).as_posix()


def page() -> str:
    """The page as Markdown."""
    found = rooms()
    lines = [
        "# The rooms of the code",
        "",
        "<!-- Made by `make docs` from the code itself; edit docs/architecture.py instead. -->",
        "",
        "![The rooms in rows, from the commands at the top down to the errors](rooms.svg)",
        "",
        "A room imports only from rooms further down in the picture, or further right in its row.",
        "No modules or rooms import each other in a circle. `make lint` proves both.",
        "[tour.md](tour.md) follows one command through the rooms, and",
        "[decision 24](decisions/0024-rooms.md) gives the reasons for them.",
        "",
    ]
    for room in found.values():
        lines += [f"## {room.name}", "", room.about, ""]
        if room.uses:
            lines += [f"Imports from: {', '.join(room.uses)}.", ""]
        if room.name == "commands":
            lines += ["One module for each command: " + ", ".join(room.modules) + ".", ""]
            continue
        lines += ["| module | what it has |", "|---|---|"]
        place = f"../src/{PACKAGE}/{room.name}"
        lines += [
            f"| [{name}]({place}/{name}.py) | {about} |" for name, about in room.modules.items()
        ]
        lines.append("")
    return "\n".join(lines)


def picture() -> str:
    """The rooms in rows as SVG, each with the number of its modules."""
    found = rooms()
    boxes: list[Element] = []
    for row, tier in enumerate(TIERS):
        width = (_WIDTH - _GAP * (len(tier) - 1)) / len(tier)
        top = _MARGIN + row * (_HEIGHT + _GAP)
        for place, name in enumerate(tier):
            left = _MARGIN + place * (width + _GAP)
            boxes.extend(_box(found[name], left, top, width))
    size = (_WIDTH + 2 * _MARGIN, 2 * _MARGIN + len(TIERS) * (_HEIGHT + _GAP) - _GAP)
    said = "; ".join(", ".join(tier) for tier in TIERS)
    about = f"Rooms from the top down: {said}. Each imports from those below it only."
    return written(picture_element(size, "rooms-of-the-code", "Rooms", about, _STYLE, boxes)) + "\n"


def _box(room: Room, left: float, top: float, width: float) -> Iterator[Element]:
    count = len(room.modules)
    middle = left + width / 2
    yield element(
        "rect", x=left, y=float(top), width=width, height=float(_HEIGHT), rx=6, class_="room"
    )
    words = (("name", room.name, 26), ("size", f"{count} modules" if count > 1 else "1 module", 46))
    for kind, text, down in words:
        yield element(
            "text",
            text=text,
            x=middle,
            y=float(top + down),
            text_anchor="middle",
            class_=kind,
        )
