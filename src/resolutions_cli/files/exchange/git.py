"""Git, run as a program: nothing it could ask is answered, nothing it says is repeated.

What it prints on stderr holds paths, addresses and at times passwords; it is read to tell which
condition was met, and goes nowhere.
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

# ------------------------------------------------------------------ what git answered


#: What git's own words tell, most telling first. Words from the other end ("remote: …") are
#: left out before.
_NO_ROOM = re.compile(r"no space left|disk quota exceeded", re.IGNORECASE)
_LOCK = re.compile(r"\.lock': File exists|unable to create '[^\n]*\.lock'[^\n]*exists")
_ANOTHERS = re.compile(r"(?:dubious ownership|unsafe repository)[^\n']*(?:'(?P<folder>[^\n']*)')?")
_UNLIKE = re.compile(r"doesn't match mode type|but specified type was")
_UNMERGED = re.compile(r": unmerged \(")

#: What the bounds do that git is run under.
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

#: What on this disk can fail a call to the network. An object of this end stands in .git, and
#: git names it so, since it is started beside it.
_DISK_FAULT = re.compile(
    r"(error|fatal): (unable to (create|write|open)|cannot (lock|create|update|open)"
    r"|insufficient permission|failed to write)|[\s'(]\.git/objects/",
)

#: That what was sent could not be put down there.
_NOT_WRITTEN = re.compile(r"unpacker error|unable to (write|create)|failed to write")

#: A way to the other end that is not used.
_NOT_USED = re.compile(r"transport '[^\n]*' not allowed")

#: What came, or what the other end has to send, is no good.
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
    """What one git command answered."""

    code: int
    out: bytes
    err: str

    @property
    def word(self) -> str:
        """Its answer where that is one word."""
        return self.out.decode("utf-8", "surrogateescape").strip()


def locked(place: Path) -> "errors.RepositoryLocked":
    """That git's folder is locked: by which files, and since how many minutes.

    None is removed here: a person who writes a commit's message in an editor holds one as well.
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
    """Why the other end did not take what was sent: by the lines that git has for each branch,
    and by all that it said."""
    if any("missing necessary objects" in line for line in refused):
        return errors.OtherEndDamaged()  # what it has itself: what was sent is whole
    if any(_NOT_WRITTEN.search(line) for line in refused):
        full = _NO_ROOM.search(everything) or _NO_RIGHT.search(everything)
        spoilt = not full and _NOT_WHOLE.search(everything)
        return errors.OtherEndDamaged() if spoilt else errors.OtherEndNotWritten()
    return errors.PushRefused()


def _of_other_end(words: str, everything: str) -> "errors.ResolveError":
    """What is the matter at the other end, or on the way there; `everything` is with what that
    end itself says of it."""
    if _NOT_USED.search(words):
        return errors.AddressNotUsed()
    if _NOT_LET_IN.search(words):
        return errors.NotLetIn()
    if _NOT_WHOLE.search(everything):
        return errors.OtherEndDamaged()
    return errors.NotReached()


def _is_here(folder: str | None, place: Path) -> bool:
    """Whether a folder that git names is the workspace, or its .git; so where it names none."""
    known = {os.path.realpath(each) for each in (place, place.parent)}
    return folder is None or os.path.realpath(folder) in known


def _is_of_this_disk(words: str) -> bool:
    """Whether a call to the network failed on this disk, and not at the other end."""
    return any(_DISK_FAULT.search(line) for line in words.splitlines() if "://" not in line)


# ------------------------------------------------------------------ running git


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
