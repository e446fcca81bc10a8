"""What git answered, and which condition made it fail; its own words are never repeated."""

import contextlib
import os
import re
from collections.abc import Sequence
from pathlib import Path

from resolutions_cli import errors
from resolutions_cli.core.value import Value
from resolutions_cli.files import clock
from resolutions_cli.files.names import shown

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
