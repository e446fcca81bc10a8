"""A whole dispute as JSON: facts, state, log, every deadline, findings and gaps."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from resolutions_cli.core.deadlines.case import Case
from resolutions_cli.core.record.findings import Finding
from resolutions_cli.core.record.log import Line
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.render.fields.case_fields import CASE, LACKING, WholeDispute
from resolutions_cli.render.fields.deadline_json import deadline_json
from resolutions_cli.render.fields.entry_fields import ENTRY, TEXT_KEYS, Numbered
from resolutions_cli.render.formats.json import FORMAT, fields_json, moment_json

# ------------------------------------------------------------------ a dispute


def line_json(line: Line, numbers: Mapping[str, int]) -> dict[str, Any]:
    """One entry after its corrections; if it has any, the original too."""
    return fields_json(ENTRY, Numbered(line, numbers))


def dispute_json(case: Case, lines: Iterable[Line], digest: str) -> dict[str, Any]:
    """A whole dispute: facts, state, log, every deadline, findings and gaps."""
    whole = WholeDispute(case, digest)
    return {
        **fields_json(CASE, whole),
        "entries": [line_json(line, case.dispute.numbers) for line in lines],
        "deadlines": [deadline_json(deadline) for deadline in case.deadlines],
        **fields_json(LACKING, whole),
    }


# ------------------------------------------------------------------ JSON Lines


def export_lines(
    case: Case, lines: Iterable[Line], digest: str, as_of: Moment, *, with_text: bool = False
) -> Iterator[str]:
    """The JSON lines of one dispute: the dispute, its entries, then every deadline.

    The texts of the record appear only `with_text`; their keys always do.
    """
    dispute = case.dispute

    def line(type_: str, body: dict[str, Any]) -> str:
        head = {"resolve_format": FORMAT, "type": type_, "as_of": moment_json(as_of)}
        said = {**head, "dispute": dispute.reference, **body}
        return json.dumps(said, ensure_ascii=False, separators=(",", ":")) + "\n"

    yield line("dispute", fields_json((*CASE, *LACKING), WholeDispute(case, digest)))
    for entry in lines:
        said = fields_json(ENTRY, Numbered(entry, dispute.numbers))
        original = said["original"]
        said["original"] = _without_text(original, with_text) if original else None
        yield line("entry", _without_text(said, with_text))
    for deadline in case.deadlines:
        yield line("deadline", deadline_json(deadline))


def unreadable_lines(findings: Iterable[Finding], as_of: Moment) -> Iterator[str]:
    """A line for each dispute that could not be read or is to be settled.

    Without these lines the file would seem to hold every dispute.
    """
    for finding in findings:
        said = {
            "resolve_format": FORMAT,
            "type": "unreadable",
            "as_of": moment_json(as_of),
            "dispute": finding.dispute or None,
            "path": finding.path,
            "name": finding.name,
            "problem": finding.kind.sentence,
        }
        yield json.dumps(said, ensure_ascii=False, separators=(",", ":")) + "\n"


def _without_text(said: dict[str, Any], with_text: bool) -> dict[str, Any]:
    """An entry's fields with the keys of its texts; the texts themselves only `with_text`."""
    keys = list(said["texts"])
    return {**said, "texts": said["texts"] if with_text else None, TEXT_KEYS.name: keys}
