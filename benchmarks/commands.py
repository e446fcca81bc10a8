"""The commands that people and cron run all day: against a trivial command of the same typer, and
against other programs that list what is overdue.

`python -m benchmarks` runs them with all else.
"""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from benchmarks.installing import python_with
from benchmarks.measure import Contestant, Figure, in_turn, in_words, marked, raced, usage
from benchmarks.peers import taskwarrior, todoman
from benchmarks.workspaces import Size, kept

RESOLVE = str(Path(sys.executable).with_name("resolve"))

TRIVIAL = """
import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def hello(name: str = "you") -> None:
    print(f"hello {name}")


app()
"""

#: Seconds that the rows of `due` may take to draw on a terminal, 500 of them.
_DRAWN_WITHIN = 0.5

#: What `due` may take at most at the largest size: seconds beyond the interpreter's own start,
#: and bytes of memory.
_MOST_WITHIN, _MEMORY = 8, 150 * 1024**2

#: Which workspace is held against which of todoman's lists, and how much of its time is allowed.
_TODOMAN = (("ten", "ten", 0.33), ("thousand", "thousand", 0.36), ("many", "many", 0.30))

#: taskwarrior reads what is pending and hardly what is done: it is asked with as many pending as
#: we have open, and with everything pending.
_TASKWARRIOR = (
    ("ten", "ten", None),
    ("thousand", "thousand", None),
    ("many", "many", 0.60),
    ("many", "many-all-open", 0.60),
    ("many-all-open", "many-all-open", None),
)

#: What changed within two seconds is read again, so it waits that long and one more.
_SETTLED = 3


@dataclass(frozen=True)
class Scale:
    """How large everything is: as the table in docs/performance.md has it, or small for a look."""

    rounds: int = 15
    first_rounds: int = 5
    many: int = 10_000
    most: int = 100_000
    open: int = 300

    @property
    def sizes(self) -> dict[str, Size]:
        """Every workspace by name; those named `changing` are written in."""
        return {
            "ten": Size(10, 5),
            "thousand": Size(1_000, 300),
            "thousand-all-open": Size(1_000, 1_000),
            "five-hundred-all-open": Size(500, 500),
            "many": Size(self.many, self.open),
            "many-all-open": Size(self.many, self.many),
            "many-changing": Size(self.many, self.open),
            "most": Size(self.most, self.open),
        }


SMALL = Scale(rounds=3, first_rounds=2, many=2_000, most=5_000)


class Field:
    """The workspaces of a scale in a folder, each with its index made, and who is timed on them."""

    def __init__(self, folder: Path, scale: Scale) -> None:
        self.folder = folder
        self.scale = scale
        self.sizes = scale.sizes
        self.environ: Mapping[str, str] = {"XDG_CACHE_HOME": str(folder / "cache")}
        self.places = {}
        for name, size in self.sizes.items():
            said(f"a workspace of {size.disputes:,} disputes, {size.open:,} open")
            place = folder / f"{name}-{size.disputes}"
            self.places[name] = kept(place, size)
        os.sync()  # or what was written would still be on its way to the disk when timing begins
        time.sleep(_SETTLED)
        for place in self.places.values():
            said(f"the index of {place.name}")
            subprocess.run(
                [RESOLVE, "due", "-w", place],
                env=os.environ | self.environ,
                stdout=subprocess.DEVNULL,
                check=True,
            )

    def asks(self, name: str, *words: str, terminal: bool = False) -> Contestant:
        """A command of ours in one of the workspaces."""
        command = [RESOLVE, *words, "-w", str(self.places[name])]
        return Contestant(f"{words[0]} {name}", command, self.environ, terminal=terminal)

    def late(self, name: str, *, terminal: bool = False) -> Contestant:
        return self.asks(name, "due", "--overdue", terminal=terminal)

    @cached_property
    def trivial(self) -> Contestant:
        """What a command costs that does nothing."""
        script = self.folder / "trivial.py"
        script.write_text(TRIVIAL)
        return Contestant("trivial", [sys.executable, str(script)])

    def peers(self) -> dict[str, Contestant | None]:
        """Each other program at each size, under its name; None for what is not installed."""
        found: dict[str, Contestant | None] = {}
        for program, limits in ((todoman, _TODOMAN), (taskwarrior, _TASKWARRIOR)):
            for name in dict.fromkeys(theirs for _, theirs, _ in limits):
                said(f"{program.__name__}, {name}")
                found[f"{program.__name__} {name}"] = program(self.folder, self.sizes[name], name)
        return found

    def newest_typer(self) -> Contestant | None:
        """The trivial command of the newest typer that there is; None without a network."""
        python, versions = python_with(self.folder / "newest-typer", ("typer",))
        if "typer" not in versions:
            return None
        words = [str(python), self.trivial.words[1]]
        return replace(self.trivial.anew(f"typer {versions['typer']}"), words=words)


def said(what: str) -> None:
    """Say on stderr what comes next; the whole takes minutes."""
    sys.stderr.write(f"{what} ...\n")


def figures(field: Field) -> Iterator[Figure]:
    """Everything, in the order of the table."""
    yield from _asking(field)
    yield from _changing(field)
    yield _first(field)
    yield _memory(field)


def _asking(field: Field) -> Iterator[Figure]:
    """What changes nothing: all of it in turn."""
    trivial, many = field.trivial, f"{field.scale.many:,}"
    late = {name: field.late(name) for name in field.places if name != "many-changing"}
    late_on_terminal = field.late("thousand-all-open", terminal=True)
    rows, rows_on_terminal = (
        field.asks("five-hundred-all-open", "due", terminal=terminal) for terminal in (False, True)
    )
    helped = Contestant("help", [RESOLVE, "--help"], field.environ)
    completed = _completion(field)
    newest = field.newest_typer()
    peers = field.peers()
    said("commands")
    ours = [*late.values(), late_on_terminal, rows, rows_on_terminal, helped, completed]
    others = [other for other in (newest, *peers.values()) if other]
    in_turn([trivial, *ours, *others], field.scale.rounds)

    def against(what: str, one: Contestant, most: float | None = None) -> Figure:
        return raced(what, one, trivial, most)

    yield against("`due --overdue` in a pipe, 10 disputes", late["ten"], 1.45)
    yield against("the same, 1,000, of them 300 open", late["thousand"], 1.45)
    yield against("the same, 1,000 all open", late["thousand-all-open"])
    yield against(f"the same, {_in_words(field.sizes['many'])}", late["many"], 2.2)
    yield _most(f"the same, {_in_words(field.sizes['most'])}", late["most"], trivial)
    yield against("the same on a terminal, 50 rows", late_on_terminal, 2.5)
    yield _drawn(rows_on_terminal, rows)
    yield from _against_peers(field, late, peers)
    yield against("`--help`", helped, 1.3)
    yield against(f"completion of a reference, {many}", completed, 1.3)
    if newest:
        yield against(f"a trivial command of {newest.name}, against ours", newest)


def _completion(field: Field) -> Contestant:
    asked = {
        "_RESOLVE_COMPLETE": "complete_bash",
        "COMP_WORDS": f"resolve show -w {field.places['many']} 2019-",
        "COMP_CWORD": "4",
    }
    return Contestant("completion", [RESOLVE], {**field.environ, **asked})


def _most(what: str, late: Contestant, trivial: Contestant) -> Figure:
    """The largest size; its limit is how many seconds longer it takes than a trivial command."""
    longer = statistics.median(late.seconds) - statistics.median(trivial.seconds)
    most = f"{in_words(_MOST_WITHIN)} longer{marked(longer, _MOST_WITHIN)}"
    return raced(what, late, trivial)._replace(most=most)


def _first(field: Field) -> Figure:
    """What a person waits for once after an update: `due` reads everything, and keeps it."""
    cache = field.folder / "cache-anew"

    def clear() -> None:
        shutil.rmtree(cache, ignore_errors=True)

    late = field.late("thousand")
    first = replace(late.anew(), environ={"XDG_CACHE_HOME": str(cache)}, before=clear)
    said("the first time after an update")
    in_turn([first, late], field.scale.first_rounds)
    return raced("the first `due` after an update, 1,000, against those after it", first, late)


def _drawn(drawn: Contestant, piped: Contestant) -> Figure:
    """A long list on a terminal; what is limited is how much longer than in a pipe it takes."""
    longer = [one - other for one, other in zip(drawn.seconds, piped.seconds, strict=True)]
    middle = statistics.median(longer)
    figure = raced("500 rows on a terminal, against in a pipe", drawn, piped)
    most = f"{in_words(_DRAWN_WITHIN)} longer{marked(middle, _DRAWN_WITHIN)}"
    return figure._replace(most=most)


def _against_peers(
    field: Field, late: Mapping[str, Contestant], peers: Mapping[str, Contestant | None]
) -> Iterator[Figure]:
    """Ours against each other program."""
    for program, asked, limits in (
        ("todoman", "list --due", _TODOMAN),
        ("taskwarrior", "overdue", _TASKWARRIOR),
    ):
        for ours, theirs, most in limits:
            what = f"`due --overdue`, {_in_words(field.sizes[ours])}, against {program} `{asked}`"
            if theirs != ours:
                what += f", {_in_words(field.sizes[theirs])}"
            peer = peers[f"{program} {theirs}"]
            if peer:
                yield raced(what, late[ours], peer, most)
            else:
                took = in_words(statistics.median(late[ours].seconds))
                yield Figure(what, took, "not installed", most=f"{most:.2f}" if most else "")


def _in_words(size: Size) -> str:
    if size.open == size.disputes:
        return f"{size.disputes:,} all open"
    return f"{size.disputes:,}, {size.open:,} open"


def _changing(field: Field) -> Iterator[Figure]:
    """What writes in a workspace stands apart."""
    place = field.places["many-changing"]
    others = _open_ones(place)

    def note_another() -> None:
        """A log that is written in again and again is like no other."""
        noted.words = noting(next(others))

    def noting(reference: str) -> Sequence[str]:
        return field.asks("many-changing", "note", reference, "said", "--no-input").words

    noted = replace(field.asks("many-changing", "note"), before=note_another)
    trivial = field.trivial.anew()
    said("what is written in")
    in_turn([trivial, noted], field.scale.rounds)
    yield raced(f"`note`, {field.scale.many:,} disputes", noted, trivial, 1.8)


def _memory(field: Field) -> Figure:
    """The most that `due` has in memory, of a few runs, at the largest size."""
    late = field.late("most")
    found = max(usage(late).memory for _ in range(3))
    return Figure(
        f"memory of `due --overdue`, {field.scale.most:,} disputes",
        _mebibytes(found),
        most=_mebibytes(_MEMORY) + marked(found, _MEMORY),
    )


def _mebibytes(size: int) -> str:
    return f"{size / 1024**2:.0f} MiB"


def _open_ones(place: Path) -> Iterator[str]:
    """The references of open disputes."""
    for folder in sorted((place / "disputes").iterdir(), reverse=True):
        if not any("-closed-" in each.name for each in folder.iterdir()):
            yield folder.name
