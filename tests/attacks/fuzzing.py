"""A fuzzer for the readers: real files, broken in every way that comes to mind, by the thousand.

Run as `python -m tests.attacks.fuzzing READER SEED COUNT` it prints what it did as JSON; the same
seed makes the same inputs on every machine. It runs in a process of its own, so that what a
reader takes of memory is seen, and so that one that never ends can be ended.
"""

import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from resolutions_cli import errors
from resolutions_cli.core.sheet_map import row_values
from resolutions_cli.core.time.typed import read_when
from resolutions_cli.errors import ResolveError
from resolutions_cli.files.exchange.bundle import read_bundle
from resolutions_cli.files.exchange.intake import intake
from resolutions_cli.files.exchange.sheet import map_from, read_sheet
from resolutions_cli.files.record.entry_file import decode
from resolutions_cli.files.record.seals import read_seals
from resolutions_cli.files.workspace import settings
from resolutions_cli.files.workspace.calendars import read_import
from resolutions_cli.files.workspace.procedures import check_bytes
from tests.attacks.giants import GIANTS

PROJECT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = date(2026, 11, 22)

#: Pieces that mean something to one of the readers, or have hurt another program.
PIECES = tuple(
    piece.encode("utf-8", "surrogatepass")
    for piece in (
        *("[", "]", "[[", "]]", "{", "}", "=", ".", ",", ":", '"', "'", '"""', "'''", "\\", "#"),
        *("\n", "\r\n", "\r", "\0", "\t", " ", "\x1b[2J", "\x7f", "\u202e", "\u2028", "\ufeff"),
        *("\ud800", "\\ud800", "\\u0000", "\\U00110000", "\\U0001F600", "e\u0301", "\U0001f600"),
        *("a.a.a.a.a.a.a.a.a", '"a.b".', "a.", "[a.b]", "[[a]]", "{a=1}", "[text.x]\n", "[seal]\n"),
        *("true", "nan", "-inf", "0x", "0b1", "1e999", "1_0", "-0", "9" * 400, "0." + "9" * 400),
        *("2026-02-30", "0001-01-01", "9999-12-31T23:59:60Z", "2026-11-22T10:00:00+24:00"),
        *("1990-01-01T00:00:00+14:00", "2100-12-31", "2101-01-01", "10:00", "today", "tomorrow"),
        *("29 Feb 2027", "31/04/2026", "Mon 1st Nov", "2026-10-25T01:30", "2027-03-28T01:30"),
        *("null", "NaN", "[" * 40, "{" * 40, '{"a":' * 40, "\\u", '"date":', '"events":[', "٣"),
        *("working days", "at once", "entered", "left:", "closed", "format = 2\n", "..", "/", "~"),
    )
)

Reader = Callable[[bytes], object]


@dataclass
class Figures:
    """What a run did; `slowest` in seconds of the processor, `peak` in megabytes in all."""

    inputs: int = 0
    refused: int = 0
    slowest: float = 0.0
    slowest_at: int = -1
    peak: float = 0.0
    wrong: str = ""


# ------------------------------------------------------------------ the readers

#: Dates as people write them.
PEOPLE_WRITE = (
    "19.11.26,26/11,19th November,nov 19,last tuesday,next friday,friday week,a week on monday,"
    "2 days ago,in a fortnight,yesterday at 3pm,this morning 9.30,at 3 this afternoon,"
    "half an hour ago,end of Fri 4 Dec 2026,25 Oct 2026 1:30am GMT,11/19/2026,Monday 19 November"
)

#: What each reader may say; an entry, a procedure and a seal are never refused by an error.
WHEN_ERRORS = (
    *(errors.UnreadableDate, errors.AmbiguousDate, errors.ImpossibleDate),
    *(errors.SkippedTime, errors.DoubledTime, errors.DateOutOfRange),
    *(errors.MonthFirst, errors.WeekdayDoesNotFit, errors.YearNeeded),
)
CALENDAR_ERRORS = (
    *(errors.NotBankHolidayList, errors.BankHolidayListTooLarge, errors.BankHolidayTwice),
    *(errors.BankHolidayDivisionMissing, errors.BankHolidayOnWeekend),
    *(errors.BankHolidayYearMissing, errors.BankHolidaysTooFew),
)
BUNDLE_ERRORS = (
    *(errors.NotABundle, errors.BundleNewer, errors.BundleChanged, errors.BundleIncomplete),
)
SHEET_ERRORS = (errors.SheetUnreadable, errors.MapUnusable)
SETTINGS_ERRORS = (errors.WorkspaceUnreadable, errors.WorkspaceNewer)


def read_as_entry(raw: bytes) -> None:
    """Mostly under the name that fits, since then a changed head is read to its end; else under
    one that promises nothing."""
    end = raw.find(b"\n[text.") + 1 or len(raw)
    digits = sha256(raw[:end]).hexdigest()[:16]
    fits = f"20261119T153000.120Z-opened-{digits}.toml"
    decode("x.toml" if digits.startswith("0") else fits, raw)


class Place:
    """A folder whose settings and whose one seal are the input."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "seals").mkdir()
        self.workspace = settings.Workspace(folder, settings.Origin.GIVEN)

    def read_as_settings(self, raw: bytes) -> None:
        (self.folder / "resolve.toml").write_bytes(raw)
        settings.read(self.folder, settings.Origin.GIVEN)

    def read_as_bundle(self, raw: bytes) -> None:
        for dispute in read_bundle(raw).disputes:
            intake(self.workspace, dispute)

    def read_as_seal(self, raw: bytes) -> None:
        raw = raw.replace(b"\r\n", b"\n")
        digits = sha256(raw).hexdigest()[:16]
        file = self.folder / "seals" / f"20261119T153000.120Z-{digits}.toml"
        file.write_bytes(raw)
        read_seals(self.workspace)
        file.unlink()


def read_as_sheet(raw: bytes) -> None:
    """A map and a sheet, whichever it is."""
    sheet_map = map_from((PROJECT / "examples" / "import" / "map.toml").read_bytes())
    sheet = read_sheet(raw, sheet_map)
    headings, rows = sheet.headings, list(sheet)
    for row in rows:
        if len(row.cells) == len(headings):
            row_values(sheet_map, dict(zip(headings, row.cells, strict=True)), row.line)


def read_as_when(raw: bytes) -> None:
    read_when(raw.decode("utf-8", "surrogateescape"), NOW)


def seeds(reader: str) -> list[bytes]:
    """Real inputs of a reader, to begin from."""
    example = PROJECT / "examples" / "workspace"
    shipped = PROJECT / "src" / "resolutions_cli" / "data"
    match reader:
        case "entry":
            return [path.read_bytes() for path in sorted(example.glob("disputes/*/*.toml"))]
        case "procedure":
            whole = [path.read_bytes() for path in sorted(shipped.glob("procedures/*.toml"))]
            whole.append((shipped / "procedure-template.toml").read_bytes())
            # A whole one takes milliseconds; its parts are broken just as well.
            parts = [b"[[stage]]" + part for raw in whole for part in raw.split(b"[[stage]]")[1:]]
            heads = [raw.split(b"[[stage]]")[0] for raw in whole]
            return [*whole, *parts * 8, *heads * 2]
        case "calendar":
            return [small_calendar(), b'{"england-and-wales":{"division":"england-and-wales"}}']
        case "settings":
            return [
                (example / "resolve.toml").read_bytes(),
                b'format = 1\n[defaults]\nprocedure = "nyscp"\nby = "A"\n'
                b'[settings]\nsoon = 3\nquiet = 0\n[agencies]\ncsc = "Care"\n',
            ]
        case "bundle":
            raw = (PROJECT / "tests" / "golden" / "bundle-1.toml").read_bytes()
            # Whatever is changed in a procedure, its digest says; what comes behind is broken too.
            head, disputes = raw.split(b"[[procedure]]")[0], raw[raw.index(b"[[dispute]]") :]
            return [raw, *[head.replace(b"procedures = 2", b"procedures = 0") + disputes] * 4]
        case "sheet":
            return [(PROJECT / "examples" / "import" / "escalations.csv").read_bytes()]
        case "map":
            return [(PROJECT / "examples" / "import" / "map.toml").read_bytes()]
        case "seal":
            ids = b'    "' + b"0123456789abcdef" * 4 + b'",\n'
            return [
                b"format = 1\nsealed = 2026-11-22 10:30:00.120000+00:00\n\n[disputes]\n"
                b"A-1 = [\n" + ids + b"]\n2026-K7Q4M = [\n" + ids * 2 + b"]\n"
            ]
        case "when":
            typed = "now,today,tomorrow 09:00,yesterday,2026-11-19,2026-11-19T15:30,Thu 19 Nov 2026"
            more = (
                "19 November 2026 15:30,2026-03-29T01:30,2026-10-25T01:30Z,2026-11-19T15:30+05:30"
            )
            more += f",03/04/2026,31 Apr 2026,{PEOPLE_WRITE}"
            return [each.encode() for each in f"{typed},{more}".split(",")]
    raise ValueError(reader)


def small_calendar() -> bytes:
    """A list of one year that is good."""
    days = ("01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28")
    events = [{"title": f"Day {day}", "date": f"2026-{day}", "notes": ""} for day in days]
    divisions = ("england-and-wales", "scotland", "northern-ireland")
    return json.dumps({name: {"division": name, "events": events} for name in divisions}).encode()


# ------------------------------------------------------------------ breaking


def broken(luck: random.Random, whole: Sequence[bytes], longest: int) -> bytes:
    """One of the inputs with up to eight changes, cut to `longest` bytes."""
    raw = bytearray(luck.choice(whole))
    for _ in range(1 + int(luck.random() ** 3 * 8)):
        place = luck.randrange(len(raw) + 1)
        end = min(len(raw), place + 1 + int(luck.random() ** 4 * 200))
        match luck.randrange(9):
            case 0 if raw:
                raw[place % len(raw)] ^= 1 << luck.randrange(8)
            case 1:
                raw[place:place] = luck.randbytes(1 + luck.randrange(4))
            case 2:
                del raw[place:end]
            case 3:
                raw[place:place] = raw[place:end] * luck.randrange(1, 4)
            case 4:
                raw[place:end] = luck.choice(PIECES)
            case 5:
                raw[place:place] = luck.choice(PIECES) * int(1 + luck.random() ** 12 * 3000)
            case 6:
                other = luck.choice(whole)
                start = luck.randrange(len(other) + 1)
                raw[place:end] = other[start : start + luck.randrange(1, 400)]
            case 7:
                line_start = raw.rfind(b"\n", 0, place) + 1
                raw[line_start:line_start] = luck.choice(PIECES) + b"\n"
            case 8:
                raw = raw[:place] if luck.random() < 0.2 else raw
    return bytes(raw[:longest])


def inputs(reader: str, luck: random.Random, count: int) -> list[Callable[[], bytes]]:
    """The inputs of a run: those as large as they may be first, then broken ones."""
    whole = seeds(reader)
    longest = 60_000 if reader in ("entry", "procedure", "settings") else 200_000
    giants = GIANTS.get(reader, {}).values()
    return [*giants, *[lambda: broken(luck, whole, longest)] * (count - len(giants))]


def run(reader: str, seed: int, count: int) -> Figures:
    """Read so many inputs; stops at the first that is not read as it should be."""
    figures = Figures()
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        read, may_say = {
            "entry": (read_as_entry, ()),
            "procedure": (lambda raw: check_bytes(raw, DAY), ()),
            "calendar": (lambda raw: read_import(raw, NOW), CALENDAR_ERRORS),
            "settings": (place.read_as_settings, SETTINGS_ERRORS),
            "seal": (place.read_as_seal, ()),
            "bundle": (place.read_as_bundle, BUNDLE_ERRORS),
            "sheet": (read_as_sheet, SHEET_ERRORS),
            "map": (map_from, SHEET_ERRORS),
            "when": (read_as_when, WHEN_ERRORS),
        }[reader]
        luck = random.Random(f"{reader} {seed}")
        for number, make in enumerate(inputs(reader, luck, count)):
            raw = make()
            began = time.process_time()
            try:
                read(raw)
            except ResolveError as said:
                figures.refused += 1
                if type(said) not in may_say:
                    figures.wrong = f"input {number}: {type(said).__name__}"
            except Exception as fault:
                figures.wrong = f"input {number}: {fault!r:.200} for {raw!r:.500}"
            took = time.process_time() - began
            figures.inputs += 1
            if took > figures.slowest:
                figures.slowest, figures.slowest_at = took, number
            if figures.wrong:
                break
    figures.peak = _peak_memory()
    return figures


def _peak_memory() -> float:
    """In megabytes, the interpreter and the program itself within it.

    On Linux what getrusage tells outlives exec: it is never below what the process was that
    started this one, and a test run may have grown. VmHWM begins anew.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(each for each in status.read_text().splitlines() if each.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(run(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))))
