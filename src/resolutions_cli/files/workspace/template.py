"""A new procedure file: the commented template."""

from resolutions_cli import errors
from resolutions_cli.core.procedure.table import CODE
from resolutions_cli.files.disk.places import DATA


def new_procedure(procedure_id: str) -> str:
    """The text of a new procedure file: the template with this id. Raises UsageError."""
    if not CODE.fullmatch(procedure_id):
        raise errors.UsageError(
            problem="that cannot be a procedure's id", command="resolve procedure new"
        )
    template = (DATA / "procedure-template.toml").read_text("utf-8")
    return template.replace('"southshire"', f'"{procedure_id}"', 1)
