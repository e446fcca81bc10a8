"""Whether every link of the documentation leads somewhere: to a file, and to a heading in it.

    python -m docs.links     name the links that lead nowhere (exit 1)

Addresses on the web are left alone: no check of this project goes to the network.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_CODE = re.compile(r"^```.*?^```[ \t]*$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")


def pages(project: Path = PROJECT) -> list[Path]:
    """Every Markdown page of the project."""
    return sorted(
        [*project.glob("*.md"), *project.glob("docs/**/*.md"), *project.glob("examples/**/*.md")]
    )


def broken(page: Path) -> Iterator[str]:
    """Each link of a page that leads nowhere, with its reason."""
    text = _CODE.sub("", page.read_text("utf-8"))
    for target in _LINK.findall(text):
        if target.startswith(("https://", "http://", "mailto:")):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name) if name else page
        if not file.exists():
            yield f"{target}: no such file"
        elif anchor and anchor not in anchors(file.read_text("utf-8")):
            yield f"{target}: no such heading"


def anchors(text: str) -> set[str]:
    """The anchors that the headings of a page make, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S), re.M)
    return {
        _NOT_IN_ANCHORS.sub("", heading.strip().lower()).replace(" ", "-") for heading in headings
    }


def main() -> int:
    """Name what is broken. Returns the exit code."""
    found = [
        f"{page.relative_to(PROJECT)}: {problem}" for page in pages() for problem in broken(page)
    ]
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
