"""Whose programs a sync runs: nobody's but those of the account that types it.

Other accounts are played where the tests are not run by root, who alone can give a file away.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from resolutions_cli import errors
from resolutions_cli.errors import ResolveError
from resolutions_cli.files.exchange import git as running
from resolutions_cli.files.exchange import remote, repository
from tests.clones import REF, Clones, begun, clones, files, git, refused
from tests.tools import needs

__all__ = ["begun", "clones"]

pytestmark = needs("git")

#: Nobody's number, and who the tests are run by.
SOMEBODY = 4711
ROOT = os.geteuid() == 0

only_root = pytest.mark.skipif(not ROOT, reason="only root can give a file to another account")

#: What git asks about its own guard; with it every folder is somebody else's.
ANOTHERS = "GIT_TEST_ASSUME_DIFFERENT_OWNER"


@contextmanager
def no_git(clones: Clones, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing called git is started meanwhile."""
    bin_, ran = clones.place / "no-git", clones.place / "git-ran"
    bin_.mkdir(exist_ok=True)
    (bin_ / "git").write_text(f"#!/bin/sh\ntouch '{ran}'\nexit 1\n")
    (bin_ / "git").chmod(0o755)
    with monkeypatch.context() as patched:
        patched.setenv("PATH", f"{bin_}:/usr/bin:/bin")
        yield
    assert not ran.exists()


def marked(place: Path) -> tuple[Path, Path]:
    """A program, and the file that it makes if it is ever run."""
    ran, program = place / "it-ran", place / "program"
    program.write_text(f"#!/bin/sh\ntouch '{ran}'\nexit 0\n")
    program.chmod(0o755)
    return program, ran


# ------------------------------------------------------------------ this workspace and its .git


@pytest.mark.parametrize("words", [(), ("--init", "elsewhere")])
@pytest.mark.parametrize("account", [SOMEBODY, 0], ids=["another account", "root"])
def test_git_is_not_started_in_a_workspace_of_another_account(
    clones: Clones, monkeypatch: pytest.MonkeyPatch, account: int, words: tuple[str, ...]
) -> None:
    if account == 0 and ROOT:
        os.chown(clones.mine, SOMEBODY, -1)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: account)
    with no_git(clones, monkeypatch):
        refused(clones, errors.RepositoryOfAnother, *words)


def test_root_is_not_led_into_a_workspace_that_it_merely_stands_in(
    clones: Clones, monkeypatch: pytest.MonkeyPatch
) -> None:
    if ROOT:
        os.chown(clones.mine, SOMEBODY, -1)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.delenv("RESOLVE_WORKSPACE")
    monkeypatch.chdir(clones.mine / "disputes")
    with no_git(clones, monkeypatch):
        said = clones.desk.does("sync")
    assert said.code == 4
    assert "belongs to somebody else on this machine" in said.err


@only_root
@pytest.mark.parametrize("name", ["", "config", "HEAD", "hooks", "hooks/pre-push", "info/x"])
def test_git_is_not_started_where_a_part_of_it_is_another_accounts(
    clones: Clones, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    part = clones.mine / ".git" / name
    part.parent.mkdir(exist_ok=True)
    if name == "hooks":
        part.mkdir(exist_ok=True)
    elif not part.exists():
        part.touch()
    os.chown(part, SOMEBODY, -1)
    with no_git(clones, monkeypatch):
        assert f".git/{name}".rstrip("/") in refused(clones, errors.RepositoryOfAnother)


@only_root
def test_a_link_to_a_file_of_another_account_is_no_file_of_ones_own(
    clones: Clones, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = clones.place / "config"
    (clones.mine / ".git" / "config").rename(theirs)
    (clones.mine / ".git" / "config").symlink_to(theirs)
    os.chown(theirs, SOMEBODY, -1)
    with no_git(clones, monkeypatch):
        assert ".git/config" in refused(clones, errors.RepositoryOfAnother)


@pytest.mark.parametrize("name", ["", "config", "hooks", "hooks/pre-push", "info/attributes"])
@pytest.mark.parametrize("mode", [0o702, 0o720], ids=["everybody", "a group of several"])
def test_git_is_not_started_where_others_may_write_what_it_runs(
    clones: Clones, monkeypatch: pytest.MonkeyPatch, name: str, mode: int
) -> None:
    part = clones.mine / ".git" / name
    part.parent.mkdir(exist_ok=True)
    if name == "hooks":
        part.mkdir(exist_ok=True)
    elif not part.exists():
        part.touch()
    part.chmod(mode)
    monkeypatch.setattr(remote, "_is_of_one", lambda _: False)
    with no_git(clones, monkeypatch):
        said = refused(clones, errors.RepositoryOpenToOthers)
    assert "chmod -R go-w .git" in said
    monkeypatch.setattr(remote, "_is_of_one", lambda _: True)
    if mode == 0o720:
        clones.done(clones.mine)


def test_a_group_that_has_this_account_alone_is_nobody_elses() -> None:
    import grp
    import pwd

    me = pwd.getpwuid(os.geteuid())
    own = grp.getgrgid(me.pw_gid)
    is_own = own.gr_name == me.pw_name and set(own.gr_mem) <= {me.pw_name}
    assert remote._is_of_one(me.pw_gid) is is_own
    assert not remote._is_of_one(2**31 - 5), "nobody knows it"
    assert not any(
        remote._is_of_one(each.gr_gid) for each in grp.getgrall() if each.gr_name != me.pw_name
    )


def by_pointer(clones: Clones) -> None:
    away = (clones.mine / ".git").rename(clones.place / "away")
    (clones.mine / ".git").write_text(f"gitdir: {away}\n")


def by_link(clones: Clones) -> None:
    (clones.mine / ".git").symlink_to((clones.mine / ".git").rename(clones.place / "away"))


def by_common(clones: Clones) -> None:
    shutil.copytree(clones.mine / ".git", clones.place / "away")
    (clones.mine / ".git" / "commondir").write_text(f"{clones.place / 'away'}\n")


@pytest.mark.parametrize("leads_away", [by_pointer, by_link, by_common])
@pytest.mark.parametrize("words", [(), ("--init", "elsewhere")])
def test_a_git_folder_that_is_really_another_one_is_not_followed(
    clones: Clones,
    monkeypatch: pytest.MonkeyPatch,
    leads_away: Callable[[Clones], None],
    words: tuple[str, ...],
) -> None:
    leads_away(clones)
    with no_git(clones, monkeypatch):
        refused(clones, errors.RepositoryElsewhere, *words)


def test_settings_that_are_read_from_somebody_elses_file_are_not_taken(clones: Clones) -> None:
    program, ran = marked(clones.place)
    shared = clones.place / "shared"
    shared.write_text(f"[core]\nsshCommand = {program}\n")
    git(clones.mine, "config", "include.path", str(shared))
    git(clones.mine, "remote", "set-url", "origin", "ssh://git.example.org/r.git")
    shared.chmod(0o666)
    assert str(shared) in refused(clones, errors.RepositoryOpenToOthers)
    assert not ran.exists()


def test_a_workspace_whose_git_is_broken_is_not_taken_for_one_around_it(clones: Clones) -> None:
    git(clones.place, "init", "--quiet", "-b", "main", str(clones.place))
    (clones.mine / ".git" / "HEAD").unlink()
    refused(clones, errors.RepositoryDamaged)
    assert git(clones.place, "log", fails=True) == ""


def with_gits_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_KEPT", (*running._KEPT, ANOTHERS))
    monkeypatch.setenv(ANOTHERS, "1")


def test_gits_own_guard_holds_where_ours_sees_nothing(
    clones: Clones, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where files have other owners and rights."""
    program, ran = marked(clones.place)
    git(clones.mine, "config", "remote.origin.uploadpack", str(program))
    git(clones.mine, "config", "core.sshCommand", str(program))
    monkeypatch.setattr(repository, "require_own", lambda _: None)
    with_gits_guard(monkeypatch)
    refused(clones, errors.RepositoryOfAnother)
    assert not ran.exists()


# ------------------------------------------------------------------ addresses


@pytest.mark.parametrize("address", ["ext::{program}", "fd::7", "made-up::x", "foo://x/y"])
def test_an_address_that_is_a_program_is_not_used(clones: Clones, address: str) -> None:
    program, ran = marked(clones.place)
    git(clones.mine, "config", "protocol.allow", "always")
    git(clones.mine, "remote", "set-url", "origin", address.format(program=program))
    refused(clones, errors.AddressNotUsed)
    assert not ran.exists()


def test_a_way_of_ones_own_that_git_is_told_is_not_used(clones: Clones) -> None:
    git(clones.mine, "config", "remote.origin.vcs", "made-up")
    refused(clones, errors.AddressNotUsed)


# ------------------------------------------------------------------ a shared folder

#: Settings by which a repository has a program run when something is got from it or sent to it.
PROGRAMS = (
    "core.alternateRefsCommand",
    "core.fsmonitor",
    "core.sshCommand",
    "core.pager",
    "core.editor",
    "core.askPass",
    "uploadpack.packObjectsHook",
    "gc.recentObjectsHook",
    "gpg.program",
    "credential.helper",
    "remote.p.uploadpack",
    "filter.x.clean",
    "filter.x.smudge",
    "diff.external",
)

HOOKS = (
    *("pre-receive", "update", "post-receive", "post-update", "reference-transaction"),
    *("proc-receive", "push-to-checkout", "pre-auto-gc", "post-checkout", "post-index-change"),
)


def spoilt(clones: Clones) -> Path:
    """Everything in a shared folder that makes git run something; the file that it would make."""
    program, ran = marked(clones.place)
    for name in PROGRAMS:
        git(clones.bare, "config", name, str(program))
    for name, value in (
        ("core.hooksPath", str(clones.bare / "hooks")),
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "p"),
        ("remote.p.url", str(clones.place / "nothing")),
        ("remote.p.promisor", "true"),
        ("receive.autogc", "true"),
        ("gc.auto", "1"),
        ("gc.autoDetach", "false"),
    ):
        git(clones.bare, "config", name, value)
    for name in HOOKS:
        clones.hook(name, f"exec '{program}'")
    other = clones.place / "other-store"
    git(clones.place, "init", "--quiet", "--bare", str(other))
    (clones.bare / "objects" / "info" / "alternates").write_text(f"{other}/objects\n")
    return ran


def test_nothing_that_stands_in_a_shared_folder_is_run(clones: Clones) -> None:
    theirs = clones.joins()
    ran = spoilt(clones)
    for folder in (clones.mine, theirs, clones.mine):
        clones.records(folder, "2026-11-20T11:00", "note", REF, "said")
        clones.done(folder)
        assert not ran.exists()
    git(theirs, "commit", "--quiet", "--allow-empty", "-m", "by hand")
    git(theirs, "push", "--quiet", fails=True)
    assert ran.exists(), "git by hand does run it: this test would see it"


def test_what_a_shared_folder_lost_is_not_got_by_a_program_that_it_names(clones: Clones) -> None:
    for pack in (clones.bare / "objects" / "pack").glob("*.pack"):
        away = pack.rename(clones.place / pack.name)
        git(clones.bare, "unpack-objects", "-q", given=away.read_bytes())
    ran = spoilt(clones)
    folder = git(clones.bare, "rev-parse", "main^{tree}")
    (clones.bare / "objects" / folder[:2] / folder[2:]).unlink()
    refused(clones, errors.OtherEndDamaged, "--init", str(clones.bare), folder=clones.empty("new"))
    clones.records(clones.mine, "2026-11-20T11:00", "note", REF, "said")
    clones.sync(clones.mine)
    assert not ran.exists()


def test_a_shared_folder_with_files_checked_out_has_none_of_them_written(clones: Clones) -> None:
    git(clones.bare, "config", "core.bare", "false")
    git(clones.bare, "config", "core.worktree", str(clones.place))
    git(clones.bare, "config", "receive.denyCurrentBranch", "updateInstead")
    clones.records(clones.mine, "2026-11-20T11:00", "note", REF, "said")
    refused(clones, errors.PushRefused)
    assert not (clones.place / "disputes").exists()


@pytest.mark.parametrize("form", ["{}", "file://{}", "{}/", "{without}"])
def test_a_shared_folder_of_a_colleague_is_worked_with_once_it_was_named(
    clones: Clones, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """Git refuses it by itself: every folder is another account's here but the workspace."""
    (clones.place / ".gitconfig").write_text(f"[safe]\ndirectory = {clones.mine}\n")
    without = str(clones.bare).removesuffix(".git")
    git(clones.mine, "remote", "set-url", "origin", form.format(clones.bare, without=without))
    clones.records(clones.mine, "2026-11-20T11:00", "note", REF, "said")
    with_gits_guard(monkeypatch)
    git(clones.mine, "fetch", fails=True)
    assert clones.done(clones.mine) == "received: nothing; sent: 1 entry (D-1)"


@only_root
def test_a_shared_folder_of_another_account_is_worked_with_and_left_to_it(clones: Clones) -> None:
    git(clones.bare, "config", "core.sharedRepository", "group")
    for path in (clones.bare, *clones.bare.rglob("*")):
        os.chown(path, SOMEBODY, -1)
    new = clones.empty("new")
    clones.done(new, "--init", str(clones.bare))
    clones.records(new, "2026-11-20T11:00", "note", REF, "said")
    clones.done(new)
    assert clones.done(clones.mine) == "received: 1 entry (D-1); sent: nothing"
    assert files(new) == files(clones.mine)


def test_a_shared_folder_on_a_server_keeps_the_settings_of_whoever_runs_it(clones: Clones) -> None:
    clones.by_server(clones.mine)
    clones.hook("post-receive", f"touch '{clones.place}/told'")
    clones.records(clones.mine, "2026-11-20T11:00", "note", REF, "said")
    clones.done(clones.mine)
    assert (clones.place / "told").exists()


def test_a_folder_on_a_server_that_git_there_refuses_is_not_told_as_this_workspace(
    clones: Clones, monkeypatch: pytest.MonkeyPatch
) -> None:
    (clones.place / ".gitconfig").write_text(f"[safe]\ndirectory = {clones.mine}\n")
    clones.by_server(clones.mine)
    with_gits_guard(monkeypatch)
    condition: type[ResolveError] = errors.OtherEndOfAnother
    assert "safe.directory" in refused(clones, condition)
