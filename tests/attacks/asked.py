"""What the program answers: deadlines of every dispute in a workspace, at moments asked about.

Run as a process of its own, `python -m tests.attacks.asked FOLDER < questions`: one line of JSON
for each question, so that hundreds of disputes cost one start of Python.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.core.deadlines.case import assess
from resolutions_cli.core.record.dispute import NotYetOpened
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.files.record.log import find_log
from resolutions_cli.files.workspace.settings import Origin, read
from resolutions_cli.render.fields.deadline_json import deadline_json

#: What is asked says every moment itself.
EPOCH = datetime(1990, 1, 1, tzinfo=UTC)

#: A reference, the moment, and up to when entries count as known.
Question = tuple[str, date, datetime | None]


def answers(folder: Path, questions: Iterable[Question]) -> Iterator[dict[str, Any]]:
    """For each question the deadlines as `show --json` has them, None before it was opened; and
    what was found wrong."""
    run = Run(SharedOptions(workspace=folder, quiet=True), read(folder, Origin.GIVEN), EPOCH)
    log = None
    for reference, as_of, known_at in questions:
        if log is None or log.reference != reference:
            log = find_log(run.workspace, reference)
        known = log
        if known_at is not None:
            known = log.known_at(known_at + timedelta(minutes=1, milliseconds=-1))
        opened = known.opened
        if opened is None:
            yield {"deadlines": None, "findings": []}
            continue
        procedure = run.procedure(opened.digest, "")
        calendars = run.calendars(procedure.nation, known.entries[0].recorded)
        try:
            case = assess(known, procedure, calendars, Moment.of(as_of), run.settings)
        except NotYetOpened:
            yield {"deadlines": None, "findings": []}
            continue
        yield {
            "deadlines": [deadline_json(deadline) for deadline in case.deadlines],
            "findings": [f"{each.name} {each.entry[:8]}" for each in case.dispute.findings],
        }


def as_question(line: str) -> Question:
    reference, as_of, known_at = json.loads(line)
    moment = datetime.fromisoformat(as_of) if "T" in as_of else date.fromisoformat(as_of)
    return reference, moment, datetime.fromisoformat(known_at) if known_at else None


def as_line(question: Question) -> str:
    reference, as_of, known_at = question
    return json.dumps([reference, as_of.isoformat(), known_at and known_at.isoformat()])


if __name__ == "__main__":
    for answer in answers(Path(sys.argv[1]), map(as_question, sys.stdin)):
        sys.stdout.write(json.dumps(answer) + "\n")
