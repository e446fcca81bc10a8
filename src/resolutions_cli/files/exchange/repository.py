"""The workspace as a git repository: its contents, its differences, and new commits from it.

In the workspace git writes only its own folder `.git`. It keeps, compares and carries files;
`files.record.merge` puts those that come among the entries. Blobs go in and out unchanged, past
all filters and line-end rules.
"""

import contextlib
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from resolutions_cli import errors
from resolutions_cli.core.value import Value
from resolutions_cli.files.exchange.git import NETWORK, Git, condition, locked, turned_down
from resolutions_cli.files.exchange.remote import is_used, require_own, require_own_file, run_there
from resolutions_cli.files.exchange.trees import FILE, Change, TreeItem, Trees, bytes_of, lines_of
from resolutions_cli.files.record.merge import LARGEST, may_have_home
from resolutions_cli.files.workspace.settings import FOLDERS

BRANCH = "main"
_REMOTE = "origin"
_HEADS, _THEIRS = "refs/heads/", f"refs/remotes/{_REMOTE}/"

#: Files in .git which show that somebody has not finished a merge or the like.
_UNFINISHED = (
    *("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply"),
    *("sequencer", "BISECT_LOG"),
)

#: Git's words for a branch that the other end does not have.
_NO_BRANCH = re.compile(r"^fatal: couldn't find remote ref ", re.MULTILINE)

#: Up to this many paths, git is asked for each; it then opens every folder anew for each.
_FEW = 200

#: The number of loose objects at which git packs them by default.
_MANY = 6700

#: Reasons for refusing a push that mean that others were quicker.
_QUICKER = re.compile(
    r"non-fast-forward|fetch first|cannot lock ref|failed to (update|lock) ref"
    r"|incorrect old value|failed to lock|stale info|is at [0-9a-f]+ but expected",
)


class Repository(Value):
    """The repository of a workspace; `branch` is the current one. Calls raise what `Git` raises."""

    git: Git
    branch: str = BRANCH

    # -------------------------------------------------------------- opening

    @classmethod
    def open(cls, folder: Path, patience: int = NETWORK) -> "Repository":
        """The repository of a workspace that is set up and at rest.

        Raises SyncNotSetUp, DetachedHead, HalfMerged, RepositoryLocked, RepositoryElsewhere,
        RepositoryOpenToOthers.
        """
        require_own(folder)
        git = Git(folder, patience)
        if not git.place.is_dir():
            raise errors.SyncNotSetUp
        _require_found(git)
        names = _settings(git)
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
        """Make a workspace a repository that syncs with an address.

        Keeps existing settings; with `anew` it replaces the address. Raises AnotherAddress,
        RepositoryElsewhere, RepositoryOpenToOthers.
        """
        require_own(folder)
        git = Git(folder)
        if not git.place.exists():
            git.run("init", "--quiet", "--template=")
            git.run("symbolic-ref", "HEAD", _HEADS + BRANCH)
        _require_found(git)
        _settings(git)
        known = git.run("config", "--get-all", f"remote.{_REMOTE}.url", ends=(0, 1)).word
        if known not in ("", address) and not anew:
            raise errors.AnotherAddress
        settings = {
            f"remote.{_REMOTE}.url": address,
            # for people who pull by hand: only the record's branch
            f"remote.{_REMOTE}.fetch": f"+{_HEADS}{BRANCH}:{_THEIRS}{BRANCH}",
            "core.autocrlf": "false",
            "pull.rebase": "false",
            f"branch.{BRANCH}.remote": _REMOTE,
            f"branch.{BRANCH}.merge": _HEADS + BRANCH,
        }
        for name, value in settings.items():
            git.run("config", "--replace-all", name, value)

    @property
    def address(self) -> str:
        """The address that the workspace syncs with."""
        return self.git.run("config", "--get", f"remote.{_REMOTE}.url").word

    # -------------------------------------------------------------- contents and differences

    def commit_of(self, ref: str) -> str:
        """The id of the commit that a ref names; empty if there is none."""
        return self.git.run(
            "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}", ends=(0, 1)
        ).word

    @property
    def tip(self) -> str:
        """The newest commit here; empty before the first."""
        return self.commit_of(_HEADS + self.branch)

    def apart(self, ours: str, theirs: str) -> tuple[int, int]:
        """How many commits only we have, and how many only they."""
        counted = self.git.run("rev-list", "--left-right", "--count", f"{ours}...{theirs}").word
        ahead, behind = map(int, counted.split())
        return ahead, behind

    def common(self, ours: str, theirs: str) -> str:
        """The newest commit that both have; empty if they have none in common."""
        return self.git.run("merge-base", ours, theirs, ends=(0, 1)).word

    def pending(self) -> set[str]:
        """The paths in the record's folders for which the disk, git's index and the newest
        commit disagree, including files that git was told to ignore."""
        tip = self.tip
        kinds = ("--others", "--modified", "--deleted", *(() if tip else ("--cached",)))
        found = self.git.run("ls-files", "-z", *kinds, "--", *FOLDERS).out
        paths = set(_names(found))
        if tip:
            index, commit = self.git.run("write-tree").word, self._folder_of(tip)
            changes = Trees(self.git).changes(index, commit, among=FOLDERS)
            paths.update(each.path for each in changes if each.is_plain)
        # where git has a folder in place of a record's file, the file is put back
        above = {path.rpartition("/")[0] for path in paths}
        return paths | {path for path in above if may_have_home(path)}

    def changes(self, before: str, after: str) -> list[Change]:
        """The paths in which two commits differ; `before` may be empty. Raises TooMuch."""
        folders = (self._folder_of(commit) if commit else "" for commit in (before, after))
        return list(Trees(self.git).changes(*folders))

    def _folder_of(self, commit: str) -> str:
        """The id of the folder that a commit holds."""
        return self.git.run("rev-parse", "--verify", "--quiet", f"{commit}^{{tree}}").word

    def ids_in(self, commit: str, paths: Sequence[str]) -> dict[str, str]:
        """The ids of the files that a commit has at some paths, by path; leaves out the rest."""
        paths = [path for path in paths if "\n" not in path]
        if not commit or not paths:
            return {}
        if len(paths) > _FEW:
            found = Trees(self.git).at(self._folder_of(commit), paths)
            return {path: held.id for path, held in found.items() if held.is_file}
        said = self.git.run(
            *("cat-file", "--batch-check=%(objectname) %(objecttype)"),
            given=lines_of(f"{commit}:{path}" for path in paths),
        )
        answers = said.out.decode("utf-8", "surrogateescape").splitlines()
        told = zip(paths, answers, strict=True)
        return {path: line.split(" ")[0] for path, line in told if line.endswith(" blob")}

    def blobs(self, ids: Iterable[str]) -> dict[str, bytes]:
        """The contents of some ids, leaving out those larger than any file of a record. Raises
        TooMuch."""
        return dict(Trees(self.git).read(set(ids) - {""}, "blob", LARGEST))

    # -------------------------------------------------------------- making a commit

    def keep(self, files: Mapping[str, bytes]) -> dict[str, str]:
        """Put files into git's store, unchanged. Returns each as `held` writes it, by path."""
        if not files:
            return {}
        there = [path for path in files if self._holds(path, files[path])]
        said = self.git.run(
            "hash-object", "-w", "--no-filters", "--stdin-paths", given=lines_of(there)
        ).word.split()
        ids = dict(zip(there, said, strict=True))
        for path, raw in files.items():
            # Differs on the disk from the record: changed line ends, or a damaged file.
            if path not in ids or ids[path] != id_of(raw, ids[path]):
                ids[path] = self.git.run("hash-object", "-w", "--stdin", given=raw).word
        return {path: held(id_) for path, id_ in ids.items()}

    def _holds(self, path: str, raw: bytes) -> bool:
        """Whether the disk has a file of that size at the path."""
        with contextlib.suppress(OSError):
            status = (self.git.folder / path).lstat()
            return status.st_size == len(raw)
        return False

    def commit(
        self, base: str, ids: Mapping[str, str], parents: Sequence[str], message: str
    ) -> str:
        """The commit of the contents of `base` and some more paths (each as `held` writes it),
        on top of `parents`. The branch moves to it only if it has not moved meanwhile."""
        old = self.tip
        folder = self._folder_of(base) if base else ""
        tree = Trees(self.git).with_paths(folder, {path: _held(ids[path]) for path in ids})
        if len(parents) == 1 and tree == self._folder_of(parents[0]):
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
        """Update git's index to the commit, so that `git status` by hand is right."""
        told: dict[str, TreeItem] = {}
        for path, held in ((path, _held(each)) for path, each in ids.items()):
            if held.is_folder:
                told |= {f"{path}/{name}": each for name, each in Trees(self.git).beside(held.id)}
            else:
                told[path] = held
        if told:
            lines = "".join(f"{each.mode} {each.id}\t{path}\0" for path, each in told.items())
            self.git.run(
                *("update-index", "--add", "--replace", "-z", "--index-info"),
                given=bytes_of(lines),
            )
            self.git.run("update-index", "-q", "--refresh", ends=(0, 1))

    def clear_up(self) -> None:
        """Remove the files that an interrupted sync left in git's folder. Call under the lock."""
        for pattern in _LEFT:
            with contextlib.suppress(OSError):
                for left in self.git.place.glob(pattern):
                    with contextlib.suppress(OSError):
                        left.unlink()

    def tidy(self) -> None:
        """Let git pack its objects in the background once there are many. Failures are ignored,
        since they do no harm."""
        with contextlib.suppress(errors.ResolveError):
            self.git.run("-c", f"gc.auto={_MANY}", "gc", "--auto", "--quiet")

    # -------------------------------------------------------------- the other end

    def fetch(self) -> str:
        """Fetch this branch from the other end, and no other. Returns its newest commit, or an
        empty string if it has none."""
        theirs, ours = _HEADS + self.branch, _THEIRS + self.branch
        try:
            said = self.git.run(
                *("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--refmap="),
                *("--no-write-fetch-head", *self._there("upload-pack")),
                *(_REMOTE, f"+{theirs}:{ours}"),
                ends=(0, 128),
                network=True,
            )
            if said.code == 0:
                return self.commit_of(ours)
            if _NO_BRANCH.search(said.err) is None:
                raise condition(said, "fetch", self.git.place, network=True)
        except errors.NotReached:
            # The lock of another fetch in the same workspace is not a network fault.
            if any(self.git.place.glob("refs/remotes/**/*.lock")):
                raise locked(self.git.place) from None
            raise
        if self.commit_of(ours):
            self.git.run("update-ref", "-d", ours)
        return ""

    def other_branches(self) -> bool:
        """Whether the other end has any branch, this one or others."""
        said = self.git.run(
            "ls-remote", "--quiet", "--heads", *self._there("upload-pack"), _REMOTE, network=True
        )
        return bool(said.out)

    def push(self) -> bool:
        """Send the branch; False if others were quicker. Never forces. Raises PushRefused,
        OtherEndNotWritten and OtherEndDamaged."""
        ref = _HEADS + self.branch
        said = self.git.run(
            *("push", "--porcelain", "--no-verify", "--no-recurse-submodules", "--no-signed"),
            *(*self._there("receive-pack"), _REMOTE, f"{ref}:{ref}"),
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
        raise turned_down(refused, said.err)

    def _there(self, program: str) -> tuple[str, ...]:
        """The option that runs a program of git's at the other end. Raises AddressNotUsed."""
        kinds = ("--push", "--all") if program == "receive-pack" else ()
        addresses = self.git.run("remote", "get-url", *kinds, _REMOTE).word.splitlines()
        if not all(map(is_used, addresses)):
            raise errors.AddressNotUsed
        return run_there(program, addresses, self.git.folder)


#: Files in git's folder that a sync makes and removes.
_LEFT = ("resolve-index-*", "resolve-sync.*.part")


def _require_found(git: Git) -> None:
    """Raise RepositoryDamaged unless git finds a workspace's own repository, and no other."""
    found = git.run("rev-parse", "--absolute-git-dir").word
    if os.path.realpath(found) != os.path.realpath(git.place):
        raise errors.RepositoryDamaged


def _settings(git: Git) -> set[str]:
    """The names of the settings in force for git, in lower case.

    Raises RepositoryOfAnother and RepositoryOpenToOthers if another account owns a file with
    settings of the workspace, or can write it: a setting can name another file to read.
    """
    said = git.run("config", "--list", "--show-scope", "--show-origin", "-z")
    parts = _names(said.out)
    names, files = set(), set()
    for scope, origin, setting in zip(parts, parts, parts, strict=True):
        names.add(setting.partition("\n")[0].lower())
        kind, _, path = origin.partition(":")
        if kind == "file" and scope in ("local", "worktree"):
            files.add(path)
    for path in sorted(files):
        require_own_file(git.folder / path, git.folder)
    return names


def held(id_: str, mode: str = FILE) -> str:
    """A path's mode and id, as a commit holds them."""
    return f"{mode} {id_}"


def _held(words: str) -> TreeItem:
    return TreeItem(*words.split(" "))


def id_of(raw: bytes, like: str) -> str:
    """The id that git gives to a file; of the same kind as another id."""
    kind = hashlib.sha1 if len(like) == 40 else hashlib.sha256
    return kind(b"blob %d\0" % len(raw) + raw).hexdigest()


def _names(raw: bytes) -> Iterator[str]:
    """The texts between the NUL bytes."""
    return (part for part in raw.decode("utf-8", "surrogateescape").split("\0") if part)
