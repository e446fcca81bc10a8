"""The record as JSON Lines for machines: disputes, entries and deadlines, one object a line;
and what could not be read.

`docs/schemas/export.schema.json` says what each holds.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from resolutions_cli.core.case import Case
from resolutions_cli.core.chronicle import Line
from resolutions_cli.core.findings import Finding
from resolutions_cli.core.when import Moment
from resolutions_cli.render.case_fields import CASE, LACKING, WholeDispute
from resolutions_cli.render.deadline_json import deadline_json
from resolutions_cli.render.documents import FORMAT, fields_json, moment_json
from resolutions_cli.render.entry_fields import ENTRY, TEXT_KEYS, Numbered


def export_lines(
    case: Case, lines: Iterable[Line], digest: str, as_of: Moment, *, with_text: bool = False
) -> Iterator[str]:
    """The lines of one dispute: itself, then its entries, then every duty, open or not.

    Texts of the record are left out unless asked for; which ones there are is always said.
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
    """A line for each dispute that could not be read or is to be settled: without it a file would
    look as if it held every dispute."""
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
    """What an entry said, the words themselves left out unless asked for."""
    keys = list(said["texts"])
    return {**said, "texts": said["texts"] if with_text else None, TEXT_KEYS.name: keys}
