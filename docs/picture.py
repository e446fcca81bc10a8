"""The picture in the README: `resolve due` on the example workspace, drawn by Rich itself.

    python -m docs.picture     write docs/due.svg

The same table that a terminal shows, at a fixed moment; drawn again it is the same file.
"""

import io
import re
import sys
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import TerminalTheme

from resolutions_cli.app.read import read_all
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.core.views.select import Wanted, select
from resolutions_cli.render.formats.terminal import draw_table
from resolutions_cli.render.views.due import due_tables

PICTURE = Path(__file__).resolve().parent / "due.svg"
WORKSPACE = PICTURE.parent.parent / "examples" / "workspace"
AS_OF = "2026-12-22T09:00"

#: Columns of the terminal that is drawn.
WIDTH = 112

#: Rich's own form names a font on the web. A picture fetches nothing: the reader's font will do.
_FORM = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)

#: Dark enough on white, and each colour told apart in print.
_THEME = TerminalTheme(
    (255, 255, 255),
    (36, 41, 47),
    [
        (36, 41, 47),
        (179, 29, 40),
        (26, 127, 55),
        (154, 103, 0),
        (9, 105, 218),
        (130, 80, 223),
        (27, 124, 131),
        (110, 119, 129),
    ],
)


def picture() -> str:
    """The SVG, as it stands in the file."""
    run = Run.start(SharedOptions(workspace=WORKSPACE, as_of=AS_OF, quiet=True))
    found = select(read_all(run, words=True).cases, Wanted(), run.as_of, run.calendar)
    console = Console(
        file=io.StringIO(),
        record=True,
        width=WIDTH,
        force_terminal=True,
        color_system="standard",
        highlight=False,
        emoji=False,
        markup=False,
    )
    for table in due_tables(found.deadlines, found.quiet, run.as_of):
        draw_table(table, console)
    return console.export_svg(
        title=f"resolve due --as-of {AS_OF}", theme=_THEME, code_format=_FORM, unique_id="due"
    )


def words(svg: str) -> list[str]:
    """What the picture says, whatever version of Rich drew it."""
    return re.sub(r"<style.*?</style>|<[^>]+>", " ", svg, flags=re.DOTALL).split()


if __name__ == "__main__":
    PICTURE.write_text(picture(), "utf-8")
    sys.stdout.write(f"wrote {PICTURE.name}\n")
