"""The outlines of packs: the shipped ones, and a partnership's own."""

from pathlib import Path

from resolutions_cli import errors
from resolutions_cli.core.views.panel import Outline, read_outline
from resolutions_cli.files.disk.places import DATA
from resolutions_cli.files.disk.plain_toml import TomlFault
from resolutions_cli.files.disk.toml import load_toml
from resolutions_cli.files.disk.toml_library import decoded, line_numbers

#: In bytes; the longest shipped outline has 5 thousand.
LARGEST_OUTLINE = 64 * 1024

_PACKS = DATA / "packs"
_GENERAL = "general.toml"


def outline_for(label: str) -> Outline:
    """The shipped outline for a procedure's label, or the general one.

    Another version of the procedure may need other contents, so it gets the general one.
    """
    shipped = {path.name: load_outline(path) for path in sorted(_PACKS.glob("*.toml"))}
    fitting = (outline for outline in shipped.values() if label in outline.procedures)
    return next(fitting, shipped[_GENERAL])


def load_outline(path: Path) -> Outline:
    """The outline at any path. Raises NoOutlineFile, and OutlineUnusable with its first problem."""
    try:
        if path.exists() and not path.is_file():
            raise errors.NoOutlineFile(str(path))
        with path.open("rb") as file:
            raw = file.read(LARGEST_OUTLINE + 1)
    except OSError:
        raise errors.NoOutlineFile(str(path)) from None
    try:
        data = load_toml(raw, limit=LARGEST_OUTLINE)
    except TomlFault as fault:
        line, allowed = fault.line or 1, "TOML in UTF-8"
        raise errors.OutlineUnusable(
            str(path), line=line, problem="not-toml", allowed=allowed
        ) from None
    outline, problems = read_outline(data, line_numbers(decoded(raw)))
    if outline is None:
        first = min(problems, key=lambda problem: problem.line)
        raise errors.OutlineUnusable(
            str(path), line=first.line, problem=first.name, allowed=first.allowed or "plain text"
        )
    return outline
