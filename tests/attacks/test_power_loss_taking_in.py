"""The power fails in the middle of an import or a sync: what was there is there, and done again all
of it comes.

Several entries get their names one after the other, and their folder is brought to the disk once.
By the least that POSIX promises any of these names may be lost until then, also an earlier one:
then `verify` names the entry that is missing, and the same import puts it back.
"""

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest

from resolutions_cli.files.record.log import read_logs
from resolutions_cli.files.workspace import settings
from resolutions_cli.files.workspace.folders import list_disputes
from resolutions_cli.files.workspace.settings import Origin
from tests.attacks.power import GIT, Disk, Tree, put_back
from tests.attacks.recorders import (
    BARE,
    RECORDERS,
    RUN_AGAIN,
    does,
    held,
    line,
    prepare,
    run,
    verified,
)
from tests.attacks.test_power_loss import Ids, entries_in
from tests.attacks.traced import OneAfterTheOther
from tests.tools import needs
from tests.torture import several

pytestmark = needs("git")

#: Crashes after each change, and how many of the different ones are gone on from.
CRASHES = several(3, 60)
GONE_ON_FROM = several(6, 250)

#: What a reader may find after a crash, and what of it the same command puts right.
HARMLESS = frozenset({"left-over", "redaction-unfinished", "held-back"})
MENDED = frozenset({"missing-entry", "not-opened", "text-missing"})


@pytest.fixture
def disk(place: Path) -> Iterator[Path]:
    folder = place / "taking-in"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


def crashes_of(name: str, told: Path, inputs: Path) -> list[Tree]:
    """What crashes after each change of a command may leave."""
    dice, crashes = random.Random(name), []
    disk = Disk(told / "book")
    disk.take_over()

    def crash() -> None:
        crashes.extend(disk.crash(dice) for _ in range(CRASHES))

    disk.changed = crash
    with (
        mock.patch("concurrent.futures.ThreadPoolExecutor", OneAfterTheOther),
        disk.watched(),
    ):
        code, _, err = run(line(RECORDERS[name].words, told / "book", inputs))
    assert code == 0, err
    return crashes


def findings_in(folder: Path) -> dict[str, set[str]]:
    """By reference what is wrong with each dispute."""
    here = settings.read(folder, Origin.GIVEN)
    return {
        reference: {
            finding.name for log in read_logs(here.disputes / reference) for finding in log.findings
        }
        for reference in list_disputes(here).references
    }


def check(folder: Path, before: Ids, ever: Ids) -> set[str]:
    """What was there is there, and what came is whole; what is to be put right."""
    found = entries_in(folder)
    for id_, texts in before.items():
        assert id_ in found, "an entry is lost that was there before"
        assert found[id_].keys() <= texts.keys()  # fewer where one is told to be missing
    for id_, texts in found.items():
        assert id_ in ever, "nobody sent that"
        assert all(
            text in (None, ever[id_][key], before.get(id_, {}).get(key, ""))
            for key, text in texts.items()
        )
    findings = set().union(*findings_in(folder).values())
    assert findings <= HARMLESS | MENDED
    return findings & MENDED


@pytest.mark.parametrize("name", RUN_AGAIN)
def test_what_was_there_stays_and_done_again_everything_comes(
    disk: Path, name: str, figure: Callable[[str], None]
) -> None:
    prepared = prepare(name, disk / "prepared")
    inputs = disk / "prepared" / "inputs"
    for top in ("told", "crashed"):
        for each in (prepared, prepared.with_name(BARE)):
            if each.exists():
                shutil.copytree(each, disk / top / each.name)
    told, crashed = disk / "told", disk / "crashed"
    before = entries_in(told / "book")
    trees = crashes_of(name, told, inputs)
    ever, everything = entries_in(told / "book"), held(told / "book")
    different = {repr(tree): tree for tree in trees}
    step = max(1, len(different) // GONE_ON_FROM)
    ends: Counter[str] = Counter()
    for number, tree in enumerate(different.values()):
        shutil.rmtree(crashed / "book")
        put_back(tree, crashed / "book")
        to_mend = check(crashed / "book", before, ever)
        ends["with an entry missing until it was done again"] += bool(to_mend)
        if number % step == 0 or to_mend:
            goes_on(name, crashed, inputs)
            assert held(crashed / "book").entries == everything.entries
            ends["gone on from"] += 1
    words = ", ".join(f"{count} {end}" for end, count in sorted(ends.items()) if count)
    figure(f"{len(trees)} replays, {len(different)} different states left, {words}; 0 lost")


def goes_on(name: str, crashed: Path, inputs: Path) -> None:
    """The same command again; the record is whole then."""
    folder = crashed / "book"
    if name == "sync":
        shutil.rmtree(folder / GIT, ignore_errors=True)
        shutil.rmtree(crashed / BARE)
        shutil.copytree(crashed.with_name("prepared") / BARE, crashed / BARE)
        does(("sync", "--init", f"../{BARE}"), folder)
    else:
        if name == "import-csv":
            _take_away_what_lost_its_opening(folder)
        does(RUN_AGAIN[name], folder, inputs=inputs)
    code, findings = verified(folder)
    assert (code, {each["name"] for each in findings} - {"open-to-others"}) == (0, set())


def _take_away_what_lost_its_opening(folder: Path) -> None:
    """Of a row, which has no copy anywhere but the sheet."""
    for reference, findings in findings_in(folder).items():
        if findings & MENDED:
            shutil.rmtree(folder / "disputes" / reference)
