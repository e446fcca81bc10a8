"""A new procedure file: the commented template, or the answers that somebody gave."""

from collections.abc import Iterator

from resolutions_cli import errors
from resolutions_cli.core.procedure.table import CODE
from resolutions_cli.core.time.amount import read_amount, read_range
from resolutions_cli.core.value import Value
from resolutions_cli.files.disk.places import DATA
from resolutions_cli.files.disk.plain_toml import quoted


class NewStage(Value):
    """A stage as the published text has it: `how_long` in its own words, empty where it states no
    time; `cite` is where it says so."""

    title: str
    who: tuple[str, ...]
    how_long: str
    cite: str


class NewProcedure(Value):
    """The answers about a procedure that is to be written down; stages in their order."""

    id: str
    version: str
    title: str
    owner: str
    nation: str
    source: str
    stages: tuple[NewStage, ...]


def require_id(procedure_id: str) -> None:
    """Raise UsageError for what cannot be a procedure's id."""
    if not CODE.fullmatch(procedure_id):
        raise errors.UsageError(
            problem="that cannot be a procedure's id", command="resolve procedure new"
        )


def new_procedure(procedure_id: str) -> str:
    """The text of a new procedure file: the template with this id. Raises UsageError."""
    require_id(procedure_id)
    template = (DATA / "procedure-template.toml").read_text("utf-8")
    return template.replace('"southshire"', f'"{procedure_id}"', 1)


# ------------------------------------------------------------------ from answers


def written_down(new: NewProcedure) -> str:
    """The text of a procedure file that has these answers and nothing else.

    Each stage leads to the next one, and its time counts from reaching it: how the text means it
    has still to be read, so the check asks for a reading.
    """
    return "\n".join((*_head(new), *(line for part in _stages(new) for line in part), ""))


def _head(new: NewProcedure) -> Iterator[str]:
    yield "# `resolve procedure check FILE` names what is still missing, line by line;"
    yield "# `resolve procedure new ID --template` shows every word of the language."
    yield ""
    yield "[procedure]"
    for key in ("id", "version", "title", "owner", "nation", "source"):
        yield f"{key} = {quoted(getattr(new, key))}"
    yield "# checked_on = the day on which somebody compares this with the text, as 2026-04-01"
    yield ""
    yield "# [outcomes]    how a dispute may end: a code for each, and what it means"


def _stages(new: NewProcedure) -> Iterator[Iterator[str]]:
    for number, stage in enumerate(new.stages, 1):
        yield _stage(number, stage, is_last=number == len(new.stages))


def _stage(number: int, stage: NewStage, *, is_last: bool) -> Iterator[str]:
    yield ""
    yield "[[stage]]"
    yield f'id = "{number}"'
    yield f"title = {quoted(stage.title)}"
    yield f"who = [{', '.join(map(quoted, stage.who))}]"
    if number == 1:
        yield "start = true"
    yield f"cite = {quoted(stage.cite)}"
    if not is_last:
        yield f'moves = [{{ to = "{number + 1}" }}]'
    if stage.how_long:
        yield ""
        yield "  [[stage.limit]]"
        yield from (f"  {line}" for line in _limit(stage))


def _limit(stage: NewStage) -> Iterator[str]:
    if read_amount(stage.how_long) or read_range(stage.how_long):
        yield f"within = {quoted(stage.how_long)}"
        yield 'of = "entered"'
    else:
        yield f"said = {quoted(stage.how_long)}"
    yield f"cite = {quoted(stage.cite)}"
