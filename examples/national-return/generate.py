"""Makes what partnerships would send: one export each, of invented disputes, the same every time.

    python examples/national-return/generate.py FOLDER --partnerships 150 --deadlines 1000000

Each file holds lines of type `deadline` as `resolve export --jsonl` writes them. The names are
invented, the working days are real: a date is counted by the program's own calendar.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from resolutions_cli.files.workspace.calendars import calendar_for, shipped_list
from resolutions_cli.files.workspace.procedures import procedure_named

#: 15 times 10 places that there are not.
_FIRST = (
    "Alder Birch Cairn Drover Elder Fallow Gorse Hazel Ivel Juniper Kestrel Lark Moor Nettle Otter"
)
_SECOND = "bourne combe dale fell ford ham mere shire thorpe wick"
PARTNERSHIPS = tuple(f"{a}{b}" for a in _FIRST.split() for b in _SECOND.split())

#: Everything stands as of this day.
AS_OF = date(2026, 9, 30)
_FIRST_DAY = date(2024, 4, 1)
_DAYS = (AS_OF - _FIRST_DAY).days

#: Stages of North Yorkshire's procedure: working days, and how many of a hundred go on from it.
_STAGES = {"1": (4, 60), "2": (1, 80), "3": (10, 45), "4": (10, 35), "5": (1, 95), "6": (13, 90)}

#: Of a hundred duties these are late, and these of a hundred late ones are still not done.
_LATE, _STILL_OPEN = 22, 10

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


#: What is the same in every line.
_OF_A_DEADLINE = {
    "resolve_format": 1,
    "type": "deadline",
    "as_of": AS_OF.isoformat(),
    "visit": 1,
    "duty": "main",
    "agency": None,
    "time": 1,
    "past_aim": False,
    "aim_due": None,
    "aim_at": None,
    "provisional": False,
    "planned": False,
    "moved_later": None,
    "moved_why": None,
    "binding": 0,
}
_OF_A_LIMIT = {
    "pending_on": None,
    "cite": "Process, table",
    "reading": "",
    "at_latest": False,
}


class Generator:
    """Disputes of one partnership after the other; the calendar is counted once."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.procedure = procedure_named("nyscp", None).procedure
        self.calendar = calendar_for("england", [shipped_list()])
        days = (_FIRST_DAY + timedelta(days=number) for number in range(_DAYS + 1))
        self._due = {
            (day, amount): self.calendar.add_working_days(day, amount)
            for day in days
            for amount in {amount for amount, _ in _STAGES.values()}
        }

    def deadlines(self, partnership: str, number: int) -> Iterator[dict[str, Any]]:
        """So many deadlines, dispute by dispute, each going on from stage to stage."""
        chance = Random(f"{self.seed} {partnership}")
        made = 0
        while made < number:
            raised = _FIRST_DAY + timedelta(days=chance.randrange(_DAYS))
            code = "".join(chance.choices(_ALPHABET, k=5))
            reference = f"{raised.year}-{code}"
            for stage, (amount, on) in _STAGES.items():
                line = self._deadline(reference, stage, amount, raised, chance)
                yield line
                made += 1
                if made == number or line["fulfilled_at"] is None or chance.randrange(100) >= on:
                    break
                raised = min(date.fromisoformat(line["fulfilled_at"]), AS_OF)

    def _deadline(
        self, reference: str, stage: str, amount: int, start: date, chance: Random
    ) -> dict[str, Any]:
        due = self._due[start, amount]
        status, done, late = self._fate(start, due, chance)
        known = self.procedure.stages[stage]
        days = {"due": due.isoformat(), "due_at": None}
        limit = {
            "rule": f"within {amount} working days",
            "of": "raised",
            "stage": stage,
            "event_on": start.isoformat(),
            "event_at": None,
            "from_on": start.isoformat(),
            "from_at": None,
            **days,
            **_OF_A_LIMIT,
        }
        return {
            **_OF_A_DEADLINE,
            "dispute": reference,
            "procedure": self.procedure.id,
            "version": self.procedure.version,
            "stage": stage,
            "title": known.title,
            "who": self.procedure.who(known.who),
            **days,
            "act_by": due.isoformat(),
            "status": status,
            "working_days_left": None if done else self._between(AS_OF, due),
            "working_days_over": None if done else self._between(due, AS_OF),
            "working_days_late": late,
            "fulfilled_at": done,
            "how": "moved-on" if done else None,
            "working_days_here": None,
            "concerns": [],
            "limits": [limit],
        }

    def _fate(self, start: date, due: date, chance: Random) -> tuple[str, str | None, int | None]:
        """The status, when it was fulfilled, and how many working days late."""
        is_late = chance.randrange(100) < _LATE
        if is_late:
            done = due + timedelta(days=1 + int(chance.expovariate(1 / 6)))
            stays_open = chance.randrange(100) < _STILL_OPEN
        else:
            done = start + timedelta(days=chance.randrange((due - start).days + 1))
            stays_open = False
        if done > AS_OF or stays_open:
            return ("overdue" if due < AS_OF else "on-time"), None, None
        late = self._between(due, done) if is_late else None
        return ("missed" if is_late else "met"), done.isoformat(), late

    def _between(self, after: date, until: date) -> int:
        return self.calendar.working_days_between(after, until)


def generate(folder: Path, partnerships: int, deadlines: int, seed: int = 1) -> int:
    """Write the exports of so many partnerships with so many deadlines in all; large ones have
    many times what small ones have. Returns the number of bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    names = PARTNERSHIPS[:partnerships]
    generator, written = Generator(seed), 0
    weights = [1 + 9 * Random(f"{seed} {name} size").random() ** 2 for name in names]
    left, heavy = deadlines, sum(weights)
    for name, weight in zip(names, weights, strict=True):
        number = left if name == names[-1] else min(left, round(deadlines * weight / heavy))
        left -= number
        lines = (
            json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"
            for line in generator.deadlines(name, number)
        )
        file = folder / f"{name}.jsonl"
        with file.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(lines)
        written += file.stat().st_size
    return written


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--partnerships", type=int, default=len(PARTNERSHIPS))
    parser.add_argument("--deadlines", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    size = generate(asked.folder, asked.partnerships, asked.deadlines, asked.seed)
    sys.stdout.write(f"{asked.deadlines} deadlines, {size / 1e6:.0f} MB\n")
