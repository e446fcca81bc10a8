"""Commands run under strace: every system call listed, one of them made to fail or to be the last.

A server loads the program once and forks for each command, as starting Python anew for each of
ten thousand points would take an hour. The child runs `main` as the program does.
"""

import concurrent.futures
import ctypes
import json
import os
import pkgutil
import re
import signal
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import resolutions_cli
from resolutions_cli import cli
from tests.house.project import PROJECT

#: Everything that makes, opens, writes, locks, syncs, links, renames, removes or closes.
WATCHED = (
    *("open", "openat", "mkdir", "mkdirat", "write", "pwrite64", "writev", "ftruncate", "flock"),
    *("fsync", "fdatasync", "sync_file_range", "link", "linkat", "symlink", "symlinkat"),
    *("rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir", "chmod", "fchmod", "close"),
)

#: Everything that looks for something, or reads it.
READING = ("read", "getdents64", "newfstatat")

_RANDOM = re.compile(
    r"\.\d+-[0-9a-f]{16}\.part|[\dTZ.]+-[a-z]+-[0-9a-f]{16}|[0-9a-f]{16}|\b\d+(?=<)|, \d+$"
    r"|(?<=resolve-index-)\d+|(?<=resolve-sync\.)\d+"
)
_CALL = re.compile(r"(\w+)\((.*)\) += (.*)")

#: A cache folder that cannot be, and no compiled modules: what one run keeps would spare the next
#: some of its calls.
_NOTHING_KEPT = {"XDG_CACHE_HOME": f"{os.devnull}/nowhere", "PYTHONDONTWRITEBYTECODE": "1"}

_PATH = os.pathsep.join(sys.path)


@dataclass(frozen=True)
class Call:
    """A system call of a command: the `nth` of its name, and what strace wrote of it."""

    name: str
    nth: int
    asked: str
    answer: str

    @property
    def key(self) -> tuple[str, int, str]:
        """What is the same in every run: ids are random, and with them the order of reading."""
        return self.name, self.nth, _RANDOM.sub("#", self.asked)


@dataclass(frozen=True)
class Ran:
    """What a command did: how it ended, what it said, and its calls.

    `signal` is the one that killed it, else 0.
    """

    code: int
    signal: int
    out: str
    err: str
    calls: tuple[Call, ...]


class Traced:
    """Runs commands under strace. `scratch` is a folder for what they say."""

    def __init__(self, scratch: Path, now: str, watched: Sequence[str] = WATCHED) -> None:
        self._scratch, self._watched = scratch, watched
        self._server = subprocess.Popen(
            [sys.executable, "-m", __name__],
            env={**os.environ, **_NOTHING_KEPT, "RESOLVE_NOW": now, "PYTHONPATH": _PATH},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        """End the server."""
        self._server.communicate()

    def run(self, words: Sequence[str], *inject: str) -> Ran:
        """Run a command; `inject` as strace's --inject takes it."""
        out, err, trace = (self._scratch / name for name in ("out", "err", "trace"))
        pid = self._ask(json.dumps({"words": words, "out": str(out), "err": str(err)}))
        what = [f"--trace={','.join(self._watched)}", *(f"--inject={each}" for each in inject)]
        strace = subprocess.Popen(
            ["strace", "-y", "-s0", "-o", trace, *what, "-p", str(pid)],
            stderr=subprocess.PIPE,
            text=True,
        )
        assert strace.stderr is not None
        said = strace.stderr.readline()
        assert said.endswith("attached\n"), said
        status = self._ask("go")
        strace.communicate()
        killed = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else -1
        return Ran(code, killed, out.read_text(), err.read_text(), _calls(trace.read_text()))

    def _ask(self, line: str) -> int:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(f"{line}\n")
        self._server.stdin.flush()
        return int(self._server.stdout.readline())


def _calls(trace: str) -> tuple[Call, ...]:
    counts: Counter[str] = Counter()
    calls = []
    for line in trace.splitlines():
        if found := _CALL.match(line):
            name, asked, answer = found.groups()
            counts[name] += 1
            calls.append(Call(name, counts[name], asked, answer))
    return tuple(calls)


# ------------------------------------------------------------------ the server


class OneAfterTheOther(concurrent.futures.Executor):
    """Does at once what threads would do whenever they come to it: the nth call is then the
    same in every run. With threads an import is cut off in test_bundles.py."""

    def __init__(self, _workers: int) -> None:
        """Nothing is started."""

    def map(self, do: Callable[..., Any], *given: Iterable[Any], **_: Any) -> Iterator[Any]:
        """What each came to."""
        return map(do, *given)


def _serve() -> None:
    concurrent.futures.ThreadPoolExecutor = OneAfterTheOther  # type: ignore[assignment, misc]
    # A module that a command is the first to load is compiled, and what that opens and writes would
    # be counted in one run and not in the next.
    sys.dont_write_bytecode = True
    for module in pkgutil.walk_packages(resolutions_cli.__path__, "resolutions_cli."):
        import_module(module.name)
    # Whoever imports looks through these folders, again when one of them has changed; in the
    # project's a run leaves files, and then the nth call would not be the one aimed at.
    sys.path = [each for each in sys.path if each and Path(each).resolve() != PROJECT]
    libc = ctypes.CDLL(None)
    for line in sys.stdin:
        (ready, is_ready), (go, may_go) = os.pipe(), os.pipe()
        child = os.fork()
        if not child:
            # Where only an ancestor may trace a process, it says that anybody may.
            libc.prctl(0x59616D61, ctypes.c_ulong(-1), 0, 0, 0)
            _be_the_program(is_ready, go, **json.loads(line))
        os.read(ready, 1)
        print(child, flush=True)  # noqa: T201
        sys.stdin.readline()
        os.write(may_go, b"!")
        print(os.waitpid(child, 0)[1], flush=True)  # noqa: T201
        for each in (ready, is_ready, go, may_go):
            os.close(each)


def _be_the_program(is_ready: int, go: int, words: list[str], out: str, err: str) -> None:
    """Do what `resolve` does, once traced, and end this process as it would end."""
    for number, path in ((0, os.devnull), (1, out), (2, err)):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT | (os.O_TRUNC if number else 0)), number)
    # What runs in the background of a shell ignores it, and so would everything begun by it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.write(is_ready, b"!")
    os.read(go, 1)
    try:
        code = cli.main(words)
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
        code = 1
    os._exit(code)


if __name__ == "__main__":
    _serve()
