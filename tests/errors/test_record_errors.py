"""A gallery of broken records: each finding, each error, and none of them repeats a text."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.questions.ask import file_there
from resolutions_cli.app.questions.choose import Choices
from resolutions_cli.app.questions.which_dispute import Kind, dispute_meant, last_recorded
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.core.entries.entry import Draft
from resolutions_cli.core.entries.facts import Facts, Noted, Opened, Redacted
from resolutions_cli.core.entries.reference import match, own_reference
from resolutions_cli.core.record.findings import KINDS, Finding
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.errors import ResolveError
from resolutions_cli.files.disk import clock, durable, lock
from resolutions_cli.files.record.entry_file import FILE_LIMIT, name_of
from resolutions_cli.files.record.log import find_log, read_logs
from resolutions_cli.files.record.write import record
from resolutions_cli.files.workspace.create import init
from resolutions_cli.files.workspace.folders import list_disputes
from resolutions_cli.files.workspace.settings import Origin, Workspace, find, read

CANARY = "Child-Canary"
REF = "2026-K7Q4M"
AT = Moment(date(2026, 11, 19))
OPENED = Opened(procedure="p", version="1", digest="0" * 64, stage="one")


@pytest.fixture
def here(tmp_path: Path) -> Workspace:
    """A workspace with one dispute: opened, a note, and a second note."""
    made = init(tmp_path / "book")
    write(made, OPENED, summary=CANARY)
    write(made, Noted(), text=f"{CANARY} one")
    write(made, Noted(), text=f"{CANARY} two")
    return made


def write(here: Workspace, facts: Facts, /, **texts: str) -> None:
    (log,) = read_logs(here.disputes / REF)
    with lock.held(here.folder):
        record(here, REF, Draft(AT, facts, {"by": CANARY, **texts}), log)


def files(here: Workspace) -> list[Path]:
    """The files of the dispute's entries, oldest first."""
    (log,) = read_logs(here.disputes / REF)
    return [here.disputes / REF / name_of(entry) for entry in log.entries]


# ------------------------------------------------------------------ findings

Break = Callable[[Workspace], object]
BROKEN: dict[str, Break] = {}


def breaks(name: str) -> Callable[[Break], Break]:
    """Say which finding a way to break a record must be met with."""

    def note(way: Break) -> Break:
        BROKEN[name] = way
        return way

    return note


def rewrite(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.write_bytes(change(path.read_bytes()))


def forge(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Change the head of an entry and give the file the name that fits."""
    raw = path.read_bytes()
    end = raw.index(b"[text.")
    head = change(raw[:end])
    name = path.name.replace(path.name[-21:-5], sha256(head).hexdigest()[:16])
    path.with_name(name).write_bytes(head + raw[end:])
    path.unlink()


@breaks("unreadable")
def _(here: Workspace) -> None:
    path = files(here)[2]
    path.unlink()
    path.mkdir()


@breaks("empty")
def _(here: Workspace) -> None:
    files(here)[2].write_bytes(b"")


@breaks("cut-short")
def _(here: Workspace) -> None:
    rewrite(files(here)[2], lambda raw: raw[:-20])


@breaks("byte-order-mark")
def _(here: Workspace) -> None:
    rewrite(files(here)[2], lambda raw: b"\xef\xbb\xbf" + raw)


@breaks("not-utf8")
def _(here: Workspace) -> None:
    rewrite(files(here)[2], lambda raw: raw.decode().encode("utf-16"))


@breaks("not-toml")
def _(here: Workspace) -> None:
    forge(files(here)[2], lambda head: head.replace(b"kind = ", b"kind: "))


@breaks("too-large")
def _(here: Workspace) -> None:
    rewrite(files(here)[2], lambda raw: raw + b"x" * FILE_LIMIT)


@breaks("changed")
def _(here: Workspace) -> None:
    rewrite(files(here)[2], lambda raw: raw.replace(b"2026-11-19", b"2026-11-20"))


@breaks("held-back")
def _(here: Workspace) -> None:
    mark = rb"[text.text]\nheld_back = true\n"
    path = next(path for path in files(here) if b"[text.text]" in path.read_bytes())
    rewrite(path, lambda raw: re.sub(rb"\[text\.text\]\nsalt = .*\nvalue = .*\n", mark, raw))


@breaks("bad-name")
def _(here: Workspace) -> None:
    files(here)[2].rename(files(here)[2].with_name("mine.toml"))


@breaks("seal-broken")
def _(here: Workspace) -> None:
    rewrite(files(here)[2], lambda raw: raw.replace(b" two", b" too"))


@breaks("text-missing")
def _(here: Workspace) -> None:
    rewrite(files(here)[2], lambda raw: raw[: raw.index(b"[text.by]")])


@breaks("missing-key")
def _(here: Workspace) -> None:
    forge(files(here)[2], lambda head: head.replace(b"kind = ", b"kinda = "))


@breaks("wrong-type")
def _(here: Workspace) -> None:
    forge(files(here)[2], lambda head: head.replace(b"at = 2026-11-19", b'at = "2026-11-19"'))


@breaks("newer-format")
def _(here: Workspace) -> None:
    forge(files(here)[2], lambda head: head.replace(b"format = 1", b"format = 99"))


@breaks("unknown-kind")
def _(here: Workspace) -> None:
    path = files(here)[2]
    forge(path, lambda head: head.replace(b'"noted"', b'"dreamt"'))


@breaks("missing-entry")
def _(here: Workspace) -> None:
    files(here)[1].unlink()


@breaks("not-opened")
def _(here: Workspace) -> None:
    files(here)[0].unlink()


@breaks("foreign")
def _(here: Workspace) -> None:
    forge(files(here)[2], lambda head: head.replace(b"K7Q4M", b"0THER"))


@breaks("stray-file")
def _(here: Workspace) -> None:
    (here.disputes / REF / "minutes.txt").write_text(CANARY)


@breaks("copy")
def _(here: Workspace) -> None:
    (here.disputes / REF / "x (1).toml").write_bytes(files(here)[2].read_bytes())


@breaks("line-endings")
def _(here: Workspace) -> None:
    rewrite(files(here)[2], lambda raw: raw.replace(b"\n", b"\r\n"))


@breaks("left-over")
def _(here: Workspace) -> None:
    (here.disputes / REF / durable.part_name("x.toml")).write_text(CANARY)


@breaks("redaction-unfinished")
def _(here: Workspace) -> None:
    (log,) = read_logs(here.disputes / REF)
    path = files(here)[2]
    before = path.read_bytes()
    write(here, Redacted(entry=log.entries[2].id, keys=("text",)), reason=CANARY)
    path.write_bytes(before)


@breaks("redaction-undone")
def _(here: Workspace) -> None:
    path = files(here)[2]
    before = path.read_bytes()
    BROKEN["redaction-unfinished"](here)
    path.with_name("x (1).toml").write_bytes(before)
    rewrite(path, lambda raw: raw.replace(raw[raw.index(b"[text.text]") :], b""))


@breaks("text-in-copy")
def _(here: Workspace) -> None:
    path = files(here)[2]
    path.with_name("x (1).toml").write_bytes(path.read_bytes())
    rewrite(path, lambda raw: raw.replace(raw[raw.index(b"[text.text]") :], b""))


@breaks("bad-folder")
def _(here: Workspace) -> None:
    (here.disputes / f"{REF} (1)").mkdir()


@breaks("no-disputes")
def _(here: Workspace) -> None:
    here.disputes.rename(here.folder / "elsewhere")


@breaks("link")
def _(here: Workspace) -> None:
    path = files(here)[2]
    path.rename(here.folder / "elsewhere")
    path.symlink_to(here.folder / "elsewhere")


#: Findings of the rules, not of the disk: their tests are where they are made.
BY_THE_RULES = {"made-apart", "not-allowed", "no-procedure"}

#: Findings outside of the disputes, which only `verify` makes: tests/commands/test_verify.py.
BY_VERIFY = {
    *("procedure-changed", "calendar-changed", "calendar-unread", "misplaced-file"),
    *("open-to-others", "sealed-entry-missing", "not-in-record", "mark-unread"),
    *("beside-the-digest", "held-back-since"),
    *("left-out", "follows-left-out", "recorded-in-future", "gone-as-asked"),
}


def findings(here: Workspace) -> list[Finding]:
    listing = list_disputes(here)
    logs = [log for ref in listing.references for log in read_logs(here.disputes / ref)]
    return [*listing.findings, *(finding for log in logs for finding in log.findings)]


def test_every_kind_of_finding_has_a_broken_record_that_shows_it() -> None:
    assert set(BROKEN) == set(KINDS) - BY_THE_RULES - BY_VERIFY


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_record_is_found_named_and_no_text_is_repeated(here: Workspace, name: str) -> None:
    assert findings(here) == []
    BROKEN[name](here)
    found = findings(here)
    assert name in {finding.name for finding in found}
    for finding in found:
        said = f"{finding!r} {finding.kind.sentence} {finding.kind.remedy}"
        assert CANARY not in said
        assert finding.path.startswith("disputes")


@pytest.mark.parametrize("name", KINDS)
def test_every_finding_says_what_is_wrong_and_what_to_do_in_plain_words(name: str) -> None:
    kind = KINDS[name]
    assert name == kind.name
    assert kind.sentence and kind.remedy
    assert not kind.sentence.endswith(".")


# ------------------------------------------------------------------ errors


def too_large(here: Workspace) -> None:
    write(here, Noted(), **{f"with-{number}": "x" * 250_000 for number in range(40)})


def newer(here: Workspace) -> None:
    (here.folder / "resolve.toml").write_text("format = 2\n")
    read(here.folder, Origin.GIVEN)


def not_settings(here: Workspace) -> None:
    (here.folder / "resolve.toml").write_text(f"{CANARY} = ")
    read(here.folder, Origin.GIVEN)


def busy(here: Workspace) -> None:
    holds = (
        "import sys, time, pathlib; from resolutions_cli.files.disk import lock\n"
        "with lock.held(pathlib.Path(sys.argv[1])): print(flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", holds, str(here.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        try:
            with lock.held(here.folder, patience=0):
                pass
        finally:
            holder.kill()


def not_recorded(here: Workspace) -> None:
    (log,) = read_logs(here.disputes / REF)
    files(here)[0].parent.rename(here.folder / "elsewhere")
    (here.disputes / REF).write_text(CANARY)
    with lock.held(here.folder):
        record(here, REF, Draft(AT, Noted(), {"text": CANARY}), log)


def refused_clock(_here: Workspace) -> None:
    os.environ["RESOLVE_NOW"] = CANARY
    try:
        clock.now(practice=False)
    finally:
        del os.environ["RESOLVE_NOW"]


def wrong_clock(_here: Workspace) -> None:
    clock.plausible(datetime(1970, 1, 1, tzinfo=UTC))


def run_in(here: Workspace) -> Run:
    return Run(SharedOptions(by="Nobody Else"), here, clock.now(practice=False))


def none_to_choose(here: Workspace) -> None:
    run = run_in(here)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streams, "is_terminal", lambda _: True)
        dispute_meant(run, None, Kind.CLOSED)


ERRORS: dict[str, tuple[int, Break]] = {
    "TextNotUnicode": (2, lambda here: write(here, Noted(), text=f"{CANARY}\udc80")),
    "TextTooLong": (2, lambda here: write(here, Noted(), text=CANARY * 50_000)),
    "EntryTooLarge": (2, too_large),
    "BadReference": (2, lambda _here: own_reference(f"{CANARY} Smith")),
    "ClockNotYours": (3, refused_clock),
    "ClockWrong": (3, wrong_clock),
    "WorkspaceExists": (3, lambda here: init(here.folder)),
    "ReferenceTaken": (3, lambda here: write(here, OPENED)),
    "NoSuchDispute": (4, lambda _here: match(CANARY, [REF])),
    "NearlyADispute": (4, lambda here: find_log(here, f"{REF[:-1]}N")),
    "NothingRecordedYet": (4, lambda here: last_recorded(run_in(here))),
    "NoneToChoose": (4, none_to_choose),
    "OneALine": (2, lambda _here: Choices("concern", {"a": "", "b": ""}).read("a, b")),
    "NoFileThere": (2, lambda _here: file_there(f"/nowhere/{CANARY}")),
    "AmbiguousReference": (4, lambda _here: match("2", [REF, "2027-AAAAA"])),
    "NoWorkspaceThere": (4, lambda here: read(here.disputes, Origin.GIVEN)),
    "NoWorkspace": (4, lambda _here: find(None, {"XDG_DATA_HOME": "/nowhere"}, Path("/nowhere"))),
    "WorkspaceNewer": (5, newer),
    "WorkspaceUnreadable": (5, not_settings),
    "Busy": (6, busy),
    "NotRecorded": (7, not_recorded),
    "WorkspaceNotMade": (7, lambda _here: init(Path("/dev/null/book"))),
}


@pytest.mark.parametrize("name", ERRORS)
def test_each_error_has_its_code_says_what_to_do_and_repeats_nothing(
    here: Workspace, name: str
) -> None:
    code, provoke = ERRORS[name]
    with pytest.raises(ResolveError) as caught:
        provoke(here)
    error = caught.value
    assert type(error) is getattr(errors, name)
    assert error.exit_code == code
    assert error.message and error.advice
    assert not error.message.endswith(".")
    assert CANARY not in f"{error.message}{error.advice}{error.place}"
