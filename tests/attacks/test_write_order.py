"""The order of system calls, of every recording command: whole and durable first, then said."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.attacks.aiming import Aim
from tests.attacks.recorders import RECORDERS, copied
from tests.attacks.traced import Call, Traced
from tests.tools import needs
from tests.torture import sampled

pytestmark = [needs("strace"), sampled]

#: Entries, or other files, that each makes; one unless said here. `open` pins its procedure too;
#: what says that something is accepted here is a file as well.
_FILES = {
    "open": 2,
    "open-two": 3,
    "party-two": 2,
    "redact": 3,
    "redact-as-asked": 2,
    "calendar-import": 2,
    "procedure-add": 2,
    "init": 4,
    # four entries and a procedure; two texts that were held back, a redaction among three entries
    # and what accepts it; five entries and a procedure; four entries, two files of which
    # redactions among these remove texts, and what accepts these
    "import": 5,
    "import-more": 6,
    "import-csv": 6,
    "sync": 8,
}

_PART = re.compile(r'"(?P<part>(?P<folder>/[^"]*)/\.(?P<name>[^/"]+)\.\d+-[0-9a-f]{16}\.part)"')


@pytest.mark.parametrize("name", RECORDERS)
def test_a_file_is_whole_and_durable_before_anything_is_said_of_it(
    aim: Aim, traced: Traced, name: str
) -> None:
    target = aim.at(name, False)
    with copied(target.prepared, target.attacked):
        ran = traced.run(target.typed)
    calls = [
        call
        for call in ran.calls
        if call.answer != "-1 ENOENT (No such file or directory)" and "/.git/" not in call.asked
    ]
    made = list(_made(calls))
    assert len(made) == _FILES.get(name, 1)
    assert len(made) == sum(call.name.startswith("rename") for call in calls)
    said = next(
        n for n, call in enumerate(calls) if call.name == "write" and call.asked.startswith("1<")
    )
    assert all(steps == sorted(steps) and steps[-1] < said for steps in made), made


def _made(calls: Sequence[Call]) -> Iterator[list[int]]:
    """For each file, the places among the calls of all that must come one after another."""
    root = next(_up(calls))
    for start, call in enumerate(calls):
        if call.name != "openat" or not (found := _PART.search(call.asked)):
            continue
        assert "O_CREAT|O_EXCL|O_NOFOLLOW" in call.asked
        assert call.asked.endswith(", 0600")
        part = found["part"]
        final = f"{found['folder']}/{found['name']}"
        after = Seeker(calls, start)
        steps = [
            after.seek("write", rf"\d+<{re.escape(part)}>"),
            after.seek("fsync", rf"\d+<{re.escape(part)}>"),
            after.seek("close", rf"\d+<{re.escape(part)}>"),
            after.seek("rename", rf'"{re.escape(part)}", "{re.escape(final)}"'),
        ]
        for folder in (Path(found["folder"]), *Path(found["folder"]).parents):
            steps.append(after.seek("fsync", rf"\d+<{re.escape(str(folder))}>"))
            if folder == root:
                break
        yield [start, *steps]


def _up(calls: Sequence[Call]) -> Iterator[Path]:
    """The workspace's folder, by its lock."""
    for call in calls:
        if found := re.search(r'"(/[^"]*)/\.lock"', call.asked):
            yield Path(found[1])


class Seeker:
    """Finds calls one after another."""

    def __init__(self, calls: Sequence[Call], start: int) -> None:
        self._calls, self._at = calls, start

    def seek(self, name: str, asked: str) -> int:
        """The place of the next such call. Fails when there is none."""
        for place in range(self._at + 1, len(self._calls)):
            call = self._calls[place]
            if call.name == name and re.match(asked, call.asked):
                assert not call.answer.startswith("-1"), call
                self._at = place
                return place
        raise AssertionError(f"there is no {name} of {asked} after call {self._at}")


def test_a_new_folder_has_its_name_on_the_disk_before_anything_is_said(
    aim: Aim, traced: Traced
) -> None:
    for name in ("open", "init"):
        target = aim.at(name, False)
        with copied(target.prepared, target.attacked):
            calls = traced.run(target.typed).calls
        made = [
            (place, Path(found[1]))
            for place, call in enumerate(calls)
            if (call.name, call.answer) == ("mkdir", "0")
            and (found := re.match(r'"([^"]+)"', call.asked))
        ]
        assert made
        for place, folder in made:
            Seeker(calls, place).seek("fsync", rf"\d+<{re.escape(str(folder.parent))}>")


@pytest.mark.parametrize("name", ["open-two", "note", "redact", "seal"])
def test_that_something_was_begun_is_on_the_disk_before_anything_of_it(
    aim: Aim, traced: Traced, name: str
) -> None:
    """Else the next writer would not look for what a power failure cut off."""
    target = aim.at(name, False)
    with copied(target.prepared, target.attacked):
        calls = traced.run(target.typed).calls
    in_lock = rf"\d+<{re.escape(str(next(_up(calls))))}/\.lock>"
    taken, begun = (
        [
            place
            for place, call in enumerate(calls)
            if call.name == how and re.match(in_lock, call.asked)
        ]
        for how in ("write", "fsync")
    )
    parts = [
        place
        for place, call in enumerate(calls)
        if call.name == "openat" and (found := _PART.search(call.asked))
        if not found["folder"].endswith("/procedures")  # looked through every time
    ]
    assert len(begun) == 1, "once for all that is written while the lock is held"
    assert taken[0] < taken[1] < begun[0] < parts[0]
    assert parts[-1] < taken[-1], "that it came to an end is said last"
