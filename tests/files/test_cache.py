"""What is kept is what was put there, or nothing; and nothing depends on it."""

import marshal
import os
import shutil
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NoReturn

import pytest

from resolutions_cli.files.disk import cache as caching
from resolutions_cli.files.disk.clock import real_now
from resolutions_cli.files.workspace import calendars, procedures
from resolutions_cli.files.workspace.procedures import shipped_procedures
from tests.desk import Desk

PACKAGE = caching.PACKAGE

KEY = ("made from", 3)
BODY = (KEY, {"nyscp": (1, 2.5, None, "Süd")})


@pytest.fixture
def parsed(cache: Path) -> Path:
    """Where it is kept what files came to."""
    folder = caching.folder(os.environ)
    assert folder is not None
    assert folder.is_relative_to(cache)
    return folder


@pytest.fixture(autouse=True)
def as_in_a_new_process() -> Iterator[None]:
    procedures._read.cache_clear()
    yield
    procedures._read.cache_clear()
    caching.program_name.cache_clear()


def never(*_: object) -> NoReturn:
    raise AssertionError("it was made again")


# ------------------------------------------------------------------ whatever is kept


def test_what_was_put_is_taken_up_by_its_key_alone(tmp_path: Path) -> None:
    caching.store(tmp_path / "new", "one", BODY)
    assert caching.load(tmp_path / "new", "one", KEY) == BODY
    assert caching.load(tmp_path / "new", "one", ("made from", 4)) is None
    assert caching.load(tmp_path / "new", "other", KEY) is None


def test_it_is_its_owners_alone(tmp_path: Path) -> None:
    caching.store(tmp_path / "new", "one", BODY)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "new" / "one").stat().st_mode & 0o777 == 0o600
    assert [kept.name for kept in (tmp_path / "new").iterdir()] == ["one"]


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_what_others_could_have_written_is_not_taken_up(tmp_path: Path, mode: int) -> None:
    caching.store(tmp_path, "one", BODY)
    (tmp_path / "one").chmod(mode)
    assert caching.load(tmp_path, "one", KEY) is None


def test_with_any_byte_changed_or_the_end_cut_off_it_is_not_taken_up(tmp_path: Path) -> None:
    caching.store(tmp_path, "one", BODY)
    path = tmp_path / "one"
    whole = path.read_bytes()
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 0xFF
        for raw in (bytes(changed), whole[:place]):
            path.write_bytes(raw)
            assert caching.load(tmp_path, "one", KEY) is None


# ------------------------------------------------------------------ where others can write


@pytest.fixture
def kept_in(tmp_path: Path) -> Path:
    """A folder of the cache as the program makes it: the cache, `resolve`, one of its own."""
    caching.store(tmp_path / "cache" / "resolve" / "1.0-0123456789abcdef", "one", BODY)
    return tmp_path / "cache" / "resolve" / "1.0-0123456789abcdef"


def test_every_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        caching.store(tmp_path / "cache" / "resolve" / "1.0-0123456789abcdef", "one", BODY)
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
    assert caching.load(kept_in, "one", KEY) is None
    caching.store(kept_in, "two", BODY)
    assert [path.name for path in kept_in.iterdir()] == ["one"]
    open_one.chmod(mode | 0o1000)
    assert (caching.load(kept_in, "one", KEY) is not None) == (levels == 2), "as in /tmp"


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has other accounts")
def test_a_folder_of_another_account_is_not_used(
    kept_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    assert caching.load(kept_in, "one", KEY) is None
    caching.store(kept_in, "two", BODY)
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
    assert caching.load(kept_in, "one", KEY) is None
    caching.store(kept_in, "one", (KEY, "other"))
    if linked == "one":
        assert precious.read_bytes() == b"precious"
        assert caching.load(kept_in, "one", KEY) == (KEY, "other")
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
    caching.store(kept_in, "two", BODY)
    assert precious.read_bytes() == b"precious"
    assert not (kept_in / "two").exists()


def test_what_cut_off_runs_left_is_removed_when_it_is_old(kept_in: Path) -> None:
    for name, then in ((".one.1.part", 0), (".open.2-00.part", 0), (".new.3.part", None)):
        (kept_in / name).write_bytes(b"half")
        if then is not None:
            os.utime(kept_in / name, (then, then))
    caching.store(kept_in, "two", BODY)
    assert {path.name for path in kept_in.iterdir()} == {".new.3.part", "one", "two"}


@pytest.mark.parametrize("body", [5, (), [], "text", {"made from": 3}, None])
def test_what_was_put_there_otherwise_is_not_taken_up(tmp_path: Path, body: object) -> None:
    raw = marshal.dumps(body)
    (tmp_path / "one").write_bytes(zlib.crc32(raw).to_bytes(4, "big") + raw)
    (tmp_path / "one").chmod(0o600)
    assert caching.load(tmp_path, "one", KEY) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name here")
def test_a_pipe_in_its_place_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "one", 0o600)
    assert caching.load(tmp_path, "one", KEY) is None


def test_where_nothing_can_be_kept_there_is_nothing(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("no folder")
    for place in (None, tmp_path / "a file" / "below"):
        caching.store(place, "one", BODY)
        assert caching.load(place, "one", KEY) is None


# ------------------------------------------------------------------ one folder for each program


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the program's own folder, with its times."""
    return Path(shutil.copytree(PACKAGE, tmp_path / "site" / "resolutions_cli"))


def test_a_change_of_any_file_at_any_depth_is_another_program(package: Path) -> None:
    (package / "core" / "inner" / "innermost").mkdir(parents=True)
    (package / "core" / "inner" / "innermost" / "new.py").write_text("")
    files = [path for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert {".py", ".toml", ".json"} <= {path.suffix for path in files}
    names = {caching.name_of_program(package)}
    for path in files:
        os.utime(path, ns=(1, path.stat().st_mtime_ns + 1))
        names.add(caching.name_of_program(package))
    assert len(names) == len(files) + 1


def test_a_file_that_is_added_renamed_or_removed_is_another_program(package: Path) -> None:
    names = [caching.name_of_program(package)]
    added = package / "data" / "procedures" / "another.toml"
    added.write_text("")
    names.append(caching.name_of_program(package))
    added.rename(added.with_name("a-third.toml"))
    names.append(caching.name_of_program(package))
    assert len(set(names)) == 3
    added.with_name("a-third.toml").unlink()
    assert caching.name_of_program(package) == names[0]


def test_a_module_that_is_compiled_is_the_same_program(package: Path) -> None:
    before = caching.name_of_program(package)
    (package / "core" / "__pycache__").mkdir(exist_ok=True)
    (package / "core" / "__pycache__" / "new.pyc").write_bytes(b"")
    assert caching.name_of_program(package) == before


def test_an_installed_wheel_is_known_by_its_record(package: Path) -> None:
    information = package.parent / "resolutions_cli-1.2.dist-info"
    information.mkdir()
    (information / "RECORD").write_text("resolutions_cli/__init__.py,sha256=a,93\n")
    first = caching.name_of_program(package)
    assert first.startswith("1.2-")
    (information / "RECORD").write_text("resolutions_cli/__init__.py,sha256=b,93\n")
    assert caching.name_of_program(package).startswith("1.2-")
    assert caching.name_of_program(package) != first


def test_a_record_that_only_points_to_a_checkout_says_nothing_of_it(package: Path) -> None:
    before = caching.name_of_program(package)
    assert before.startswith("source-")
    information = package.parent / "resolutions_cli-1.2.dist-info"
    information.mkdir()
    (information / "RECORD").write_text("__editable__.resolutions_cli-1.2.pth,sha256=a,19\n")
    assert caching.name_of_program(package) == before


def test_a_program_in_no_folder_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caching, "PACKAGE", Path(__file__) / "program.zip")
    caching.program_name.cache_clear()
    assert caching.folder(os.environ) is None


def test_two_installations_used_in_turn_both_find_what_they_kept(
    desk: Desk, cache: Path, package: Path, tmp_path: Path
) -> None:
    desk.at("2026-10-01T10:00").opens("1", "--raised", "2026-10-01T09:00")
    other = Path(shutil.copytree(package, tmp_path / "other" / "resolutions_cli"))
    (other / "core" / "text.py").touch()
    shutil.rmtree(cache)
    time.sleep(2.1)  # what changed within two seconds is not kept

    def run(installed: Path) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "resolutions_cli", "due"],
            env=os.environ | {"PYTHONPATH": str(installed.parent)},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def kept() -> dict[Path, tuple[int, int]]:
        return {
            path: (path.stat().st_ino, path.stat().st_mtime_ns)
            for path in cache.rglob("*")
            if path.is_file()
        }

    first = [run(package), run(other)]
    before = kept()
    assert len({path.parent for path in before}) == 2
    assert [run(package), run(other)] * 2 == first * 2
    assert kept() == before


# ------------------------------------------------------------------ folders of older versions

DAY = 86_400


def dated(folder: Path, days: int) -> Path:
    """A folder of the cache that was last used so many days ago."""
    folder.mkdir(parents=True)
    (folder / "one").write_bytes(b"kept")
    then = real_now().timestamp() - days * DAY
    os.utime(folder, (then, then))
    return folder


def test_a_new_version_removes_the_folders_that_nobody_used_for_two_months(
    tmp_path: Path,
) -> None:
    above = tmp_path / "cache" / "resolve"
    old = [dated(above / name, 61) for name in ("1.0-0123456789abcdef", "parsed")]
    used = dated(above / "1.1-0123456789abcdef", 59)
    others = [dated(above / "settings-of-another-program", 100), dated(above / "images", 100)]
    above.chmod(0o700)
    above.parent.chmod(0o700)
    caching.store(above / "1.2-0123456789abcdef", "one", BODY)
    assert [path for path in (*old, used, *others) if path.exists()] == [used, *others]


def test_a_folder_with_something_else_in_it_stays(tmp_path: Path) -> None:
    above = tmp_path / "cache" / "resolve"
    old = dated(above / "1.0-0123456789abcdef", 1)
    (old / "a folder").mkdir()
    linked = above / "1.1-0123456789abcdef"
    linked.symlink_to(tmp_path / "precious")
    dated(tmp_path / "precious", 100)
    then = real_now().timestamp() - 100 * DAY
    os.utime(old, (then, then))
    for each in (above, above.parent):
        each.chmod(0o700)
    caching.store(above / "1.2-0123456789abcdef", "one", BODY)
    assert (old / "a folder").is_dir()
    assert (tmp_path / "precious" / "one").read_bytes() == b"kept"


def test_a_folder_that_is_only_read_counts_as_used(kept_in: Path) -> None:
    then = real_now().timestamp() - 70 * DAY
    os.utime(kept_in, (then, then))
    assert caching.load(kept_in, "one", KEY) == BODY
    caching.store(kept_in.parent / "1.2-0123456789abcdef", "one", BODY)
    assert caching.load(kept_in, "one", KEY) == BODY


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
