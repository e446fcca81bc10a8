"""Bundles between agencies: at random, tampered with, cut off in the middle.

A longer version runs with `make torture` (tests/torture.py).
"""

import os
import random
import shutil
import tempfile
from collections.abc import Callable, Sequence
from itertools import permutations
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings

from resolutions_cli.errors import ResolveError
from resolutions_cli.files.exchange.bundle import read_bundle
from resolutions_cli.files.exchange.intake import intake
from resolutions_cli.files.record.entry_file import name_of
from resolutions_cli.files.record.log import read_logs
from resolutions_cli.files.workspace import settings as workspace
from resolutions_cli.files.workspace.create import init
from tests.attacks.recorders import run
from tests.attacks.test_merge import (
    DOINGS,
    REFS,
    answers,
    apart,
    at,
    finished,
    make,
    printed,
    united,
)
from tests.attacks.without_waiting import without_waiting
from tests.torture import several

NOW = "2026-11-20T12:00"

#: Calls after which an import is cut off; each changes something.
CHANGES = ("open", "write", "fsync", "mkdir", "rename", "replace", "unlink", "close")


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("bundles"))


def send(book: Path, *words: str) -> Path:
    """A bundle of both disputes."""
    file = book.with_name(f"{book.name}.toml")
    line = ["export", "-w", str(book), "--bundle", str(file), "--replace", *REFS, *words]
    assert run(line, NOW)[0] == 0
    return file


def take(book: Path, file: Path) -> None:
    code, _, err = run(["import", "-w", str(book), str(file), "--accept-redactions"], NOW)
    assert code in (0, 5), err


def disputes(book: Path) -> dict[str, bytes]:
    found = sorted(book.glob("disputes/*/*.toml"))
    return {path.relative_to(book).as_posix(): path.read_bytes() for path in found}


# ------------------------------------------------------------------ at random


def test_whoever_sends_first_all_agencies_hold_the_same_and_answer_the_same(
    beginning: Path, figure: Callable[[str], None]
) -> None:
    tried = {"histories": 0, "apart": 0}

    @given(doings=DOINGS)
    @settings(max_examples=several(6, 500), deadline=None, suppress_health_check=list(HealthCheck))
    def try_one(doings: tuple[list[tuple[str, ...]], ...]) -> None:
        with without_waiting(), tempfile.TemporaryDirectory() as place:
            book = Path(shutil.copytree(beginning, Path(place) / "book"))
            machines = apart(book, 3)
            for number, lines in enumerate(doings[:3]):
                for minute, line in enumerate(lines):
                    at(f"2026-11-1{number}T13:{minute:02}", machines[number], *line)
            orders = list(permutations(machines))[:: several(3, 1)]
            same = finished(united(orders[0]))
            for number, (first, *others) in enumerate(orders):
                mine = Path(shutil.copytree(first, book.with_name(f"by-bundle-{number}")))
                for other in others:
                    take(mine, send(other))
                take(mine, send(others[0], "--without-text"))
                assert answers(mine) == answers(same)
                assert disputes(mine) == disputes(same)
            empty = book.with_name("empty")
            init(empty, "nyscp", practice=True)
            take(empty, send(mine, "--without-text"))
            # what is owed does not hang on a text
            assert printed(NOW, empty, "due", "--all") == printed(NOW, mine, "due", "--all")
            take(empty, send(mine))
            assert disputes(empty) == disputes(mine)
            assert printed(NOW, empty, "verify")[1] == printed(NOW, mine, "verify")[1]
            tried["histories"] += 1
            tried["apart"] += "made-apart" in answers(mine)[0][1]

    try_one()
    figure(
        f"{tried['histories']} histories of three agencies, {tried['apart']} with moves made"
        " apart, exchanged as bundles in several orders: the same files, the same bytes"
    )


# ------------------------------------------------------------------ tampered with


@pytest.fixture(scope="module")
def sent(beginning: Path) -> bytes:
    """A bundle with texts, one of them redacted, and one that can only stand escaped."""
    (book,) = apart(Path(shutil.copytree(beginning, beginning.with_name("sender"))), 1)
    for line in (
        ("note", "A-1", "It's '''quoted'''."),
        ("note", "A-1", "Bluebell rang twice.\nNobody answered."),
        ("escalate", "A-1", "--reason", "no agreement"),
        ("redact", "A-1", "1", "--key", "summary", "--reason", "a name", "--yes"),
    ):
        assert at("2026-11-11T09:00", book, *line)[0] == 0
    return send(book).read_bytes()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> workspace.Workspace:
    folder = tmp_path_factory.mktemp("empty") / "book"
    return init(folder, "nyscp", practice=True)


def taken(raw: bytes, here: workspace.Workspace) -> object:
    """All that would be written of a bundle; None when it is refused."""
    try:
        bundle = read_bundle(raw)
        found = [intake(here, dispute) for dispute in bundle.disputes]
    except ResolveError:
        return None
    files = {(each.reference, file.name, file.raw) for each in found for file in each.files}
    return files, bundle.procedures


def test_a_bundle_that_was_tampered_with_is_refused_or_says_the_same(
    sent: bytes, empty: workspace.Workspace, figure: Callable[[str], None]
) -> None:
    whole = taken(sent, empty)
    assert whole is not None
    luck = random.Random("bundles")
    count, refused = several(1_500, 200_000), 0
    for _ in range(count):
        place = luck.randrange(len(sent))
        byte = bytes([luck.randrange(256)])
        raw = {
            0: sent[:place] + byte + sent[place + 1 :],
            1: sent[:place] + byte + sent[place:],
            2: sent[:place] + sent[place + 1 :],
            3: sent[:place],
        }[luck.choice((0, 0, 0, 1, 2, 3))]
        found = taken(raw, empty)
        refused += found is None
        assert found in (None, whole), (place, byte)
    figure(f"{count} changes to a byte of a bundle: {refused} refused, the others say the same")


def test_a_line_taken_out_put_twice_or_moved_is_refused_or_says_the_same(
    sent: bytes, empty: workspace.Workspace
) -> None:
    whole, lines = taken(sent, empty), sent.splitlines(keepends=True)
    luck = random.Random("lines")
    first = next(n for n, line in enumerate(lines) if line.startswith(b"[[dispute]]"))
    for number in [*range(12), *range(first, len(lines))]:
        other = luck.randrange(first, len(lines))
        without = lines[:number] + lines[number + 1 :]
        for changed in (
            without,
            [*lines[:number], lines[number], *lines[number:]],
            [*without[:other], lines[number], *without[other:]],
        ):
            found = taken(b"".join(changed), empty)
            assert found in (None, whole), number


def test_held_back_by_somebody_on_the_way_is_all_that_tampering_can_do_to_a_text(
    sent: bytes, empty: workspace.Workspace
) -> None:
    mark = sent.index(b"[text.text]\nsalt")
    end = sent.index(b"\n[text.by]", mark)
    held = sent[:mark] + b"[text.text]\nheld_back = true" + sent[end:]
    found = [intake(empty, each) for each in read_bundle(held).disputes]
    held_back = [entry for each in found for entry in each.new if entry.held_back]
    assert [entry.texts["text"] for entry in held_back] == [None]
    # it shows, and the entry is the one that was sent
    assert name_of(held_back[0]).encode() in sent


# ------------------------------------------------------------------ cut off


def cut_off(book: Path, file: Path, calls: Sequence[str], after: int) -> bool:
    """Import in a process that is gone at its `after`th such call, as if killed; whether it came
    that far."""
    child = os.fork()
    if child == 0:
        left = [after]

        def counted(call: Callable[..., object]) -> Callable[..., object]:
            def go(*given: object, **named: object) -> object:
                left[0] -= 1
                if left[0] < 0:
                    os._exit(9)
                return call(*given, **named)

            return go

        try:
            with mock.patch.multiple(os, **{name: counted(getattr(os, name)) for name in calls}):
                run(["import", "-w", str(book), str(file)], NOW)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


@pytest.mark.parametrize("before", ["nothing", "entries without their texts"])
def test_cut_off_anywhere_what_is_there_is_good_and_the_rest_comes_the_next_time(
    sent: bytes, tmp_path: Path, before: str, figure: Callable[[str], None]
) -> None:
    file, whole, empty = tmp_path / "bundle.toml", tmp_path / "whole", tmp_path / "empty"
    file.write_bytes(sent)
    init(whole, "nyscp", practice=True)
    take(whole, file)
    init(empty, "nyscp", practice=True)
    if before != "nothing":
        take(empty, send(whole, "--without-text"))
    cuts, partly = 0, 0
    names = ("rename", "replace")
    places = [(CHANGES, after) for after in range(2, 1_000, several(23, 1))]
    places += [(names, after) for after in range(1, 100)]
    ended = set()
    # a redaction is here before anybody agreed to it, and the sender had removed the text
    harmless = {"left-over", "held-back", "gone-as-asked"}
    for calls, after in places:
        if calls in ended:
            continue
        book = tmp_path / f"cut-{len(calls)}-{after}"
        shutil.copytree(empty, book)
        if not cut_off(book, file, calls, after):
            ended.add(calls)
            continue
        cuts += 1
        there = disputes(book)
        assert there.keys() <= disputes(whole).keys(), after
        partly += disputes(empty) != there != disputes(whole)
        for reference in REFS:
            for log in read_logs(book / "disputes" / reference):
                assert {finding.name for finding in log.findings} <= harmless, after
        take(book, file)
        assert disputes(book) == disputes(whole), after
        assert run(["verify", "-w", str(book)], NOW)[:2] == (0, ""), after
        shutil.rmtree(book)
    assert ended == {CHANGES, names} and partly
    figure(
        f"an import cut off at {cuts} places, {partly} of them between two entries, where"
        f" {before} was there: nothing lost"
    )
