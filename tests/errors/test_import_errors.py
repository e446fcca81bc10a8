"""Each condition of taking bundles and spreadsheets in: provoked once, and silent about texts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from resolutions_cli.core.sheet_map import read_map
from resolutions_cli.errors import (
    AlmostThere,
    BundleChanged,
    BundleIncomplete,
    BundleNewer,
    BundleNotReadable,
    CellEmpty,
    CellNotADate,
    DamagedHere,
    ImportInterrupted,
    ImportUnfinished,
    MapNeeded,
    MapUnusable,
    NoFileToImport,
    NotABundle,
    NotClosedHow,
    NotClosedWhen,
    NotToBeSent,
    NotWithThat,
    PracticeBundle,
    ResolveError,
    RowKnown,
    RowTooLong,
    SheetRefused,
    SheetUnreadable,
    TooManyBeside,
)
from resolutions_cli.files.disk import durable
from tests.desk import REF, Desk
from tests.house.project import PROJECT

#: What was typed, and must not be told to whoever reads stderr.
PRIVATE = "Zaubervogel"

MAP = PROJECT / "examples" / "import" / "map.toml"
HEAD = (PROJECT / "examples" / "import" / "escalations.csv").read_text("utf-8").partition("\n")[0]


@pytest.fixture
def sent(desk: Desk, tmp_path: Path) -> Path:
    """A bundle of a dispute with three entries, which is here too."""
    desk.at("2026-11-19T09:00").opens("1", "--summary", PRIVATE)
    desk.at("2026-11-20T09:00").done("note", REF, PRIVATE)
    desk.done("escalate", REF, "--reason", PRIVATE)
    file = tmp_path / "bundle.toml"
    desk.done("export", "--bundle", str(file), REF)
    return file


def empty(desk: Desk) -> Path:
    folder = desk.folder.with_name("empty")
    desk.done("init", str(folder), "--practice")
    return folder


def refused(desk: Desk, condition: type[ResolveError], *words: str) -> str:
    before = desk.files()
    said = desk.does(*words)
    message = (condition.__doc__ or "").partition("{")[0].partition("\n")[0].strip()
    assert said.code == condition.exit_code, said
    assert message in said.err, said
    assert PRIVATE not in said.err + said.out
    assert desk.files() == before
    return said.err


def changed(file: Path, change: Callable[[bytes], bytes]) -> str:
    raw = file.read_bytes()
    assert change(raw) != raw
    file.write_bytes(change(raw))
    return str(file)


def test_no_file(desk: Desk) -> None:
    refused(desk, NoFileToImport, "import", f"{PRIVATE.lower()}.toml")


def test_not_a_bundle_says_the_line(desk: Desk, sent: Path) -> None:
    for cut in (b"", b"x = 1\n", sent.read_bytes()[:-200], sent.read_bytes() + b"[[more]]\n"):
        sent.write_bytes(cut)
        assert "line " in refused(desk, NotABundle, "import", str(sent))


def test_what_was_invented_for_practice_does_not_come_into_a_record(
    desk: Desk, sent: Path, tmp_path: Path
) -> None:
    record = tmp_path / "record"
    desk.done("init", str(record), "--procedure", "nyscp")
    monkey = pytest.MonkeyPatch()
    with monkey.context() as outside:
        outside.delenv("RESOLVE_NOW", raising=False)
        said = desk.does("import", str(sent), "--workspace", str(record))
    assert (said.code, said.out) == (3, "")
    assert PracticeBundle.__doc__ is not None
    assert PracticeBundle.__doc__ in said.err
    assert list((record / "disputes").iterdir()) == []


def test_a_bundle_of_a_later_format(desk: Desk, sent: Path) -> None:
    file = changed(sent, lambda raw: raw.replace(b"format = 1", b"format = 2", 1))
    refused(desk, BundleNewer, "import", file)


def test_a_bundle_that_was_changed(desk: Desk, sent: Path) -> None:
    other = empty(desk)
    for old, new in ((b"escalated", b"escalatex"), (PRIVATE.encode(), b"Zaubervogal")):
        raw = sent.read_bytes()
        file = changed(sent, lambda raw, old=old, new=new: raw.replace(old, new))  # type: ignore[misc]
        assert "entry " in desk.does("import", file, "-w", str(other)).err
        refused(desk, BundleChanged, "import", file)
        sent.write_bytes(raw)


def test_a_bundle_without_its_newest_entry(desk: Desk, sent: Path) -> None:
    def without_the_last(raw: bytes) -> bytes:
        return raw[: raw.rindex(b"\n[[dispute.entry]]")].replace(b"entries = 3", b"entries = 2")

    file = changed(sent, without_the_last)
    refused(desk, BundleIncomplete, "import", file, "-w", str(empty(desk)))


def test_a_reference_that_is_almost_there(desk: Desk, sent: Path) -> None:
    other = empty(desk)
    desk.opens("1", "-w", str(other), ref="d-1")
    refused(desk, AlmostThere, "import", str(sent), "-w", str(other))


def test_a_dispute_that_is_damaged_here_or_there(desk: Desk, sent: Path) -> None:
    next((desk.folder / "disputes" / REF).glob("*-noted-*")).write_bytes(PRIVATE.encode())
    refused(desk, DamagedHere, "import", str(sent))
    refused(desk, NotToBeSent, "export", "--bundle", str(sent), "--replace", REF)


def test_a_bundle_that_nobody_could_take_in(
    desk: Desk, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = ("export", "--bundle", str(sent), "--replace", REF)
    with monkeypatch.context() as patched:
        patched.setattr("resolutions_cli.files.exchange.bundle.MOST_BESIDE", 0)
        refused(desk, TooManyBeside, *again)
    with monkeypatch.context() as patched:
        patched.setattr("resolutions_cli.files.exchange.bundle.BUNDLE_LIMIT", 1024)
        refused(desk, BundleNotReadable, *again)


def test_what_does_not_go_together(desk: Desk) -> None:
    refused(desk, NotWithThat, "export", "--jsonl", "D-1")
    refused(desk, MapNeeded, "import", "--csv", "sheet.csv")


@pytest.mark.parametrize("condition", [ImportUnfinished, ImportInterrupted])
def test_a_disk_that_fills_up_or_a_second_interrupt_on_the_way(
    desk: Desk, sent: Path, monkeypatch: pytest.MonkeyPatch, condition: type[ResolveError]
) -> None:
    other = empty(desk)
    rename, done = durable.patiently, []

    def fails_at_the_second(go: Callable[[], object]) -> None:
        if len(done) == 1:
            raise KeyboardInterrupt if condition is ImportInterrupted else OSError(28, "No space")
        done.append(1)
        rename(go)

    with monkeypatch.context() as patched:
        patched.setattr(durable, "patiently", fails_at_the_second)
        # the procedure is put there in another way
        patched.setattr("resolutions_cli.app.exchange.bundles.pin", lambda *_: None)
        said = desk.does("import", str(sent), "-w", str(other))
    assert said.code == condition.exit_code
    assert "1 of 3 files" in said.err
    assert len(list((other / "disputes" / REF).iterdir())) == 1
    assert desk.does("import", str(sent), "-w", str(other)).code == 0
    assert desk.does("verify", "-w", str(other)).out == ""


# ------------------------------------------------------------------ spreadsheets


@pytest.mark.parametrize(
    ("row", "condition"),
    [
        (f",C-1,{PRIVATE},,,,,,,,,,,,", CellEmpty),
        (f"A-1,C-1,{PRIVATE},,,2026-11-02,,,,,,,,,", CellNotADate),
        (f"A-1,C-1,{PRIVATE}", RowTooLong),
        (f"D-1,C-1,{PRIVATE},,,,,,,,,,,,", RowKnown),
        (f"A-1,C-1,{PRIVATE},,,02/11/2026,,,,,,03/11/2026,,,", NotClosedHow),
        (f"A-1,C-1,{PRIVATE},,,02/11/2026,,,,,,,Resolved,,", NotClosedWhen),
    ],
)
def test_a_row_that_cannot_be_taken_in(
    desk: Desk, tmp_path: Path, row: str, condition: type[ResolveError]
) -> None:
    desk.at("2026-11-20T10:00").opens("1")
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(f"{HEAD}\n{row}\n", "utf-8")
    words = ("import", "--csv", str(sheet), "--map", str(MAP))
    refused(desk, SheetRefused, *words)
    message = (condition.__doc__ or "").partition("{")[0]
    assert "line 2" in desk.does(*words).out and message in desk.does(*words).out


def test_a_sheet_and_a_map_that_cannot_be_read(desk: Desk, tmp_path: Path) -> None:
    sheet, own = tmp_path / "sheet.csv", tmp_path / "map.toml"
    for raw in (b"", b"Ref\n\xff", PRIVATE.encode(), HEAD.encode() + b'\n"open'):
        sheet.write_bytes(raw)
        refused(desk, SheetUnreadable, "import", "--csv", str(sheet), "--map", str(MAP))
    own.write_text(f"format = 1\n{PRIVATE} = 1\n", "utf-8")
    refused(desk, MapUnusable, "import", "--csv", str(sheet), "--map", str(own))


REFERENCE = {"heading": "R", "is": "reference"}


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"format": 2},
        {"format": 1, "column": []},
        {"format": 1, "column": [{"heading": "A", "is": "child"}]},
        {"format": 1, "column": [REFERENCE, REFERENCE]},
        {"format": 1, "column": [REFERENCE, {"heading": "A", "is": "raised"}]},
        {"format": 1, "column": [REFERENCE, {"heading": "A", "is": "a-name"}]},
        {
            "format": 1,
            "column": [REFERENCE, {"heading": "A", "is": "event", "dates": "dd/mm/yyyy"}],
        },
        {"format": 1, "column": [{**REFERENCE, "values": {"a": 1}}]},
        {"format": 1, "separator": ".", "column": [REFERENCE]},
        {"format": 1, "dates": "dd/mm/yy", "column": [REFERENCE]},
        {"format": 1, "dates": ["dd/mm/yyyy", "mm/dd/yyyy"], "column": [REFERENCE]},
    ],
)
def test_a_map_that_means_nothing_or_two_things(values: dict[str, object]) -> None:
    with pytest.raises(MapUnusable):
        read_map(values)
