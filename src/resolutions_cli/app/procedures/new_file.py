"""A new procedure file from what somebody answers at a terminal."""

import re

from resolutions_cli.app.keyboard.sitting import NotTaken
from resolutions_cli.app.questions.ask import ask, ask_or_skip
from resolutions_cli.app.run import Run
from resolutions_cli.core.procedure.table import VERSION, VERSION_IS
from resolutions_cli.core.time.amount import NUMBER_WORDS, read_amount, read_range
from resolutions_cli.core.time.amount_advice import what_to_write
from resolutions_cli.core.time.bank_holidays import NATIONS
from resolutions_cli.files.workspace.template import NewProcedure, NewStage, written_down

#: The most stages that are asked about; a published route has some eight.
_MOST_STAGES = 20


def asked_procedure(run: Run, procedure_id: str) -> str:
    """The text of a file with the answers: head, stages, of each who and how long."""
    title = ask(run, "--title", "what the procedure is called", _line)
    owner = ask(run, "--owner", "whose it is (the partnership or the board)", _line)
    nation = ask(run, "--nation", f"whose working days count ({', '.join(NATIONS)})", _nation)
    source = ask(run, "--source", "where it is published (a chapter, a web page)", _line)
    version = ask(run, "--version", "which edition it is, as 2026-04", _version)
    many = ask(run, "--stages", "how many stages it has", _stages)
    stages = tuple(_stage(run, number) for number in range(1, many + 1))
    return written_down(NewProcedure(procedure_id, version, title, owner, nation, source, stages))


def _stage(run: Run, number: int) -> NewStage:
    stage = f"stage {number}"
    return NewStage(
        title=ask(run, "--title", f"{stage}: what it is called", _line),
        who=ask(run, "--who", f"{stage}: who acts, in the text's words (; between several)", _who),
        how_long=ask_or_skip(
            run,
            f"{stage}: how long there is, in the text's words",
            _how_long,
            "where the text states no time",
        )
        or "",
        cite=ask(run, "--cite", f"{stage}: where the text says so (section, row)", _line),
    )


# ------------------------------------------------------------------ answers


def _line(typed: str) -> str:
    return " ".join(typed.split())


def _who(typed: str) -> tuple[str, ...]:
    who = tuple(filter(None, (_line(part) for part in typed.split(";"))))
    if not who:
        raise NotTaken("Type who acts, as: the line managers of both")
    return who


def _nation(typed: str) -> str:
    name = "-".join(typed.lower().split())
    if name not in NATIONS:
        raise NotTaken(f"Type one of these: {', '.join(NATIONS)}.")
    return name


def _version(typed: str) -> str:
    if not VERSION.fullmatch(typed.strip()):
        raise NotTaken(f"Type {VERSION_IS}.")
    return typed.strip()


def _stages(typed: str) -> int:
    word = typed.strip().lower()
    number = int(word) if word.isascii() and word.isdigit() and len(word) < 3 else 0
    number = number or dict(zip(NUMBER_WORDS, range(1, 13), strict=True)).get(word, 0)
    if not 1 <= number <= _MOST_STAGES:
        raise NotTaken(f"Type a number from 1 to {_MOST_STAGES}.")
    return number


_HAS_TIME = re.compile(r"\d|\b(hour|day|week|fortnight|month|year)", re.IGNORECASE)


def _how_long(typed: str) -> str:
    """The text's words: an amount, a range, or words without a time."""
    words = _line(typed)
    if read_amount(words) or read_range(words) or not _HAS_TIME.search(words):
        return words
    advice = what_to_write(words, may_be_range=True)
    raise NotTaken(f"That is no amount of time: {advice}.")
