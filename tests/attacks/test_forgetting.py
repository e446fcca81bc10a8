"""After a redaction the text is in no file of the workspace: of every kind, under every key, and in
whatever sync tools and runs that were cut off have left of it."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from resolutions_cli.core.entries.entry import Draft
from resolutions_cli.core.entries.facts import (
    KINDS,
    Agreed,
    Chase,
    Closed,
    Corrected,
    Decided,
    Escalated,
    Facts,
    Finished,
    Noted,
    Opened,
    Party,
    Recorded,
    Redacted,
    Reopened,
    Risk,
    Settled,
    Sooner,
)
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.files.disk import lock
from resolutions_cli.files.record import write
from resolutions_cli.files.record.entry_file import digits_in, name_of
from resolutions_cli.files.workspace import settings
from resolutions_cli.files.workspace.procedures import procedure_named
from tests.attacks.test_sync_tools import COPIES
from tests.desk import REF, Desk
from tests.torture import sampled

pytestmark = sampled

CANARY = "zwolfkanarie"
#: What is hashed with a text, so that nobody can try words until one fits the seal.
SALT = re.compile(rb'^salt = "([0-9a-f]{64})"$', re.MULTILINE)
WHY = ("--reason", "it names a child", "--yes", "--no-input")

NOON = Moment.of(datetime(2026, 11, 20, 12, tzinfo=UTC))
DAY = Moment(date(2026, 11, 20))


def facts_of(kind: str, entry: str) -> Facts:
    """Facts that an entry of the kind can have; `entry` is one that it may be about."""
    nyscp = procedure_named("nyscp", None)
    every: tuple[Facts, ...] = (
        Opened(procedure="nyscp", version="as-read-2024-05", digest=nyscp.digest, stage="1"),
        Escalated(from_="1", to="2"),
        Decided(from_="1", codes=("x",)),
        Recorded(event="lead-informed", on=DAY),
        *(Agreed(on=DAY), Sooner(on=DAY), Risk(on=DAY), Chase(by_when=DAY), Party(role="lead")),
        *(Noted(), Corrected(entry=entry), Closed(from_="1", outcome="agreed")),
        *(Reopened(to="1"), Redacted(entry=entry, keys=("by",)), Settled(stands=(entry,))),
        Finished(duty="child-file", entry=entry, on=DAY),
    )
    return next(facts for facts in every if kind == facts.KIND)


def keys_of(kind: str) -> list[str]:
    """Every key that texts of the kind may stand under, two of those that are numbered."""
    numbered = [key.removesuffix("N") for key in KINDS[kind].TEXTS if key.endswith("-N")]
    free = {"corrected": ["set-summary", "set-text"], "recorded": ["detail-lead"]}
    return [
        *("by", *free.get(kind, [])),
        *(key for key in KINDS[kind].TEXTS if not key.endswith("-N")),
        *(f"{key}{number}" for key in numbered for number in (1, 2)),
    ]


@dataclass(frozen=True)
class Told:
    """An entry that holds the canary, as `CANARY key`, under every key of its kind."""

    desk: Desk
    ref: str
    file: Path
    keys: list[str]


@pytest.fixture(params=KINDS)
def told(desk: Desk, request: pytest.FixtureRequest) -> Told:
    """A dispute whose last entry is of each kind in turn, or which one of them opens."""
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19")
    desk.at("2026-11-20T12:00").done("note", REF, "said")
    kind = request.param
    here = settings.find(desk.folder, {}, desk.folder)
    texts = {key: f"{CANARY} {key}" for key in keys_of(kind)}
    draft = Draft(NOON, facts_of(kind, desk.newest().id), texts)
    with lock.held(desk.folder):
        opens = kind == Opened.KIND
        ref, log = ("D-2", None) if opens else (REF, desk.log())
        entry = write.record(here, ref, draft, log)
    return Told(desk, ref, desk.folder / "disputes" / ref / name_of(entry), keys_of(kind))


def every_file(desk: Desk) -> Iterator[tuple[Path, bytes]]:
    """Files of the workspace, and those beside it, where whatever is derived is kept."""
    for path in desk.folder.parent.rglob("*"):
        if path.is_file():
            yield path, path.read_bytes()


def holding(desk: Desk, *wanted: bytes) -> list[str]:
    return [
        path.name
        for path, raw in every_file(desk)
        if any(each.lower() in raw.lower() for each in wanted)
    ]


# ------------------------------------------------------------------ what may be left of it


def under_every_sync_tools_name(file: Path) -> None:
    for name in COPIES.values():
        shutil.copy(file, file.with_name(name.format(file.stem)))


def with_turned_line_ends(file: Path) -> None:
    file.with_name(f"{file.stem}-PC.toml").write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))


def in_unfinished_files(file: Path) -> None:
    top = file.parents[2]
    for folder in (file.parent, file.parent.parent, top, top / "seals", top / "procedures"):
        shutil.copy(file, folder / f".{file.name}.part")


def nowhere_else(_file: Path) -> None:
    """Only where it was recorded."""


LEFT = (nowhere_else, under_every_sync_tools_name, with_turned_line_ends, in_unfinished_files)


@pytest.mark.parametrize("leave", LEFT)
def test_every_text_of_every_kind_is_in_no_file_afterwards(
    told: Told, leave: Callable[[Path], None]
) -> None:
    desk, file = told.desk, told.file
    salts = SALT.findall(file.read_bytes())
    assert len(set(salts)) == len(told.keys)
    assert all(f"{CANARY} {key}".encode() in file.read_bytes() for key in told.keys)
    leave(file)
    for words in (["list", "--all"], ["due"]):
        desk.does(*words)
    before = file.read_bytes().partition(b"\n[text.")[0]
    said = desk.does("redact", told.ref, digits_in(file.name), *WHY)
    assert said.code in (0, 5), said
    assert CANARY not in said.out + said.err
    assert holding(desk, CANARY.encode(), *salts) == []
    assert file.read_bytes().rstrip(b"\n") == before, "the head stands as it was"
    names = {each["name"] for each in desk.does("verify", "--json").document["findings"]}
    assert names.isdisjoint({"text-missing", "seal-broken", "changed", "missing-entry"})
    assert names.isdisjoint({"redaction-unfinished", "redaction-undone", "left-over"})


def test_each_key_can_go_alone_and_the_others_stay(told: Told) -> None:
    desk, file = told.desk, told.file
    for gone, key in enumerate(told.keys, 1):
        raw = file.read_bytes()
        desk.does("redact", told.ref, digits_in(file.name), "--key", key, *WHY)
        if file.read_bytes() == raw:  # the name of several keys takes them all
            continue
        raw = file.read_bytes()
        left = [other for other in told.keys if f"{CANARY} {other}".encode() in raw]
        assert left == told.keys[gone:]
    assert holding(desk, CANARY.encode()) == []


def test_every_kind_and_every_key_that_holds_free_text_is_tried(
    figure: Callable[[str], None],
) -> None:
    """A kind that is added later, or a text that it has, cannot be left out."""
    for kind, facts in KINDS.items():
        stems = {key.removesuffix("-1") for key in keys_of(kind)}
        assert {key.removesuffix("-N") for key in facts.TEXTS} <= stems
    texts = sum(len(keys_of(kind)) for kind in KINDS)
    figure(f"{texts} texts of {len(KINDS)} kinds of entry, left behind in {len(LEFT)} ways")
