"""The workspace as a git repository: what it holds, what differs, and how a commit is made of it.

Git writes nothing into the workspace here but its own folder `.git`: it keeps, compares and
carries, and what comes is put among the entries by `files.uniting`. Blobs go in and come out as
they are, past every filter and line-end rule that somebody may have set.
"""

import contextlib
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from resolutions_cli import errors
from resolutions_cli.core.value import Value
from resolutions_cli.files.git import NETWORK, Git, condition, locked
from resolutions_cli.files.uniting import LARGEST
from resolutions_cli.files.workspace import FOLDERS

BRANCH = "main"
_REMOTE = "origin"
_HEADS, _THEIRS = "refs/heads/", f"refs/remotes/{_REMOTE}/"

#: Files in .git by which one sees that somebody is in the middle of something.
_UNFINISHED = (
    *("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply"),
    *("sequencer", "BISECT_LOG"),
)

#: Modes of a plain file in git; anything else is a link, or another repository.
_FILE = "100644"
_PLAIN = (_FILE, "100755")

#: The id of what is not there.
_NOTHING = re.compile(r"\A0+\Z")

#: How many loose objects git packs by itself, as it does for whoever sets nothing.
_MANY = 6700

#: Why a push was turned down, when others were quicker.
_QUICKER = re.compile(
    r"non-fast-forward|fetch first|cannot lock ref|failed to (update|lock) ref"
    r"|incorrect old value|failed to lock|stale info|is at [0-9a-f]+ but expected",
)


class Change(NamedTuple):
    """A path in which two commits differ: the ids of what it holds in the first and the second,
    empty where it is not there, and what it is in the second."""

    path: str
    before: str
    after: str
    mode: str = _FILE

    @property
    def is_plain(self) -> bool:
        """Whether it is a plain file in the second: no link, and no other repository."""
        return self.mode in _PLAIN


class Repository(Value):
    """The repository of a workspace; `branch` is the one it is on. Calls raise what `Git` does."""

    git: Git
    branch: str = BRANCH

    # -------------------------------------------------------------- opening

    @classmethod
    def open(cls, folder: Path, patience: int = NETWORK) -> "Repository":
        """The repository of a workspace that is set up and at rest.

        Raises SyncNotSetUp, DetachedHead, HalfMerged, RepositoryLocked.
        """
        git = Git(folder, patience)
        if not git.place.is_dir() or git.place.is_symlink():
            raise errors.SyncNotSetUp
        known = git.run(
            "config", "--get-regexp", r"^(remote\.origin\.url|core\.sshcommand)$", ends=(0, 1)
        )
        names = {line.partition(" ")[0] for line in known.word.splitlines()}
        if f"remote.{_REMOTE}.url" not in names:
            raise errors.SyncNotSetUp
        if any(os.path.lexists(git.place / name) for name in _UNFINISHED):
            raise errors.HalfMerged
        head = git.run("symbolic-ref", "--quiet", "HEAD", ends=(0, 1)).word
        if not head.startswith(_HEADS):
            raise errors.DetachedHead
        git = git.but(own_ssh="core.sshcommand" in names)
        return cls(git, head.removeprefix(_HEADS))

    @classmethod
    def set_up(cls, folder: Path, address: str, *, anew: bool = False) -> None:
        """Make a workspace a repository that is synced with an address.

        What is there already stays; with `anew` not the address. Raises AnotherAddress.
        """
        git = Git(folder)
        if not git.place.exists():
            git.run("init", "--quiet", "--template=")
            git.run("symbolic-ref", "HEAD", _HEADS + BRANCH)
        known = git.run("config", "--get-all", f"remote.{_REMOTE}.url", ends=(0, 1)).word
        if known not in ("", address) and not anew:
            raise errors.AnotherAddress
        settings = {
            f"remote.{_REMOTE}.url": address,
            f"remote.{_REMOTE}.fetch": f"+{_HEADS}*:{_THEIRS}*",
            # for those who pull by hand
            "core.autocrlf": "false",
            "pull.rebase": "false",
            f"branch.{BRANCH}.remote": _REMOTE,
            f"branch.{BRANCH}.merge": _HEADS + BRANCH,
        }
        for name, value in settings.items():
            git.run("config", name, value)

    @property
    def address(self) -> str:
        """Where it is synced with."""
        return self.git.run("config", "--get", f"remote.{_REMOTE}.url").word

    # -------------------------------------------------------------- what there is

    def commit_of(self, ref: str) -> str:
        """The id of the commit that a ref names; empty when there is none."""
        return self.git.run(
            "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}", ends=(0, 1)
        ).word

    @property
    def tip(self) -> str:
        """The newest commit here; empty before the first."""
        return self.commit_of(_HEADS + self.branch)

    def other_branches(self) -> bool:
        """Whether the other end has branches at all, as of the last fetch."""
        return bool(self.git.run("for-each-ref", "--count=1", _THEIRS.rstrip("/")).out)

    def apart(self, ours: str, theirs: str) -> tuple[int, int]:
        """How many commits only we have, and how many only they."""
        counted = self.git.run("rev-list", "--left-right", "--count", f"{ours}...{theirs}").word
        ahead, behind = map(int, counted.split())
        return ahead, behind

    def common(self, ours: str, theirs: str) -> str:
        """The newest commit that both know; empty when they have none in common."""
        return self.git.run("merge-base", ours, theirs, ends=(0, 1)).word

    def pending(self) -> set[str]:
        """The paths among the record's folders in which the disk, git's index and the newest
        commit do not agree; what somebody told git to ignore included."""
        tip = self.tip
        among = ("--", *FOLDERS)
        kinds = ("--others", "--modified", "--deleted", *(() if tip else ("--cached",)))
        found = self.git.run("ls-files", "-z", *kinds, *among).out
        paths = set(_names(found))
        if tip:
            paths.update(_names(self.git.run(*_CACHED, "--name-only", "-z", tip, *among).out))
        return paths

    def changes(self, before: str, after: str) -> list[Change]:
        """The paths in which two commits differ; `before` may be empty."""
        if not before:
            return [Change(path, "", id_, mode) for path, mode, id_ in self._listed(after)]
        raw = self.git.run(
            "diff-tree", "-r", "--raw", "-z", "--no-renames", "--no-abbrev", before, after
        ).out
        parts = _names(raw)
        return [
            _change(about.removeprefix(":").split(" "), path)
            for about, path in zip(parts, parts, strict=True)
        ]

    def _listed(self, commit: str) -> Iterator[tuple[str, str, str]]:
        """Every path of a commit with its mode and id."""
        for line in _names(self.git.run("ls-tree", "-r", "-z", commit).out):
            about, _, path = line.partition("\t")
            mode, _, id_ = about.split(" ")
            yield path, mode, id_

    def ids_in(self, commit: str, paths: Sequence[str]) -> dict[str, str]:
        """What a commit holds at some paths, by path; nothing where it holds nothing."""
        paths = [path for path in paths if "\n" not in path]
        if not commit or not paths:
            return {}
        asked = "".join(f"{commit}:{path}\n" for path in paths)
        said = self.git.run(
            "cat-file", "--batch-check=%(objectname) %(objecttype)", given=_bytes(asked)
        )
        answers = said.out.decode("utf-8", "surrogateescape").splitlines()
        found = zip(paths, answers, strict=True)
        return {path: line.split(" ")[0] for path, line in found if line.endswith(" blob")}

    def blobs(self, ids: Iterable[str]) -> dict[str, bytes]:
        """What some ids stand for; those that are larger than any file of a record are left out."""
        wanted = sorted(set(ids) - {""})
        if not wanted:
            return {}
        said = self.git.run(
            "cat-file", "--batch-check=%(objectname) %(objectsize)", given=_lines(wanted)
        )
        small = [
            parts[0]
            for line in said.word.splitlines()
            if (parts := line.split(" "))[-1].isdecimal() and int(parts[1]) <= LARGEST
        ]
        out = self.git.run("cat-file", "--batch", given=_lines(small)).out
        found, at = {}, 0
        while at < len(out):
            end = out.index(b"\n", at)
            id_, _, size = out[at:end].split(b" ")
            begin = end + 1
            at = begin + int(size) + 1
            found[id_.decode()] = out[begin : at - 1]
        return found

    # -------------------------------------------------------------- making a commit

    def keep(self, files: Mapping[str, bytes]) -> dict[str, str]:
        """Put files into git's store, as they are; how each is `held`, by path."""
        if not files:
            return {}
        there = [path for path in files if self._holds(path, files[path])]
        said = self.git.run(
            "hash-object", "-w", "--no-filters", "--stdin-paths", given=_lines(there)
        ).word.split()
        ids = dict(zip(there, said, strict=True))
        for path, raw in files.items():
            # Not on the disk as the record has it: turned line ends, a damaged file.
            if path not in ids or ids[path] != id_of(raw, ids[path]):
                ids[path] = self.git.run("hash-object", "-w", "--stdin", given=raw).word
        return {path: held(id_) for path, id_ in ids.items()}

    def _holds(self, path: str, raw: bytes) -> bool:
        """Whether a plain file of that size stands there."""
        with contextlib.suppress(OSError):
            status = (self.git.folder / path).lstat()
            return status.st_size == len(raw)
        return False

    def commit(
        self, base: str, ids: Mapping[str, str], parents: Sequence[str], message: str
    ) -> str:
        """Commit what `base` holds and some paths besides (each as `held` says it), on top of
        `parents`; the branch goes there only from where it was. Returns the commit."""
        old = self.tip
        index = self.git.place / f"{_INDEX}{os.getpid()}"
        try:
            with contextlib.suppress(OSError):  # git tells if it stands in the way
                index.unlink()
            if base:
                self.git.run("read-tree", base, index=index)
            self._enter(ids, index)
            tree = self.git.run("write-tree", index=index).word
        finally:
            for left in (index, index.with_name(f"{index.name}.lock")):
                with contextlib.suppress(OSError):
                    left.unlink()
        if len(parents) == 1 and tree == self.git.run("rev-parse", f"{parents[0]}^{{tree}}").word:
            new = parents[0]
        else:
            known = [word for parent in parents for word in ("-p", parent)]
            new = self.git.run("commit-tree", tree, *known, given=message.encode()).word
        if new != old:
            self.git.run(
                *("update-ref", "-m", "resolve sync", _HEADS + self.branch, new),
                old or "0" * len(new),
            )
        return new

    def enter(self, ids: Mapping[str, str]) -> None:
        """Let git's index know what the commit holds, so that `git status` by hand is true."""
        if ids:
            self._enter(ids, None)
            self.git.run("update-index", "-q", "--refresh", ends=(0, 1))

    def _enter(self, ids: Mapping[str, str], index: Path | None) -> None:
        lines = "".join(f"{held}\t{path}\0" for path, held in ids.items())
        self.git.run(
            "update-index", "--add", "-z", "--index-info", given=_bytes(lines), index=index
        )

    def clear_up(self) -> None:
        """Remove what a sync that was cut off left in git's folder. To be called under the lock."""
        for pattern in (f"{_INDEX}*", "resolve-sync.*.part"):
            with contextlib.suppress(OSError):
                for left in self.git.place.glob(pattern):
                    with contextlib.suppress(OSError):
                        left.unlink()

    def tidy(self) -> None:
        """Let git pack what it keeps once that is many files, in the background; a failure is of
        no matter to anybody."""
        with contextlib.suppress(errors.ResolveError):
            self.git.run("-c", f"gc.auto={_MANY}", "gc", "--auto", "--quiet")

    # -------------------------------------------------------------- the other end

    def fetch(self) -> str:
        """Get what the other end has; its newest commit of this branch, empty if it has none."""
        try:
            self.git.run(
                *("fetch", "--quiet", "--prune", "--no-tags", "--no-recurse-submodules"),
                *("--no-write-fetch-head", _REMOTE, f"+{_HEADS}*:{_THEIRS}*"),
                network=True,
            )
        except errors.NotReached:
            # A lock of another fetch in the same workspace is no matter of the network.
            if any(self.git.place.glob("refs/remotes/**/*.lock")):
                raise locked(self.git.place) from None
            raise
        return self.commit_of(_THEIRS + self.branch)

    def push(self) -> bool:
        """Send the branch; False when others were quicker. Raises PushRefused. Never forces."""
        ref = _HEADS + self.branch
        said = self.git.run(
            *("push", "--porcelain", "--no-verify", "--no-recurse-submodules"),
            *("--no-signed", _REMOTE, f"{ref}:{ref}"),
            ends=(0, 1),
            network=True,
        )
        if said.code == 0:
            return True
        refused = [
            line for line in said.out.decode("utf-8", "replace").splitlines() if line[:1] == "!"
        ]
        if not refused:
            raise condition(said, "push", self.git.place, network=True)
        if all(_QUICKER.search(line) for line in refused):
            return False
        raise errors.PushRefused


#: The beginning of the names of indexes that are made for one commit and removed.
_INDEX = "resolve-index-"

_CACHED = ("diff-index", "--cached", "--no-renames")


def held(id_: str, mode: str = _FILE) -> str:
    """How a commit holds a path: as what, and the id of what it is."""
    return f"{mode} {id_}"


def id_of(raw: bytes, like: str) -> str:
    """The id that git gives to a file; of the same kind as another id."""
    kind = hashlib.sha1 if len(like) == 40 else hashlib.sha256
    return kind(b"blob %d\0" % len(raw) + raw).hexdigest()


def _change(about: Sequence[str], path: str) -> Change:
    _, mode, before, after, _ = about
    return Change(path, _NOTHING.sub("", before), _NOTHING.sub("", after), mode)


def _names(raw: bytes) -> Iterator[str]:
    """What stands between the NUL bytes."""
    return (part for part in raw.decode("utf-8", "surrogateescape").split("\0") if part)


def _lines(words: Iterable[str]) -> bytes:
    return _bytes("".join(f"{word}\n" for word in words))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
