"""What to try in the practice workspace."""

import shlex
from collections.abc import Mapping

from resolutions_cli.core.practice_story import AGREEMENT, CHRISTMAS, OVERDUE, PANEL, RISK
from resolutions_cli.render.page import Block, Heading, Para


def tries_page(folder: str, references: Mapping[str, str]) -> list[Block]:
    """The commands to try next, ready to be copied."""
    there = f"-w {shlex.quote(folder)}"
    overdue, risk = references[OVERDUE], references[RISK]
    tries = {
        "what to do first": f"resolve next {there}",
        "a whole case file": f"resolve show {overdue} {there}",
        "how its date was counted": f"resolve explain {overdue} main {there}",
        "a clock over Christmas": f"resolve explain {references[CHRISTMAS]} main {there}",
        "tell somebody of a risk": f'resolve risk {risk} --told "social-care=now by me" {there}',
        "agree a date": (
            f"resolve agree {references[AGREEMENT]} --by-date tomorrow"
            f' --with health --with social-care --reason "Both can meet then." {there}'
        ),
        "move one on": f'resolve escalate {overdue} --reason "They did not agree." {there}',
        "what a panel waits for": f"resolve next {references[PANEL]} {there}",
        "every dispute": f"resolve list --all {there}",
    }
    page: list[Block] = [Heading("TRY NEXT")]
    for words, command in tries.items():
        page.append(Para(words, 2))
        page.append(Para(command, 6, command=True))
    page.append(Para(f"It is all invented; delete {folder} when you are done.", style="aside"))
    return page
