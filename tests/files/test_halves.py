"""Whatever becomes of the other process, all the work is done, and none of it twice."""

import os
from collections.abc import Iterator

import pytest

from resolutions_cli.files import halves


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(halves, "MANY", 4)
    yield
    with pytest.raises(ChildProcessError):  # none is left behind
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.parametrize("many", [0, 1, 3, 4, 5, 400, 200_001])
def test_every_share_is_done_once(many: int) -> None:
    done = halves.in_halves(lambda share, of: list(range(many))[share::of], many)
    assert sorted(each for share in done for each in share) == list(range(many))
    assert len(done) == (1 if many < 4 else 2)


def test_what_a_process_that_was_killed_did_not_do_is_done_here() -> None:
    here = os.getpid()

    def work(share: int, of: int) -> list[int]:
        if os.getpid() != here:
            os.kill(os.getpid(), 9)
        return list(range(8))[share::of]

    assert halves.in_halves(work, 8) == [[0, 2, 4, 6], [1, 3, 5, 7]]


def test_where_there_can_be_no_other_process_all_is_done_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_more_processes() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", no_more_processes)
    assert halves.in_halves(lambda share, of: list(range(8))[share::of], 8) == [
        [0, 2, 4, 6],
        [1, 3, 5, 7],
    ]


def test_work_that_fails_fails_here() -> None:
    def work(share: int, of: int) -> int:
        return of // (1 - share)

    with pytest.raises(ZeroDivisionError):
        halves.in_halves(work, 8)
