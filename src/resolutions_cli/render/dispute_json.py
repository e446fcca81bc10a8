"""A whole dispute as JSON: facts, where it stands, log, every duty, findings and gaps."""

from collections.abc import Iterable, Mapping
from typing import Any

from resolutions_cli.core.case import Case
from resolutions_cli.core.chronicle import Line
from resolutions_cli.render.case_fields import CASE, LACKING, WholeDispute
from resolutions_cli.render.deadline_json import deadline_json
from resolutions_cli.render.documents import fields_json
from resolutions_cli.render.entry_fields import ENTRY, Numbered


def line_json(line: Line, numbers: Mapping[str, int]) -> dict[str, Any]:
    """One entry as it stands after its corrections, and as it was recorded if there are any."""
    return fields_json(ENTRY, Numbered(line, numbers))


def dispute_json(case: Case, lines: Iterable[Line], digest: str) -> dict[str, Any]:
    """A whole dispute: facts, where it stands, log, every duty, findings and gaps."""
    whole = WholeDispute(case, digest)
    return {
        **fields_json(CASE, whole),
        "entries": [line_json(line, case.dispute.numbers) for line in lines],
        "deadlines": [deadline_json(deadline) for deadline in case.deadlines],
        **fields_json(LACKING, whole),
    }
