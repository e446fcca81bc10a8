"""Workspaces of any size to measure with: invented disputes, the same ones for the same seed.

python -m benchmarks.workspaces FOLDER DISPUTES OPEN     makes one
"""

import multiprocessing
import os
import random
import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from resolutions_cli.core.entries.entry import head_values
from resolutions_cli.core.entries.facts import Closed, Escalated, Facts, Noted, Opened, Recorded
from resolutions_cli.core.entries.reference import ALPHABET
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.files.disk.clock import real_now
from resolutions_cli.files.record.entry_file import encode
from resolutions_cli.files.workspace.create import init
from resolutions_cli.files.workspace.procedures import procedure_named

#: Of the open disputes, how many are late.
LATE = 0.05

#: Entries of a dispute: 8 in the mean.
FEWEST, MOST = 4, 12

_WORDS = (
    "the duty team was rung and did not call back before the end of the day",
    "both sides were heard and neither moved from what it had said",
    "the school sent its chronology and asks for a strategy discussion",
    "the manager was told and wants the decision in writing",
)

#: Seconds. What is open and not late has half a day left, and is late after that.
_FRESH = 11 * 3600

_SEED = 20_261_122

_Written = tuple[datetime, Facts, dict[str, str]]


class Size(NamedTuple):
    """How many disputes a workspace has, how many of them are open and how many of those late."""

    disputes: int
    open: int

    @property
    def late(self) -> int:
        return round(self.open * LATE)


def kept(folder: Path, size: Size) -> Path:
    """The workspace in `folder`, made when it is not there, is not whole, or is too old."""
    mark = folder.with_name(f"{folder.name}.made")
    try:
        age = real_now().timestamp() - mark.stat().st_mtime
    except FileNotFoundError:
        age = _FRESH
    if age >= _FRESH:
        mark.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        make(folder, *size)
        mark.touch()
    return folder


def make(folder: Path, disputes: int, open_: int, seed: int = _SEED) -> None:
    """A workspace in `folder`, which must not be there: `disputes` in all, `open_` of them open."""
    init(folder, "nyscp")
    file = procedure_named("nyscp", None)
    (folder / "procedures" / f"{file.label}-{file.digest[:16]}.toml").write_bytes(file.raw)
    shares = os.cpu_count() or 1
    lot = _Lot(folder, Size(disputes, open_), seed, real_now(), file.digest, shares)
    with multiprocessing.Pool(shares) as pool:
        pool.map(lot.write, range(shares))


class _Lot(NamedTuple):
    """Everything that the disputes of a workspace follow from; each of several processes writes
    its share of them."""

    folder: Path
    size: Size
    seed: int
    now: datetime
    digest: str
    shares: int

    def write(self, share: int) -> None:
        """Draw all disputes, since each hangs on those before it, and write every so many."""
        disputes, open_ = self.size
        luck = random.Random(f"{self.seed} {disputes} {open_}")
        still_open = set(luck.sample(range(disputes), open_))
        late = set(luck.sample(sorted(still_open), self.size.late))
        for number in range(disputes):
            if number in still_open:
                told = _open(luck, self.now, self.digest, is_late=number in late)
            else:
                told = _closed(luck, self.now, self.digest)
            salts = [{key: luck.randbytes(32).hex() for key in texts} for _, _, texts in told]
            if number % self.shares == share:
                reference = f"{2019 + number * 8 // disputes}-{_letters(number)}"
                _write(self.folder / "disputes" / reference, reference, told, salts)


def _letters(number: int) -> str:
    """Five letters of a reference, another five for each number."""
    mixed = number * 7_654_321 % 32**5
    return "".join(ALPHABET[mixed >> shift & 31] for shift in (20, 15, 10, 5, 0))


def _opened(digest: str, raised: datetime, disputed: datetime) -> Opened:
    return Opened(
        procedure="nyscp",
        version="as-read-2024-05",
        digest=digest,
        stage="1",
        raised_by=("school",),
        with_=("social-care",),
        concerns=("thresholds",),
        events={"raised": Moment.of(raised), "disputed": Moment(Moment.of(disputed).day)},
    )


def _open(luck: random.Random, now: datetime, digest: str, *, is_late: bool) -> list[_Written]:
    """Opened some days ago and written in since; late ones are past the 96 hours of stage 1."""
    days = luck.uniform(6, 20) if is_late else luck.uniform(0.5, 3.5)
    start = now - timedelta(days=days)
    told: list[_Written] = [(start, _opened(digest, start, start), _texts(luck, "summary"))]
    if not is_late and luck.random() < 0.5:
        middle = _between(luck, start, now)
        told.append((middle, Escalated(from_="1", to="2"), _reason(luck)))
        told.append((middle + timedelta(minutes=5), Escalated(from_="2", to="3"), _reason(luck)))
    return _noted(luck, told, now)


def _closed(luck: random.Random, now: datetime, digest: str) -> list[_Written]:
    start = now - timedelta(days=luck.uniform(40, 2500))
    end = start + timedelta(days=luck.uniform(1, 12))
    told: list[_Written] = [(start, _opened(digest, start, start), _texts(luck, "summary"))]
    middle = _between(luck, start, end)
    told.append((middle, Escalated(from_="1", to="2"), _reason(luck)))
    told = _noted(luck, told, end)
    told.append((end, Closed(from_="2", outcome="agreed"), _reason(luck)))
    return told


def _noted(luck: random.Random, told: list[_Written], until: datetime) -> list[_Written]:
    """Notes and a discussion in between, in the order in which they were written."""
    first, *rest = told
    more = luck.randint(FEWEST, MOST) - len(told)
    for number in range(more):
        at = _between(luck, first[0], until)
        if number == 0:
            rest.append((at, Recorded(event="discussion", on=Moment.of(at)), {}))
        else:
            rest.append((at, Noted(discussion=False), _texts(luck, "text")))
    return [first, *sorted(rest, key=lambda each: each[0])]


def _texts(luck: random.Random, key: str) -> dict[str, str]:
    return {key: luck.choice(_WORDS), "by": "A. Lead"}


def _reason(luck: random.Random) -> dict[str, str]:
    return _texts(luck, "reason")


def _between(luck: random.Random, start: datetime, end: datetime) -> datetime:
    return start + (end - start) * luck.uniform(0.05, 0.95)


def _write(folder: Path, reference: str, told: list[_Written], salts: list[dict[str, str]]) -> None:
    """The entries as files, each knowing the one before it; nothing is synced."""
    folder.mkdir(mode=0o700)
    after: tuple[str, ...] = ()
    for (at, facts, texts), salt in zip(told, salts, strict=True):
        recorded = at.astimezone(UTC)
        recorded = recorded.replace(microsecond=recorded.microsecond // 1000 * 1000)
        head = head_values(reference, Moment.of(recorded), recorded, after, facts)
        file = encode(head, texts, salt)
        (folder / file.name).write_bytes(file.raw)
        after = (file.id,)


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
