"""What was cut off is cleared away by the next writer, without looking through everything."""

import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from resolutions_cli.core.entries.entry import Draft, Entry
from resolutions_cli.core.entries.facts import Facts, Noted, Opened, Redacted
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.files.disk import clock, durable, lock
from resolutions_cli.files.record import merge
from resolutions_cli.files.record import sweep as sweeping
from resolutions_cli.files.record.entry_file import name_of
from resolutions_cli.files.record.log import find_log
from resolutions_cli.files.record.sweep import sweep
from resolutions_cli.files.record.write import record
from resolutions_cli.files.workspace import settings
from resolutions_cli.files.workspace.create import init
from resolutions_cli.files.workspace.settings import Origin, Workspace

OPENED = Opened(procedure="p", version="v", digest="0" * 64, stage="one")
AT = Moment.of(clock.real_now())
CUT_OFF = 9

#: The part of a recording that was cut off, whoever made it.
PART = ".20261119T153000.120Z-noted-0123456789abcdef.toml.part"


def write(here: Workspace, facts: Facts, reference: str, **texts: str) -> Entry:
    log = None if isinstance(facts, Opened) else find_log(here, reference)
    with lock.held(here.folder):
        return record(here, reference, Draft(AT, facts, {"by": "me", **texts}), log)


def cut_off(
    monkeypatch: pytest.MonkeyPatch, owner: object, call: str, run: Callable[[], object]
) -> None:
    """Run something in a process that ends at its first call of `owner.call`, as when killed."""
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(owner, call, lambda *_, **__: os._exit(CUT_OFF))
        run()
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == CUT_OFF


def parts(here: Workspace) -> list[str]:
    return sorted(str(each.relative_to(here.folder)) for each in here.folder.rglob(".*.part"))


def swept(here: Workspace) -> str:
    """How all stands, by the lock's file."""
    return (here.folder / lock.NAME).read_text().splitlines()[-1].partition(" ")[0]


@pytest.fixture
def here(tmp_path: Path) -> Workspace:
    """A workspace with two disputes, in which everybody came to an end."""
    found = init(tmp_path / "book")
    for reference in ("ONE", "TWO"):
        write(found, OPENED, reference, summary="said")
    assert swept(found) == "swept"
    return found


# ------------------------------------------------------------------ cut off


def test_what_was_cut_off_in_one_dispute_is_removed_by_the_next_writer_in_another(
    here: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off(monkeypatch, os, "rename", lambda: write(here, Noted(), "ONE", text="half"))
    assert [path.rpartition("/")[0] for path in parts(here)] == ["disputes/ONE"]
    write(here, Noted(), "TWO", text="whole")
    assert parts(here) == []
    assert swept(here) == "swept"


def test_a_dispute_that_was_cut_off_while_it_was_opened_is_gone_with_the_next_writer(
    here: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off(monkeypatch, durable, "create", lambda: write(here, OPENED, "THREE"))
    assert (here.disputes / "THREE").is_dir()
    write(here, Noted(), "TWO", text="whole")
    assert not (here.disputes / "THREE").exists()


def test_a_redaction_that_was_cut_off_is_finished_by_the_next_writer_in_another_dispute(
    here: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = find_log(here, "ONE").entries[0]
    facts = Redacted(entry=opened.id, keys=("summary",))
    cut_off(monkeypatch, durable, "replace", lambda: write(here, facts, "ONE", reason="wrong"))
    file = here.disputes / "ONE" / name_of(opened)
    assert b"said" in file.read_bytes()
    write(here, Noted(), "TWO", text="whole")
    assert b"said" not in file.read_bytes()


def test_what_a_sync_left_half_done_is_removed_by_the_next_writer(
    here: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    theirs = Path(shutil.copytree(here.folder, tmp_path / "theirs"))
    write(settings.read(theirs, Origin.GIVEN), Noted(), "ONE", text="theirs")
    sent = {
        str(each.relative_to(theirs)): [each.read_bytes()] for each in theirs.rglob("*-noted-*")
    }

    def takes_in() -> None:
        with lock.held(here.folder):
            merge.take_in(here, sent, lambda: None)

    cut_off(monkeypatch, durable.Batch, "publish", takes_in)
    assert len(parts(here)) == 1
    write(here, Noted(), "TWO", text="whole")
    assert parts(here) == []


def test_somebody_who_only_looks_in_between_changes_nothing_of_that(
    here: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off(monkeypatch, os, "rename", lambda: write(here, Noted(), "ONE", text="half"))
    with lock.held(here.folder):  # as verify does
        pass
    assert parts(here)
    write(here, Noted(), "TWO", text="whole")
    assert parts(here) == []


def test_a_writer_that_fails_leaves_it_in_doubt(here: Workspace) -> None:
    with pytest.raises(ZeroDivisionError), lock.held(here.folder):
        sweep(here, "ONE")
        raise ZeroDivisionError
    assert swept(here) == "begun"
    (here.disputes / "TWO" / PART).touch()
    write(here, Noted(), "ONE", text="whole")
    assert parts(here) == []


def test_a_command_that_is_refused_before_it_writes_leaves_all_swept(here: Workspace) -> None:
    with pytest.raises(ZeroDivisionError), lock.held(here.folder):
        raise ZeroDivisionError
    assert swept(here) == "swept"


# ------------------------------------------------------------------ nobody was cut off here


def test_in_the_dispute_that_is_written_in_everything_is_cleared_away(here: Workspace) -> None:
    (here.disputes / "ONE" / PART).touch()
    (here.seals / ".x.toml.part").touch()
    (here.folder / ".resolve.toml.part").touch()
    write(here, Noted(), "ONE", text="whole")
    assert parts(here) == []


def test_what_another_machine_left_in_another_dispute_waits_for_a_day(
    here: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here.disputes / "TWO" / PART).touch()
    write(here, Noted(), "ONE", text="today")
    assert parts(here) == [f"disputes/TWO/{PART}"]
    tomorrow = clock.real_now() + sweeping.AGAIN
    monkeypatch.setattr(clock, "real_now", lambda: tomorrow)
    write(here, Noted(), "ONE", text="tomorrow")
    assert parts(here) == []


def test_an_entry_that_a_sync_tool_renamed_gets_its_name_back_with_its_own_dispute_or_in_a_day(
    here: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways = (("TWO", timedelta(0)), ("ONE", sweeping.AGAIN))
    for reference, later in ways:
        file = here.disputes / "TWO" / name_of(find_log(here, "TWO").entries[0])
        file.rename(file.with_stem(f"{file.stem} (1)"))
        write(here, Noted(), "ONE", text="at once")
        assert not file.exists()
        now = clock.real_now() + later
        with monkeypatch.context() as patched:
            patched.setattr(clock, "real_now", lambda now=now: now)
            write(here, Noted(), reference, text="then")
        assert file.exists()


def test_whoever_names_no_dispute_sweeps_them_all(here: Workspace) -> None:
    (here.disputes / "TWO" / PART).touch()
    with lock.held(here.folder):
        sweep(here)
    assert parts(here) == []


def test_whoever_redacts_sweeps_them_all(here: Workspace) -> None:
    (here.disputes / "TWO" / PART).touch()
    opened = find_log(here, "ONE").entries[0]
    write(here, Redacted(entry=opened.id, keys=("summary",)), "ONE", reason="wrong")
    assert parts(here) == []


# ------------------------------------------------------------------ what could not be done


def test_what_could_not_be_removed_is_tried_again_by_the_next_writer(
    here: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here.disputes / "ONE" / PART).touch()

    def refused(_path: object) -> None:
        raise PermissionError

    with monkeypatch.context() as patched:
        patched.setattr(os, "unlink", refused)
        write(here, Noted(), "ONE", text="first")
    assert swept(here) == "doubt"
    write(here, Noted(), "TWO", text="second")
    assert parts(here) == []
    assert swept(here) == "swept"


def test_what_may_be_being_written_keeps_all_in_doubt(here: Workspace) -> None:
    """Where locks do nothing its writer may yet be killed."""
    part = here.disputes / "TWO" / PART
    with lock.held(here.folder):
        part.touch()
        soon = (here.folder / lock.NAME).stat().st_mtime_ns + 10**9
        os.utime(part, ns=(soon, soon))
        sweep(here)
    assert part.exists()
    assert swept(here) == "doubt"


def test_removing_is_durable_before_all_is_said_to_be_swept(
    here: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here.disputes / "ONE" / PART).touch()
    done: list[str] = []
    real_sync, real_note = durable.sync_folder, lock.note_swept
    monkeypatch.setattr(
        durable, "sync_folder", lambda folder: (done.append(folder.name), real_sync(folder))
    )
    monkeypatch.setattr(
        lock, "note_swept", lambda *given: (done.append("swept"), real_note(*given))
    )
    with lock.held(here.folder):
        sweep(here)
    assert done == ["ONE", "swept"]


def test_no_link_is_followed(here: Workspace, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (outside / "ONE").mkdir(parents=True)
    kept = [outside / PART, outside / "ONE" / PART]
    for each in kept:
        each.touch()
    shutil.rmtree(here.disputes / "ONE")
    (here.disputes / "ONE").symlink_to(outside)
    here.seals.rmdir()
    here.seals.symlink_to(outside)
    for named in ("ONE", ""):
        with lock.held(here.folder):
            sweep(here, named)
    shutil.rmtree(here.disputes)
    here.disputes.symlink_to(outside)
    for named in ("ONE", ""):
        with lock.held(here.folder):
            sweep(here, named)
    assert [each.exists() for each in kept] == [True, True]
