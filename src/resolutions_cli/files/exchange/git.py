"""Git, run as a program: its questions get no answer, and its words are never repeated.

Its stderr holds paths, addresses and sometimes passwords. The program reads it only to find out
which condition was met.
"""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from resolutions_cli import errors
from resolutions_cli.core.value import Value
from resolutions_cli.files.disk import clock, durable
from resolutions_cli.files.disk.read import shown
from resolutions_cli.files.exchange.remote import PROTOCOLS

# ------------------------------------------------------------------ git's answers


#: The conditions in git's own words, the clearest first. Words from the other end ("remote: …")
#: are removed before.
_NO_ROOM = re.compile(r"no space left|disk quota exceeded", re.IGNORECASE)
_LOCK = re.compile(r"\.lock': File exists|unable to create '[^\n]*\.lock'[^\n]*exists")
_ANOTHERS = re.compile(r"(?:dubious ownership|unsafe repository)[^\n']*(?:'(?P<folder>[^\n']*)')?")
_UNLIKE = re.compile(r"doesn't match mode type|but specified type was")
_UNMERGED = re.compile(r": unmerged \(")

#: The effects of the limits on memory and file size under which git runs.
_TOO_LARGE = re.compile(r"out of memory|died of signal 25\b|file too large", re.IGNORECASE)
_NOT_LET_IN = re.compile(
    r"could not read (username|password)|terminal prompts disabled|authentication failed"
    r"|permission denied \(|host key verification failed|too many authentication failures"
    r"|error: 40[13]\b|access denied|no such identity",
    re.IGNORECASE,
)
_DAMAGED = re.compile(
    r"corrupt|bad object|not a git repository: |not a git repository \(|object file .* is empty"
    r"|unable to read (tree|sha1|[0-9a-f]{40})|bad (signature|index|tree|config line)"
    r"|missing (blob|tree|commit)|could not (parse|read) object|index file (open|smaller)"
    r"|invalid object|unable to resolve reference|reference broken|broken ref"
    r"|not a tree object|not a valid object name|object [0-9a-f]+ is unavailable",
    re.IGNORECASE,
)
_NO_RIGHT = re.compile(
    r"permission denied$|insufficient permission|read-only file system|unable to (write|create)"
    r"|cannot (create|update) |operation not permitted|failed to write",
    re.IGNORECASE | re.MULTILINE,
)

#: The exit code of a git that is too old for an option.
_UNKNOWN_OPTION = 129

#: Faults on this disk that can fail a network call. An object of this end is in .git, and git
#: names it so, since it starts in the folder that holds .git.
_DISK_FAULT = re.compile(
    r"(error|fatal): (unable to (create|write|open)|cannot (lock|create|update|open)"
    r"|insufficient permission|failed to write)|[\s'(]\.git/objects/",
)

#: The other end could not store the objects that were sent.
_NOT_WRITTEN = re.compile(r"unpacker error|unable to (write|create)|failed to write")

#: A way to the other end that git is not allowed to use.
_NOT_USED = re.compile(r"transport '[^\n]*' not allowed")

#: Objects that came, or that the other end has to send, are damaged.
_NOT_WHOLE = re.compile(
    r"did not send all necessary objects|missing (blob|tree|commit|necessary)|corrupt"
    r"|bad (object|tree|pack)|unable to (read|parse|unpack) (tree|sha1|object|commit|[0-9a-f]{40})"
    r"|could not (parse|read) (object|tree|commit|[0-9a-f]{40})"
    r"|(tree|object) file|empty filename in tree|malformed|too-short tree|inflate|not our ref"
    r"|did not receive expected object|loose object|invalid (index-pack|object)|fsck error"
    r"|index-pack (failed|died)|unpack-objects (failed|died)|unresolved delta|not a valid object"
    r"|truncated",
    re.IGNORECASE,
)


#: Where git keeps its locks in its folder.
_LOCKS = (
    "*.lock",
    "refs/**/*.lock",
    "objects/*.lock",
    "objects/info/*.lock",
    "objects/pack/*.lock",
)


class GitAnswer(Value):
    """The answer of one git command."""

    code: int
    out: bytes
    err: str

    @property
    def word(self) -> str:
        """Its answer as text, without the spaces around it."""
        return self.out.decode("utf-8", "surrogateescape").strip()


def locked(place: Path) -> "errors.RepositoryLocked":
    """The error that git's folder is locked: by which files, and for how many minutes.

    Removes no lock: a person who is writing a commit message in an editor also holds one.
    """
    found, since = [], []
    for lock in (lock for pattern in _LOCKS for lock in place.glob(pattern)):
        with contextlib.suppress(OSError):
            since.append(lock.lstat().st_mtime)
            found.append(shown(lock.relative_to(place.parent).as_posix()))
    minutes = max(0, int(clock.real_now().timestamp() - max(since)) // 60) if since else 0
    return errors.RepositoryLocked(", ".join(sorted(found)), minutes=minutes)


def condition(said: GitAnswer, step: str, place: Path, *, network: bool) -> "errors.ResolveError":
    """The condition that made a command fail; `place` is git's folder."""
    words = "\n".join(line for line in said.err.splitlines() if not line.startswith("remote:"))
    if said.code == _UNKNOWN_OPTION:
        return errors.GitFailed(step=step, code=said.code)
    if _TOO_LARGE.search(words):
        return errors.TooMuch(amount="it takes more than 1 GB of memory or disk to read")
    if _NO_ROOM.search(words):
        return errors.NotKeptByGit(reason="there is no room left")
    if _LOCK.search(words):
        return locked(place)
    if found := _ANOTHERS.search(words):
        is_other_end = network and not _is_here(found["folder"], place)
        return errors.OtherEndOfAnother() if is_other_end else errors.RepositoryOfAnother()
    if _UNMERGED.search(words):
        return errors.HalfMerged()
    if network and not _is_of_this_disk(words):
        return _of_other_end(words, said.err)
    if _UNLIKE.search(words):
        return errors.OtherEndDamaged()
    if _DAMAGED.search(words):
        return errors.RepositoryDamaged()
    if _NO_RIGHT.search(words):
        return errors.NotKeptByGit(reason="it has no right to, or the disk can only be read")
    return errors.GitFailed(step=step, code=said.code)


def turned_down(refused: Sequence[str], everything: str) -> "errors.ResolveError":
    """The error for a push that the other end refused, from git's lines for each branch and from
    everything that git printed."""
    if any("missing necessary objects" in line for line in refused):
        return errors.OtherEndDamaged()  # its own objects: those that were sent are whole
    if any(_NOT_WRITTEN.search(line) for line in refused):
        full = _NO_ROOM.search(everything) or _NO_RIGHT.search(everything)
        spoilt = not full and _NOT_WHOLE.search(everything)
        return errors.OtherEndDamaged() if spoilt else errors.OtherEndNotWritten()
    return errors.PushRefused()


def _of_other_end(words: str, everything: str) -> "errors.ResolveError":
    """The error for a fault at the other end, or on the way there; `everything` includes that
    end's own words."""
    if _NOT_USED.search(words):
        return errors.AddressNotUsed()
    if _NOT_LET_IN.search(words):
        return errors.NotLetIn()
    if _NOT_WHOLE.search(everything):
        return errors.OtherEndDamaged()
    return errors.NotReached()


def _is_here(folder: str | None, place: Path) -> bool:
    """Whether a folder that git names is the workspace or its .git; True if it names none."""
    known = {os.path.realpath(each) for each in (place, place.parent)}
    return folder is None or os.path.realpath(folder) in known


def _is_of_this_disk(words: str) -> bool:
    """Whether a network call failed on this disk rather than at the other end."""
    return any(_DISK_FAULT.search(line) for line in words.splitlines() if "://" not in line)


# ------------------------------------------------------------------ running git


#: Seconds to wait for the network, unless told otherwise.
NETWORK = 30

#: Seconds after which a git that works only on this disk has hung.
_DISK = 900

#: The memory that git may take, and the largest file that it may write, in bytes.
_MEMORY, _FILE = 1 << 30, 1 << 30

#: Seconds to wait for another git to release its lock, and between two tries.
_LOCKED, _PAUSE = 2.0, 0.05

#: Settings that override those of the account, the system and the repository. Hooks are off,
#: since they are people's own programs for their own commits. Signing is off, since it may ask
#: for a password.
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
    # a workspace's repository always has a working tree
    "safe.bareRepository=explicit",
    # files that come may be made to fill a machine's memory
    "core.bigFileThreshold=16m",
    "core.packedGitWindowSize=32m",
    "core.packedGitLimit=128m",
    "core.deltaBaseCacheLimit=32m",
    "pack.threads=1",
    "pack.windowMemory=64m",
    "advice.detachedHead=false",
    "color.ui=false",
)

#: Git's variables that stay as they are: its settings and its way to the network.
_KEPT = ("GIT_SSH", "GIT_SSL_", "GIT_HTTP_", "GIT_PROXY_", "GIT_CONFIG_", "GIT_EXEC_PATH")

_IDENTITY = ("resolve", "resolve@localhost")


class Git(Value):
    """Git in one workspace. `patience` is how many seconds the network has; `own_ssh` says that
    the repository or the account has set how ssh is called.

    Git starts in the workspace and finds `.git` there by itself: given the path, it would not
    check the owner. Every call raises GitMissing, RepositoryLocked, RepositoryDamaged,
    RepositoryOfAnother, NotKeptByGit, GitHung or GitFailed; network calls also NotReached,
    NotReachedInTime, NotLetIn, OtherEndOfAnother, OtherEndDamaged, TooMuch, AddressNotUsed.
    """

    folder: Path
    patience: int = NETWORK
    own_ssh: bool = True

    @property
    def place(self) -> Path:
        """Git's folder in the workspace."""
        return self.folder / ".git"

    def run(
        self,
        *words: str,
        given: bytes = b"",
        index: Path | None = None,
        ends: Collection[int] = (0,),
        network: bool = False,
    ) -> GitAnswer:
        """The answer of one command. `given` goes to its input, `ends` are the exit codes that
        are no failure, `index` replaces the repository's own."""
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
        # `init` has no repository yet whose tree could be named
        tree = () if words[0] == "init" else ("--work-tree", str(self.folder))
        # An interrupt during the start would leave a git running that no code can end.
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

#: No terminal to ask on, files for the owner alone, and a process group that can be ended whole.
_OF_ITS_OWN: Mapping[str, Any] = (
    {"creationflags": 0x0800_0200}  # CREATE_NO_WINDOW, CREATE_NEW_PROCESS_GROUP
    if sys.platform == "win32"
    else {"start_new_session": True, "umask": 0o077}
)


def _environ(given: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The environment for git, without variables that redirect it or let it ask questions."""
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
        # a repository around the workspace is not the workspace's
        "GIT_CEILING_DIRECTORIES": str(Path(os.path.realpath(folder)).parent),
        "GIT_ALLOW_PROTOCOL": PROTOCOLS,
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_EDITOR": "true",
        # A program that cannot start: a question gets no answer.
        "GIT_ASKPASS": os.devnull,
        "SSH_ASKPASS": os.devnull,
        "SSH_ASKPASS_REQUIRE": "force",
        "GCM_INTERACTIVE": "never",
    }
    return kept


def _bound(process: "subprocess.Popen[bytes]") -> None:
    """Limit the memory and the file size of a git and the processes that it starts. Only Linux
    can limit a running process; elsewhere the limits on reading objects apply."""
    if sys.platform == "linux":
        import resource

        bounds = ((resource.RLIMIT_DATA, _MEMORY), (resource.RLIMIT_FSIZE, _FILE))
        for kind, most in bounds:
            with contextlib.suppress(OSError, ValueError):  # it has ended, or its limit is lower
                _, hard = resource.prlimit(process.pid, kind)
                resource.prlimit(process.pid, kind, (most, hard))


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a git with every process that it started, and collect its exit code."""
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
