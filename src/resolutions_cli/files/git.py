"""Git, run as a program: nothing it could ask is answered, nothing it says is repeated.

What it prints on stderr holds paths, addresses and at times passwords; it is read to tell which
condition was met, and goes nowhere.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from resolutions_cli import errors
from resolutions_cli.core.value import Value
from resolutions_cli.files import durable
from resolutions_cli.files.git_answers import GitAnswer, condition
from resolutions_cli.files.other_end import PROTOCOLS

#: Seconds that are waited for the network, unless told otherwise.
NETWORK = 30

#: Seconds after which a git that only works on this disk has hung.
_DISK = 900

#: The memory in bytes that git may take for itself, and the largest file that it may write.
_MEMORY, _FILE = 1 << 30, 1 << 30

#: Seconds that are waited for another git to let go of its lock, and between two tries.
_LOCKED, _PAUSE = 2.0, 0.05

#: Settings that hold whatever the account, the system or the repository has set. Hooks are
#: programs of somebody's own for somebody's own commits: these are not such. Nothing is signed,
#: since a signature may ask for a password.
_SETTINGS = (
    "core.hooksPath=" + os.devnull,
    "core.attributesFile=" + os.devnull,
    "core.excludesFile=" + os.devnull,
    "core.fsmonitor=false",
    "core.fileMode=false",
    "core.autocrlf=false",
    "core.quotePath=false",
    "core.logAllRefUpdates=true",
    "commit.gpgSign=false",
    "push.gpgSign=false",
    "push.followTags=false",
    "gc.auto=0",
    "maintenance.auto=false",
    # a repository without a working tree is none of a workspace
    "safe.bareRepository=explicit",
    # what comes may be made to take the memory of a machine
    "core.bigFileThreshold=16m",
    "core.packedGitWindowSize=32m",
    "core.packedGitLimit=128m",
    "core.deltaBaseCacheLimit=32m",
    "pack.threads=1",
    "pack.windowMemory=64m",
    "advice.detachedHead=false",
    "color.ui=false",
)

#: Variables of git that are left as they are: which settings it reads, how it gets to a network.
_KEPT = ("GIT_SSH", "GIT_SSL_", "GIT_HTTP_", "GIT_PROXY_", "GIT_CONFIG_", "GIT_EXEC_PATH")

_IDENTITY = ("resolve", "resolve@localhost")


class Git(Value):
    """Git in one workspace. `patience` is how many seconds the network has; `own_ssh` says that
    the repository or the account has set how ssh is called.

    It is started in the workspace and finds `.git` there by itself: told where that is, it would
    not ask whose it is. Every call raises GitMissing, RepositoryLocked, RepositoryDamaged,
    RepositoryOfAnother, NotKeptByGit, GitHung or GitFailed; those to the network also NotReached,
    NotReachedInTime, NotLetIn, OtherEndOfAnother, OtherEndDamaged, TooMuch, AddressNotUsed.
    """

    folder: Path
    patience: int = NETWORK
    own_ssh: bool = True

    @property
    def place(self) -> Path:
        """What git keeps of the workspace."""
        return self.folder / ".git"

    def run(
        self,
        *words: str,
        given: bytes = b"",
        index: Path | None = None,
        ends: Collection[int] = (0,),
        network: bool = False,
    ) -> GitAnswer:
        """Run one command; `given` goes to its input, `ends` are the exit codes that are no
        failure, `index` stands for the repository's own."""
        give_up = time.monotonic() + _LOCKED
        while True:
            said = self._once(words, given, index, network=network)
            if said.code in ends:
                return said
            fault = condition(said, words[0], self.place, network=network)
            if not isinstance(fault, errors.RepositoryLocked) or time.monotonic() > give_up:
                raise fault
            time.sleep(_PAUSE)

    def _once(
        self, words: Sequence[str], given: bytes, index: Path | None, *, network: bool
    ) -> GitAnswer:
        environ = _environ(os.environ, self.folder)
        if not (self.own_ssh or environ.keys() & {"GIT_SSH", "GIT_SSH_COMMAND"}):
            environ["GIT_SSH_COMMAND"] = "ssh -oBatchMode=yes"
        if index is not None:
            environ["GIT_INDEX_FILE"] = str(index)
        process = self._started(words, environ)
        limit = self.patience if network else _DISK
        try:
            out, err = process.communicate(given, timeout=limit)
        except subprocess.TimeoutExpired:
            _end(process)
            late = errors.NotReachedInTime if network else errors.GitHung
            raise late(seconds=limit) from None
        except BaseException:
            _end(process)
            raise
        return GitAnswer(process.returncode, out, err.decode("utf-8", "replace"))

    def _started(
        self, words: Sequence[str], environ: Mapping[str, str]
    ) -> "subprocess.Popen[bytes]":
        settings = [part for each in _SETTINGS for part in ("-c", each)]
        # what makes a repository has none yet to have a tree of
        tree = () if words[0] == "init" else ("--work-tree", str(self.folder))
        # An interrupt in the midst of starting would leave it running, with nobody to end it.
        with durable.interrupts_held() as interrupt:
            try:
                process = subprocess.Popen(
                    ["git", *tree, "--literal-pathspecs", "--no-pager", *settings, *words],
                    cwd=self.folder,
                    env=environ,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    **_OF_ITS_OWN,
                )
            except OSError as fault:
                raise errors.GitMissing from fault
        if interrupt.came:
            _end(process)
            raise KeyboardInterrupt
        _bound(process)
        return process


# ------------------------------------------------------------------ how it is started

#: No terminal to ask on, files for the owner alone, and a group that can be ended as a whole.
_OF_ITS_OWN: Mapping[str, Any] = (
    {"creationflags": 0x0800_0200}  # CREATE_NO_WINDOW, CREATE_NEW_PROCESS_GROUP
    if sys.platform == "win32"
    else {"start_new_session": True, "umask": 0o077}
)


def _environ(given: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The environment for git: nothing that leads it elsewhere, nothing that asks anybody."""
    kept = {
        name: value
        for name, value in given.items()
        if not name.startswith("GIT_") or name.startswith(_KEPT)
    }
    name, mail = _IDENTITY
    kept |= {
        "LC_ALL": "C",
        "LANGUAGE": "C",
        "TZ": "UTC",
        "GIT_AUTHOR_NAME": name,
        "GIT_AUTHOR_EMAIL": mail,
        "GIT_COMMITTER_NAME": name,
        "GIT_COMMITTER_EMAIL": mail,
        # a repository around the workspace is not its own
        "GIT_CEILING_DIRECTORIES": str(Path(os.path.realpath(folder)).parent),
        "GIT_ALLOW_PROTOCOL": PROTOCOLS,
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_EDITOR": "true",
        # A program that cannot be started: whoever asks gets no answer.
        "GIT_ASKPASS": os.devnull,
        "SSH_ASKPASS": os.devnull,
        "SSH_ASKPASS_REQUIRE": "force",
        "GCM_INTERACTIVE": "never",
    }
    return kept


def _bound(process: "subprocess.Popen[bytes]") -> None:
    """Let a git, and what it starts, take no more than so much. Only Linux can say so of a
    process that runs; elsewhere what comes is bounded by what is read of it."""
    if sys.platform == "linux":
        import resource

        bounds = ((resource.RLIMIT_DATA, _MEMORY), (resource.RLIMIT_FSIZE, _FILE))
        for kind, most in bounds:
            with contextlib.suppress(OSError, ValueError):  # it has ended, or has less anyway
                _, hard = resource.prlimit(process.pid, kind)
                resource.prlimit(process.pid, kind, (most, hard))


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a git with all that it started, and take it off the table of processes."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    process.wait()
