"""The index changes no answer: whatever happens to a workspace or to it, lists say the same."""

import contextlib
import errno
import io
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolutions_cli.app import board, read
from resolutions_cli.cli import main
from resolutions_cli.files.disk import clock
from resolutions_cli.files.disk.places import DATA
from resolutions_cli.files.index import survey
from resolutions_cli.files.index.index import Index
from tests.desk import Desk
from tests.torture import several

#: What is asked after each thing that happens.
ASKED = (
    ["due"],
    ["due", "--overdue"],
    ["due", "--json"],
    ["due", "--all", "--json"],
    ["due", "--stage", "1", "--json"],
    ["list", "--all", "--json"],
    ["list"],
)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The index is written some seconds after whatever was changed, without waiting for it."""
    real = clock.real_now
    monkeypatch.setattr(board, "real_now", lambda: real() + timedelta(seconds=5))


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the folders that are read from their files, as they are read."""
    names: list[str] = []
    real = read.read_onto

    def noted(shelf: Any, run: Any, name: str, **words: bool) -> None:
        names.append(name)
        real(shelf, run, name, **words)

    monkeypatch.setattr(read, "read_onto", noted)
    return names


def opens(desk: Desk, *names: str) -> None:
    for name in names:
        desk.opens("1", "--raised", "2026-10-01T09:00", ref=name)


# ------------------------------------------------------------------ what it is for


@pytest.mark.usefixtures("later")
def test_what_has_not_changed_is_read_once(desk: Desk, readings: list[str]) -> None:
    opens(desk.at("2026-10-01T10:00"), "A-1", "B-1")
    first = desk.done("due")
    assert readings == ["A-1", "B-1"]
    assert desk.done("due") == first
    assert readings == ["A-1", "B-1"]


@pytest.mark.usefixtures("later")
def test_what_was_recorded_since_is_read_again_and_nothing_else(
    desk: Desk, readings: list[str]
) -> None:
    opens(desk.at("2026-10-01T10:00"), "A-1", "B-1")
    desk.done("due")
    readings.clear()
    desk.done("sooner", "B-1", "--to", "2026-10-02", "--reason", "the school closes")
    assert "Date set to keep the child safe" in desk.done("due").out
    assert readings == ["B-1"]


def test_what_was_changed_within_two_seconds_is_not_relied_on(
    desk: Desk, readings: list[str]
) -> None:
    opens(desk.at("2026-10-01T10:00"), "A-1")
    desk.done("due")
    desk.done("due")
    assert readings == ["A-1", "A-1"]


@pytest.mark.usefixtures("later")
def test_a_closed_dispute_is_looked_at_by_its_folder_alone(
    desk: Desk, readings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opens(desk.at("2026-10-01T10:00"), "A-1", "B-1")
    desk.done("close", "A-1", "--outcome", "agreed", "--reason", "they agreed", "--no-action")
    desk.done("due")
    looked = []
    real = survey.files_stamp
    monkeypatch.setattr(
        survey, "files_stamp", lambda folder: (looked.append(Path(folder).name), real(folder))[1]
    )
    desk.done("due")
    assert {"A-1", "B-1"} & set(looked) == {"B-1"}
    readings.clear()
    assert "A-1" in desk.done("list", "--closed").out
    assert readings == []


@pytest.mark.usefixtures("later")
def test_as_of_another_time_every_file_is_read(desk: Desk, readings: list[str]) -> None:
    opens(desk.at("2026-10-01T10:00"), "A-1")
    desk.done("due")
    readings.clear()
    assert desk.at("2026-10-20T10:00").done("due", "--as-of", "2026-10-01T10:00").out
    assert readings == ["A-1"]
    assert desk.done("due").out
    assert readings == ["A-1"]


@pytest.mark.usefixtures("later")
def test_what_was_recorded_by_a_clock_that_went_ahead_counts_from_when_it_comes(
    desk: Desk, readings: list[str]
) -> None:
    opens(desk.at("2026-10-01T10:00"), "A-1")
    desk.at("2026-10-09T10:00").done("sooner", "A-1", "--to", "2026-10-09T18:00", "--reason", "now")
    assert "Date set to keep the child safe" not in desk.at("2026-10-02T10:00").done("due").out
    assert "Date set to keep the child safe" in desk.at("2026-10-09T11:00").done("due").out
    assert readings == ["A-1", "A-1"]


@pytest.mark.usefixtures("later")
def test_no_text_of_the_record_is_in_it(desk: Desk, cache: Path) -> None:
    opens(desk.at("2026-10-01T10:00"), "A-1")
    desk.done("note", "A-1", "Zaubervogel", "--with", "Quendolin")
    desk.done("close", "A-1", "--outcome", "agreed", "--reason", "Zaubervogel", "--no-action")
    opens(desk, "B-1")
    desk.done("party", "B-1", "--add", "lead: Quendolin, school, Zaubervogel")
    desk.done("list", "--all")
    kept = b"".join(path.read_bytes() for path in cache.rglob("*") if path.is_file())
    assert b"A-1" in kept
    assert b"B-1" in kept
    for text in (b"Zaubervogel", b"Quendolin", b"C-77"):
        assert text not in kept


@pytest.mark.usefixtures("later")
def test_it_is_its_owners_alone(desk: Desk, cache: Path) -> None:
    opens(desk.at("2026-10-01T10:00"), "A-1")
    desk.done("list", "--all")
    kept = [path for path in cache.rglob("*") if path.is_file()]
    assert [path.name[:6] for path in kept].count("index-") == 1
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
    assert {path.parent.stat().st_mode & 0o777 for path in kept} == {0o700}


@pytest.mark.usefixtures("later")
def test_one_that_others_could_have_written_is_not_used(
    desk: Desk, cache: Path, readings: list[str]
) -> None:
    opens(desk.at("2026-10-01T10:00"), "A-1")
    desk.done("due")
    (kept,) = cache.rglob("index-*")
    kept.chmod(0o622)
    desk.done("due")
    assert readings == ["A-1", "A-1"]


@pytest.fixture
def at_rest(desk: Desk, later: None, readings: list[str]) -> Desk:  # noqa: ARG001
    """Three closed disputes and an open one, of which all is noted."""
    opens(desk.at("2026-10-01T10:00"), "A-1", "A-2", "A-3", "B-1")
    for name in ("A-1", "A-2", "A-3"):
        desk.done("close", name, "--outcome", "agreed", "--reason", "they agreed", "--no-action")
    desk.done("list", "--all")
    readings.clear()
    return desk


@pytest.fixture
def summaries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the folders whose summaries are read from the index, as they are read."""
    names: list[str] = []
    real = Index.summaries

    def noted(index: Index, name: str) -> object:
        names.append(name)
        return real(index, name)

    monkeypatch.setattr(Index, "summaries", noted)
    return names


def test_of_closed_disputes_no_summary_is_read_where_none_is_asked_for(
    at_rest: Desk, summaries: list[str]
) -> None:
    assert "B-1" in at_rest.done("due").out
    assert summaries == ["B-1"]
    at_rest.done("list", "--all")
    assert sorted(summaries) == ["A-1", "A-2", "A-3", "B-1", "B-1"]


def test_of_disputes_that_cannot_be_late_no_summary_is_read_where_only_late_ones_are_asked_for(
    at_rest: Desk, summaries: list[str]
) -> None:
    assert at_rest.done("due", "--overdue").err == "nothing is overdue\n"
    assert summaries == []
    assert "B-1" in at_rest.at("2026-10-20T10:00").done("due", "--overdue").out
    assert summaries == ["B-1"]


def test_what_cannot_be_relied_on_is_read_and_told_each_time_and_the_others_are_not(
    at_rest: Desk, readings: list[str]
) -> None:
    (at_rest.folder / "disputes" / "a stray file").write_text("x")
    for entry in (at_rest.folder / "disputes" / "B-1").iterdir():
        entry.write_bytes(b"")
    said = at_rest.does("due")
    assert said.code == 5
    assert at_rest.does("due") == said
    assert readings == ["B-1", "B-1"]


@pytest.mark.parametrize("command", [("due",), ("list", "--all")])
@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "A-2").rename(folder / "A-9"),
        lambda folder: shutil.rmtree(folder / "A-2"),
        lambda folder: os.utime(folder / "A-2"),
        lambda folder: shutil.copytree(folder / "A-2", folder / "A-7"),
        lambda folder: (folder / "stray").write_text("x"),
    ],
    ids=["renamed", "removed", "touched", "copied", "beside it"],
)
def test_a_change_among_those_at_rest_is_noticed(
    at_rest: Desk,
    cache: Path,
    change: Callable[[Path], object],
    command: tuple[str, ...],
) -> None:
    change(at_rest.folder / "disputes")
    said = [at_rest.does(*command), at_rest.does(*command)]
    shutil.rmtree(cache)
    assert said == [at_rest.does(*command)] * 2


def test_one_that_is_taken_up_again_is_read_and_the_others_are_not(
    at_rest: Desk, readings: list[str]
) -> None:
    why = ("--reason", "not over", "--risk-to-child", "hungry again")
    at_rest.done("reopen", "A-2", *why)
    assert "A-2" in at_rest.done("due").out
    assert "A-2" in at_rest.done("due").out
    assert readings == ["A-2"]


def test_a_summary_that_is_damaged_is_read_from_its_files_and_the_others_are_not(
    at_rest: Desk, cache: Path, readings: list[str]
) -> None:
    (kept,) = cache.rglob("index-*")
    first = at_rest.done("list", "--all")
    raw = bytearray(kept.read_bytes())
    raw[raw.index(b"A-2")] ^= 1
    kept.write_bytes(raw)
    assert at_rest.done("list", "--all") == first
    assert readings == ["A-2"]
    assert at_rest.done("list", "--all") == first
    assert readings == ["A-2"]


@pytest.mark.parametrize("change", [("rename", "B-1", "B-9"), ("remove", "B-1", "")])
def test_an_index_of_an_earlier_time_is_no_worse_than_none(
    at_rest: Desk, cache: Path, change: tuple[str, str, str]
) -> None:
    """As a backup or a slower process may put in the place of a newer one."""
    (kept,) = cache.rglob("index-*")
    before = kept.read_bytes()
    at_rest.done("close", "B-1", "--outcome", "agreed", "--reason", "they agreed", "--no-action")
    at_rest.done("reopen", "A-1", "--reason", "not over", "--risk-to-child", "hungry again")
    how, name, other = change
    if how == "rename":
        (at_rest.folder / "disputes" / name).rename(at_rest.folder / "disputes" / other)
    else:
        shutil.rmtree(at_rest.folder / "disputes" / name)
    at_rest.does("list", "--all")
    kept.write_bytes(before)
    asked = (("due",), ("list",), ("list", "--all"), ("list", "--closed"))
    said = [at_rest.does(*words) for words in (*asked, *asked)]
    shutil.rmtree(cache)
    assert said == [at_rest.does(*words) for words in asked] * 2


def test_on_a_full_disk_there_is_no_index_and_nobody_is_told(
    at_rest: Desk, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = at_rest.done("list", "--all")
    shutil.rmtree(cache)

    def full(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(Index, "_write", full)
    assert at_rest.done("list", "--all") == first
    assert list(cache.rglob("*index-*")) == []


def test_in_a_folder_that_can_only_be_read_the_index_that_is_there_is_used(
    at_rest: Desk, cache: Path, readings: list[str]
) -> None:
    (kept,) = cache.rglob("index-*")
    kept.parent.chmod(0o500)
    first = at_rest.done("list", "--all")
    assert readings == []
    kept.parent.chmod(0o700)
    assert at_rest.done("list", "--all") == first


def test_the_index_of_another_workspace_at_the_same_place_is_not_used(
    at_rest: Desk, cache: Path, readings: list[str]
) -> None:
    """Two paths may come to one name: the index says whose it is."""
    (kept,) = cache.rglob("index-*")
    first = at_rest.does("list", "--all")
    moved = at_rest.folder.rename(at_rest.folder.with_name("moved"))
    at_rest.does("list", "--all", "-w", str(moved))
    (other,) = set(cache.rglob("index-*")) - {kept}
    other.write_bytes(kept.read_bytes())
    readings.clear()
    assert at_rest.does("list", "--all", "-w", str(moved)) == first
    assert sorted(readings) == ["A-1", "A-2", "A-3", "B-1"]


# ------------------------------------------------------------------ whatever happens


class Bench:
    """A workspace to which things happen, with the answers of two programs: one that keeps an
    index, and one that can keep none."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder, self.patch = folder / "workspace", patch
        self.cache = folder / "cache"
        self.no_cache = folder / "a file"
        self.no_cache.write_text("no folder")
        self.hour = 0
        patch.setenv("RESOLVE_WORKSPACE", str(self.folder))
        self.runs("init", str(self.folder), "--practice", "--procedure", "nyscp")
        for name in ("A-1", "B-1", "C-1"):
            self.opens(name)

    def runs(self, *words: str) -> tuple[int, bytes, str]:
        out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
        self.patch.setenv("RESOLVE_NOW", f"2026-10-{1 + self.hour // 24:02}T{self.hour % 24:02}:00")
        if words[0] == "init":
            self.patch.delenv("RESOLVE_NOW")
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(words)
        out.flush()
        assert isinstance(out.buffer, io.BytesIO)
        return code, out.buffer.getvalue(), err.getvalue()

    def opens(self, name: str) -> None:
        self.runs(
            *("open", "--no-input", "--ref", name, "--raised", "2026-09-30", "--concern"),
            *("other", "--raised-by", "school", "--with", "social-care"),
        )

    def answers(self) -> Iterator[tuple[list[str], tuple[int, bytes, str]]]:
        for words in ASKED:
            yield words, self.runs(*words)

    def agrees(self) -> None:
        self.patch.setenv("XDG_CACHE_HOME", str(self.no_cache))
        without = list(self.answers())
        self.patch.setenv("XDG_CACHE_HOME", str(self.cache))
        assert list(self.answers()) == without
        assert list(self.answers()) == without  # and from what is kept now

    def entry(self, luck: int) -> Path | None:
        found = sorted((self.folder / "disputes").rglob("*.toml"))
        return found[luck % len(found)] if found else None

    def kept(self, luck: int) -> Path | None:
        found = sorted(path for path in self.cache.rglob("*") if path.is_file())
        return found[luck % len(found)] if found else None


def _records(*words: str) -> Callable[[Bench, int], None]:
    def record(bench: Bench, luck: int) -> None:
        bench.hour += 1
        command, *rest = words
        bench.runs(command, f"{'ABC'[luck % 3]}-1", *rest, "--no-input")

    return record


def _flips_a_byte(path: Path | None, luck: int) -> None:
    if path and (raw := bytearray(path.read_bytes())):
        raw[luck % len(raw)] ^= 1 + luck % 255
        path.write_bytes(raw)


def _edits(bench: Bench, luck: int) -> None:
    path = bench.entry(luck)
    _flips_a_byte(path, luck)
    if path:
        os.utime(path.parent)  # an edit in place that keeps a closed folder's time is not noticed


def _removes(bench: Bench, luck: int) -> None:
    if path := bench.entry(luck):
        path.unlink()


def _copies(bench: Bench, luck: int) -> None:
    if path := bench.entry(luck):
        shutil.copy2(path, path.with_name(f"{path.stem} (1).toml"))


def _moves_a_folder(bench: Bench, luck: int) -> None:
    folder = bench.folder / "disputes" / f"{'ABC'[luck % 3]}-1"
    other = bench.folder / "disputes" / f"{'ABCX'[luck % 4]}-2"
    if folder.exists() and not other.exists():
        folder.rename(other)


def _puts_something_there(bench: Bench, luck: int) -> None:
    disputes = bench.folder / "disputes"
    match luck % 4:
        case 0:
            (disputes / "a stray file").write_text("x")
        case 1:
            (disputes / "no reference!").mkdir(exist_ok=True)
        case 2:
            (disputes / ".hidden").mkdir(exist_ok=True)
        case 3 if not os.path.lexists(disputes / "L-1"):
            (disputes / "L-1").symlink_to(disputes / "A-1")


def _damages_what_is_kept(bench: Bench, luck: int) -> None:
    path = bench.kept(luck)
    if path is None:
        return
    match luck % 5:
        case 0:
            path.unlink()
        case 1:
            path.write_bytes(path.read_bytes()[: luck % 300])
        case 2:
            path.write_bytes(b"")
        case _:
            _flips_a_byte(path, luck)


def _leaves_a_part(bench: Bench, luck: int) -> None:
    """What a run that was killed leaves behind."""
    if path := bench.kept(luck):
        (path.parent / f".{path.name}.4711.part").write_bytes(b"half")
    if entry := bench.entry(luck):
        (entry.parent / f".{entry.name}.part").write_bytes(b"half")


def _changes_the_procedure(bench: Bench, luck: int) -> None:
    for path in (bench.folder / "procedures").iterdir():
        if luck % 2:
            _flips_a_byte(path, luck)


def _imports_a_calendar(bench: Bench, luck: int) -> None:
    shipped = DATA / "bank-holidays.json"
    text = shipped.read_text().replace('"2026-12-28"', f'"2026-12-{22 + luck % 3}"')
    changed = bench.folder.parent / "bank-holidays.json"
    changed.write_text(text)
    bench.runs("calendar", "import", str(changed), "--yes")


def _turns_the_clock(bench: Bench, luck: int) -> None:
    bench.hour = max(0, bench.hour + luck % 200 - 60)


def _opens_another(bench: Bench, luck: int) -> None:
    bench.opens(f"D-{luck % 5}")


HAPPENINGS: dict[str, Callable[[Bench, int], None]] = {
    "note": _records("note", "something was said"),
    "escalate": _records("escalate", "--reason", "no agreement"),
    "close": _records("close", "--outcome", "agreed", "--reason", "agreed", "--no-action"),
    "reopen": _records("reopen", "--reason", "it was not"),
    "sooner": _records("sooner", "--to", "2026-10-30", "--reason", "half term"),
    "risk": _records("risk", "--reason", "seen with an injury"),
    "party": _records("party", "--add", "lead: Someone, health"),
    "redact": _records("redact", "1", "--yes", "--reason", "a name"),
    "open": _opens_another,
    "edit": _edits,
    "remove": _removes,
    "copy": _copies,
    "move": _moves_a_folder,
    "put": _puts_something_there,
    "damage": _damages_what_is_kept,
    "part": _leaves_a_part,
    "procedure": _changes_the_procedure,
    "calendar": _imports_a_calendar,
    "clock": _turns_the_clock,
}


@pytest.mark.usefixtures("later")
@settings(
    max_examples=several(8, 1_000, short=3),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    happened=st.lists(
        st.tuples(st.sampled_from(sorted(HAPPENINGS)), st.integers(0, 10_000)),
        min_size=1,
        max_size=8,
    )
)
def test_with_and_without_it_every_list_is_the_same(
    happened: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        bench = Bench(tmp_path_factory.mktemp("bench"), patch)
        bench.agrees()
        for name, luck in happened:
            HAPPENINGS[name](bench, luck)
            bench.agrees()
