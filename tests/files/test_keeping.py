"""What is kept is what was put there, or nothing; and nothing depends on it."""

import marshal
import os
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NoReturn

import pytest

from resolutions_cli.files import calendars, keeping, procedures
from resolutions_cli.files.procedures import shipped_procedures

KEY = ("made from", 3)
BODY = (KEY, {"nyscp": (1, 2.5, None, "Süd")})


@pytest.fixture
def parsed(cache: Path) -> Path:
    """Where it is kept what files came to."""
    folder = keeping.folder_of_parsed(os.environ)
    assert folder is not None
    assert folder.is_relative_to(cache)
    return folder


@pytest.fixture(autouse=True)
def as_in_a_new_process() -> Iterator[None]:
    procedures._read.cache_clear()
    yield
    procedures._read.cache_clear()


def never(*_: object) -> NoReturn:
    raise AssertionError("it was made again")


# ------------------------------------------------------------------ whatever is kept


def test_what_was_put_is_taken_up_by_its_key_alone(tmp_path: Path) -> None:
    keeping.put(tmp_path / "new", "one", BODY)
    assert keeping.take(tmp_path / "new", "one", KEY) == BODY
    assert keeping.take(tmp_path / "new", "one", ("made from", 4)) is None
    assert keeping.take(tmp_path / "new", "other", KEY) is None


def test_it_is_its_owners_alone(tmp_path: Path) -> None:
    keeping.put(tmp_path / "new", "one", BODY)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "new" / "one").stat().st_mode & 0o777 == 0o600
    assert [kept.name for kept in (tmp_path / "new").iterdir()] == ["one"]


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_what_others_could_have_written_is_not_taken_up(tmp_path: Path, mode: int) -> None:
    keeping.put(tmp_path, "one", BODY)
    (tmp_path / "one").chmod(mode)
    assert keeping.take(tmp_path, "one", KEY) is None


def test_with_any_byte_changed_or_the_end_cut_off_it_is_not_taken_up(tmp_path: Path) -> None:
    keeping.put(tmp_path, "one", BODY)
    path = tmp_path / "one"
    whole = path.read_bytes()
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 0xFF
        for raw in (bytes(changed), whole[:place]):
            path.write_bytes(raw)
            assert keeping.take(tmp_path, "one", KEY) is None


# ------------------------------------------------------------------ where others can write


@pytest.fixture
def kept_in(tmp_path: Path) -> Path:
    """A folder of the cache as the program makes it: the cache, `resolve`, one of its own."""
    keeping.put(tmp_path / "cache" / "resolve" / "parsed", "one", BODY)
    return tmp_path / "cache" / "resolve" / "parsed"


def test_every_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        keeping.put(tmp_path / "cache" / "resolve" / "parsed", "one", BODY)
    finally:
        os.umask(old)
    made = [path for path in (tmp_path / "cache").rglob("*") if path.is_dir()]
    assert [path.stat().st_mode & 0o777 for path in (tmp_path / "cache", *made)] == [0o700] * 3


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
@pytest.mark.parametrize("levels", [0, 1, 2])
def test_where_others_can_write_nothing_is_kept_and_nothing_taken_up(
    kept_in: Path, levels: int, mode: int
) -> None:
    """In the folder itself, in the program's, in the cache: whoever can write there can plant
    links, or rename a folder of this account into its place."""
    open_one = (kept_in, *kept_in.parents)[levels]
    open_one.chmod(mode)
    assert keeping.take(kept_in, "one", KEY) is None
    keeping.put(kept_in, "two", BODY)
    assert [path.name for path in kept_in.iterdir()] == ["one"]
    open_one.chmod(mode | 0o1000)
    assert (keeping.take(kept_in, "one", KEY) is not None) == (levels == 2), "as in /tmp"


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has other accounts")
def test_a_folder_of_another_account_is_not_used(
    kept_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    assert keeping.take(kept_in, "one", KEY) is None
    keeping.put(kept_in, "two", BODY)
    assert [path.name for path in kept_in.iterdir()] == ["one"]


@pytest.mark.parametrize("linked", ["one", ".", ".."])
def test_nothing_is_kept_through_a_link(kept_in: Path, tmp_path: Path, linked: str) -> None:
    """The file, its folder, the folder above: none may be a link to something else."""
    precious = tmp_path / "precious"
    if linked == "one":
        precious.write_bytes(b"precious")
        (kept_in / "one").unlink()
        (kept_in / "one").symlink_to(precious)
    else:
        folder = kept_in if linked == "." else kept_in.parent
        folder.rename(precious)
        folder.symlink_to(precious)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert keeping.take(kept_in, "one", KEY) is None
    keeping.put(kept_in, "one", (KEY, "other"))
    if linked == "one":
        assert precious.read_bytes() == b"precious"
        assert keeping.take(kept_in, "one", KEY) == (KEY, "other")
    else:
        assert {path: path.read_bytes() for path in before} == before


def test_a_planted_part_is_never_written_through(
    kept_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where somebody knows what the unfinished file will be called."""
    precious = tmp_path / "precious"
    precious.write_bytes(b"precious")
    monkeypatch.setattr(os, "urandom", lambda count: bytes(count))
    part = kept_in / f".two.{os.getpid()}-{bytes(8).hex()}.part"
    part.symlink_to(precious)
    keeping.put(kept_in, "two", BODY)
    assert precious.read_bytes() == b"precious"
    assert not (kept_in / "two").exists()


def test_what_cut_off_runs_left_is_removed_when_it_is_old(kept_in: Path) -> None:
    for name, time in ((".one.1.part", 0), (".open.2-00.part", 0), (".new.3.part", None)):
        (kept_in / name).write_bytes(b"half")
        if time is not None:
            os.utime(kept_in / name, (time, time))
    keeping.put(kept_in, "two", BODY)
    assert {path.name for path in kept_in.iterdir()} == {".new.3.part", "one", "two"}


@pytest.mark.parametrize("body", [5, (), [], "text", {"made from": 3}, None])
def test_what_was_put_there_otherwise_is_not_taken_up(tmp_path: Path, body: object) -> None:
    raw = marshal.dumps(body)
    (tmp_path / "one").write_bytes(zlib.crc32(raw).to_bytes(4, "big") + raw)
    (tmp_path / "one").chmod(0o600)
    assert keeping.take(tmp_path, "one", KEY) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name here")
def test_a_pipe_in_its_place_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "one", 0o600)
    assert keeping.take(tmp_path, "one", KEY) is None


def test_where_nothing_can_be_kept_there_is_nothing(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("no folder")
    for place in (None, tmp_path / "a file" / "below"):
        keeping.put(place, "one", BODY)
        assert keeping.take(place, "one", KEY) is None


# ------------------------------------------------------------------ procedures and calendars


def test_a_procedure_is_taken_apart_once_and_says_the_same_from_then_on(
    parsed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = [file.procedure for file in shipped_procedures()]
    assert len(list(parsed.iterdir())) == len(first)
    procedures._read.cache_clear()
    monkeypatch.setattr(procedures, "_parsed", never)
    again = [file.procedure for file in shipped_procedures()]
    assert again == first
    assert [repr(each) for each in again] == [repr(each) for each in first]


def test_other_bytes_are_another_procedure_whatever_they_are_called(parsed: Path) -> None:
    (file, *_) = shipped_procedures()
    assert file.procedure.title
    raw = file.raw.replace(file.procedure.title.encode(), b"Another title")
    other = procedures.ProcedureFile(file.path, file.label, raw)
    (parsed / f"procedure-{file.digest[:16]}").rename(parsed / f"procedure-{other.digest[:16]}")
    assert other.procedure.title == "Another title"


def test_what_is_kept_of_a_procedure_and_damaged_is_made_again(parsed: Path) -> None:
    (file, *_) = shipped_procedures()
    first = file.procedure
    for kept in parsed.iterdir():
        kept.write_bytes(kept.read_bytes()[:-1])
    procedures._read.cache_clear()
    assert file.procedure == first


def test_nothing_is_kept_of_a_procedure_that_cannot_be_used(parsed: Path) -> None:
    assert procedures._read(b"[procedure]\n") == (None, procedures._read(b"[procedure]\n")[1])
    assert procedures._read(b"no TOML") == (None, 1)
    assert not parsed.exists()


@pytest.mark.parametrize("nation", ["england", "wales", "scotland", "northern-ireland"])
def test_the_shipped_calendar_is_read_once_and_counts_the_same_from_then_on(
    parsed: Path, monkeypatch: pytest.MonkeyPatch, nation: str
) -> None:
    first = calendars.shipped_calendar(nation)
    assert [kept.name for kept in parsed.iterdir()] == [f"calendar-{nation}"]
    monkeypatch.setattr(calendars, "shipped_list", never)
    again = calendars.shipped_calendar(nation)
    assert (again.nation, again.source) == (first.nation, first.source)
    assert again.confirmed == first.confirmed
    after = date(2029, 12, 20)  # no list covers it
    assert again.add_working_days(after, 10) == first.add_working_days(after, 10)
