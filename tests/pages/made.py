"""Every page of HTML that the program makes, by the command that makes it.

Whoever adds a page adds a line here; tests/pages/test_in_a_browser.py opens them all.
"""

from dataclasses import dataclass

from tests import hostile, told


@dataclass(frozen=True)
class Made:
    """A command that prints a page, and the record it is made from: told, or hostile."""

    words: tuple[str, ...]
    record: str = "told"


def case(reference: str) -> tuple[str, ...]:
    """The command for the record of a case."""
    return ("report", "case", reference)


def panel(reference: str) -> tuple[str, ...]:
    """The command for a panel's pack."""
    return ("report", "panel", reference, "--format", "html")


MADE = {
    "a case under the North Yorkshire procedure, to its end": Made(case(told.NORTH)),
    "a case under the York procedure, to its end": Made(case(told.YORK)),
    "a case of which hardly anything is written down": Made(case(told.BARE)),
    "a case full of what other programs obey": Made(case(hostile.REF), "hostile"),
    "a pack for York's Case Review Group": Made(panel(told.YORK)),
    "a partnership's return, every number shown": Made(("report", "return", "--no-suppress")),
    "a procedure for the wall": Made(("procedure", "show", "cyscb", "--html")),
    "a return that names a hostile agency": Made(("report", "return"), "hostile"),
}
