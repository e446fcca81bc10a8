"""Whatever can go wrong between copies: its code and its words, the record unharmed, no secret."""

import http.server
import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from resolutions_cli import errors
from resolutions_cli.app.exchange import sync
from resolutions_cli.errors import ResolveError
from resolutions_cli.files.disk import durable
from resolutions_cli.files.disk.read import digest_of
from resolutions_cli.files.exchange import git as running
from resolutions_cli.files.exchange.repository import Repository
from tests.clones import CANARY, REF, Clones, begins, begun, clones, files, git, newest, refused
from tests.tools import needs
from tests.torture import sampled

__all__ = ["begun", "clones"]

pytestmark = needs("git")

#: The two ends at which a store may be damaged, and whose the folder is that git refuses.
THIS_END, OTHER_END = errors.RepositoryDamaged, errors.OtherEndDamaged
THEIRS = errors.OtherEndOfAnother


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_LOCKED", 0.2)
    monkeypatch.setattr(sync, "_PAUSE", 0.0)


def noted(clones: Clones) -> None:
    """Something is recorded, whatever the network does."""
    clones.records(clones.mine, "2026-11-20T11:00", "note", REF, CANARY)


# ------------------------------------------------------------------ what was typed


@pytest.mark.parametrize("address", ["--upload-pack=touch x", " spaces ", "two\nlines"])
def test_what_can_be_no_address(clones: Clones, address: str) -> None:
    refused(clones, errors.BadAddress, f"--init={address}", folder=clones.empty("new"))


@pytest.mark.parametrize("seconds", ["0", "-1", "99999999"])
def test_no_such_time_to_wait(clones: Clones, seconds: str) -> None:
    refused(clones, errors.BadPatience, "--wait", seconds)


def test_another_address_than_the_one_that_is_set_up(clones: Clones) -> None:
    refused(clones, errors.AnotherAddress, "--init", f"https://{CANARY}@example.org/other.git")


# ------------------------------------------------------------------ what is not there


@pytest.mark.parametrize("words", [(), ("--init", "elsewhere")])
def test_git_is_not_installed(
    clones: Clones, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    noted(clones)
    folder = clones.empty("new") if words else clones.mine
    monkeypatch.setenv("PATH", str(clones.place / "nothing-here"))
    refused(clones, errors.GitMissing, *words, folder=folder)
    clones.desk.done("due", "-w", str(folder))


def test_it_was_never_set_up(clones: Clones) -> None:
    refused(clones, errors.SyncNotSetUp, folder=clones.empty("new"))
    git(clones.place / "new", "init", "--quiet")
    refused(clones, errors.SyncNotSetUp, folder=clones.place / "new")


def test_the_other_end_is_gone_and_everything_else_works_without(clones: Clones) -> None:
    noted(clones)
    away = clones.bare.rename(clones.place / "away.git")
    refused(clones, errors.NotReached)
    clones.desk.done("due", "-w", str(clones.mine))
    clones.records(clones.mine, "2026-11-20T12:00", "note", REF, "offline")
    away.rename(clones.bare)
    assert clones.done(clones.mine) == "received: nothing; sent: 2 entries (D-1)"


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:{port}/r.git", "git://127.0.0.1:{port}/r.git", "ssh://127.0.0.1:{port}/r"],
)
def test_nobody_listens_there(clones: Clones, address: str) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    git(clones.mine, "remote", "set-url", "origin", address.format(port=port))
    refused(clones, errors.NotReached)


def test_somebody_listens_and_never_answers(clones: Clones) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"git://127.0.0.1:{silent.getsockname()[1]}/r.git"
        git(clones.mine, "remote", "set-url", "origin", address)
        said = refused(clones, errors.NotReachedInTime, "--wait", "1")
    assert "within 1 seconds" in said


# ------------------------------------------------------------------ who is asked


class _Asks(http.server.BaseHTTPRequestHandler):
    """A server that wants a password for everything."""

    def do_GET(self) -> None:
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Basic realm="record"')
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@contextmanager
def served() -> Iterator[int]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Asks) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.mark.parametrize("who", ["", f"me:{CANARY}@"])
def test_a_password_that_nobody_can_give(clones: Clones, who: str) -> None:
    with served() as port:
        address = f"http://{who}127.0.0.1:{port}/r.git"
        git(clones.mine, "remote", "set-url", "origin", address)
        refused(clones, errors.NotLetIn)


def test_a_password_is_not_asked_from_a_program_either(
    clones: Clones, monkeypatch: pytest.MonkeyPatch
) -> None:
    asker = clones.place / "asker"
    asker.write_text(f"#!/bin/sh\ntouch '{clones.place}/asked'\nsleep 60\n")
    asker.chmod(0o755)
    for name in ("GIT_ASKPASS", "SSH_ASKPASS"):
        monkeypatch.setenv(name, str(asker))
    git(clones.mine, "config", "core.askPass", str(asker))
    with served() as port:
        git(clones.mine, "remote", "set-url", "origin", f"http://127.0.0.1:{port}/r.git")
        refused(clones, errors.NotLetIn)
    assert not (clones.place / "asked").exists()


def test_a_helper_that_never_answers_is_ended_in_time(clones: Clones) -> None:
    git(clones.mine, "config", "credential.helper", "!f() { sleep 60; }; f")
    with served() as port:
        git(clones.mine, "remote", "set-url", "origin", f"http://127.0.0.1:{port}/r.git")
        refused(clones, errors.NotReachedInTime, "--wait", "1")


def test_a_push_that_never_comes_to_its_end_is_ended_in_time(clones: Clones) -> None:
    clones.by_server(clones.mine)
    hook = clones.hook("pre-receive", "sleep 60")
    noted(clones)
    refused(clones, errors.NotReachedInTime, "--wait", "1")
    hook.unlink()
    assert clones.done(clones.mine) == "received: nothing; sent: 1 entry (D-1)"


def test_nothing_is_signed_where_a_signature_would_ask_for_a_password(clones: Clones) -> None:
    signer = clones.place / "signer"
    signer.write_text(f"#!/bin/sh\ntouch '{clones.place}/asked'\nsleep 60\n")
    signer.chmod(0o755)
    (clones.place / ".gitconfig").write_text(
        "[commit]\ngpgSign = true\n[tag]\ngpgSign = true\n[push]\ngpgSign = true\n"
        f"[gpg]\nprogram = {signer}\n"
    )
    noted(clones)
    assert clones.done(clones.mine) == "received: nothing; sent: 1 entry (D-1)"
    assert not (clones.place / "asked").exists()


def test_ssh_is_told_to_ask_nothing_unless_it_is_called_in_a_way_of_ones_own(
    clones: Clones, monkeypatch: pytest.MonkeyPatch
) -> None:
    bin_, seen = clones.place / "bin", clones.place / "seen"
    bin_.mkdir()
    denied = "echo 'Permission denied (publickey).' >&2"
    script = f"#!/bin/sh\necho \"$0 $@\" >> '{seen}'\n{denied}\nexit 255\n"
    for name in ("ssh", "own-ssh"):
        (bin_ / name).write_text(script)
        (bin_ / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{bin_}:/usr/bin:/bin")
    git(clones.mine, "remote", "set-url", "origin", "ssh://nowhere.invalid/r.git")
    refused(clones, errors.NotLetIn)
    assert seen.read_text().startswith(f"{bin_}/ssh -oBatchMode=yes")
    seen.unlink()
    git(clones.mine, "config", "core.sshCommand", f"{bin_}/own-ssh -i key")
    refused(clones, errors.NotLetIn)
    assert seen.read_text().startswith(f"{bin_}/own-ssh -i key")


# ------------------------------------------------------------------ what is not taken


def test_a_branch_that_is_protected(clones: Clones) -> None:
    clones.by_server(clones.mine)
    hook = clones.hook("pre-receive", f"echo {CANARY} >&2\nexit 1")
    noted(clones)
    refused(clones, errors.PushRefused)
    hook.unlink()
    assert clones.done(clones.mine) == "received: nothing; sent: 1 entry (D-1)"


def test_a_repository_with_files_checked_out(clones: Clones) -> None:
    git(clones.bare, "config", "core.bare", "false")
    noted(clones)
    assert "bare repository" in refused(clones, errors.PushRefused)


def test_others_are_always_quicker(clones: Clones, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = clones.joins()
    noted(clones)

    def is_late(_: Repository) -> bool:
        git(theirs, "commit", "--quiet", "--allow-empty", "-m", "sooner")
        git(theirs, "push", "--quiet")
        return False

    monkeypatch.setattr(Repository, "push", is_late)
    refused(clones, errors.SyncOvertaken)


def test_a_lock_that_a_git_left_at_the_other_end(clones: Clones) -> None:
    noted(clones)
    lock = clones.bare / "refs" / "heads" / "main.lock"
    lock.touch()
    said = refused(clones, errors.OtherEndLocked)
    assert "whoever runs it deletes the .lock file that is left in its folder" in said
    lock.unlink()
    assert clones.done(clones.mine) == "received: nothing; sent: 1 entry (D-1)"


# ------------------------------------------------------------------ another record


def test_a_repository_of_something_else(clones: Clones) -> None:
    bare = clones.place / "code.git"
    git(clones.place, "clone", "--quiet", "--bare", str(clones.bare), str(bare))
    git(clones.mine, "checkout", "--quiet", "--orphan", "code")
    git(clones.mine, "rm", "--quiet", "-r", "--cached", ".")
    (clones.mine / "README.md").write_text("code\n")
    git(clones.mine, "add", "README.md")
    git(clones.mine, "commit", "--quiet", "-m", "code")
    git(clones.mine, "push", "--quiet", "--force", str(bare), "code:main")
    new = clones.empty("new")
    assert "no workspace" in refused(clones, errors.AnotherRecord, "--init", str(bare), folder=new)
    assert git(bare, "log", "--format=%s", "main") == "code"


def test_a_repository_that_has_other_branches_only(clones: Clones) -> None:
    git(clones.bare, "branch", "-m", "main", "trunk")
    noted(clones)
    assert "no branch main" in refused(clones, errors.AnotherRecord)
    assert git(clones.bare, "branch", "--format=%(refname:short)") == "trunk"


def test_a_record_that_has_no_entry_in_common_with_this_one(clones: Clones) -> None:
    other = clones.empty("other")
    clones.records(other, "2026-11-20T11:00", "open", "--ref", "E-1", "--raised", "2026-11-19")
    said = refused(clones, errors.AnotherRecord, "--init", str(clones.bare), folder=other)
    assert "no entry in common" in said


def test_a_real_workspace_does_not_join_one_for_practice(
    clones: Clones, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = clones.empty("real", practice=False)
    monkeypatch.delenv("RESOLVE_NOW")
    said = refused(clones, errors.AnotherRecord, "--init", str(clones.bare), folder=real)
    assert "practice" in said


# ------------------------------------------------------------------ somebody else at work


def test_a_merge_by_hand_that_is_not_finished(clones: Clones) -> None:
    (clones.mine / ".git" / "MERGE_HEAD").write_text(git(clones.mine, "rev-parse", "HEAD"))
    refused(clones, errors.HalfMerged)
    git(clones.mine, "merge", "--quit")
    clones.done(clones.mine)


@pytest.mark.parametrize("name", ["rebase-merge", "rebase-apply"])
def test_a_rebase_by_hand_that_is_not_finished(clones: Clones, name: str) -> None:
    (clones.mine / ".git" / name).mkdir()
    refused(clones, errors.HalfMerged)


def test_git_is_on_no_branch(clones: Clones) -> None:
    git(clones.mine, "checkout", "--quiet", "--detach")
    noted(clones)
    refused(clones, errors.DetachedHead)
    git(clones.mine, "checkout", "--quiet", "main")
    assert clones.done(clones.mine) == "received: nothing; sent: 1 entry (D-1)"


@pytest.mark.parametrize("lock", ["index.lock", "refs/heads/main.lock"])
def test_a_lock_that_another_git_holds_or_left_is_named_and_never_removed(
    clones: Clones, lock: str
) -> None:
    noted(clones)
    held = clones.mine / ".git" / lock
    held.touch()
    assert "there 0 minutes ago\n  .git/" in refused(clones, errors.RepositoryLocked)
    long_ago = held.stat().st_mtime - 90 * 60
    os.utime(held, (long_ago, long_ago))
    said = refused(clones, errors.RepositoryLocked)
    assert f"was cut off there 90 minutes ago\n  .git/{lock}\n" in said
    held.unlink()
    assert clones.done(clones.mine) == "received: nothing; sent: 1 entry (D-1)"
    assert git(clones.mine, "status", "--porcelain") == ""


def test_a_lock_that_another_fetch_holds(clones: Clones) -> None:
    theirs = clones.joins()
    clones.records(theirs, "2026-11-20T11:00", "note", REF, "said")
    clones.done(theirs)
    lock = clones.mine / ".git" / "refs" / "remotes" / "origin" / "main.lock"
    lock.touch()
    refused(clones, errors.RepositoryLocked)
    lock.unlink()
    clones.done(clones.mine)


# ------------------------------------------------------------------ what git cannot do


def faulty(
    clones: Clones,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    says: str,
    does: str = "exit 128",
) -> None:
    """A git that fails at one step and says something; else it is git."""
    real = shutil.which("git")
    bin_ = clones.place / "faulty"
    bin_.mkdir(exist_ok=True)
    (bin_ / "git").write_text(
        f'#!/bin/sh\nfor word; do\n[ "$word" != {step} ] || {{ echo "{says}" >&2; {does}; }}\n'
        f'done\nexec {real} "$@"\n'
    )
    (bin_ / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{bin_}:/usr/bin:/bin")


@sampled
@pytest.mark.parametrize(
    ("step", "says", "condition"),
    [
        ("hash-object", "fatal: write error: No space left on device", errors.NotKeptByGit),
        ("commit-tree", "error: insufficient permission for adding an object", errors.NotKeptByGit),
        ("write-tree", "fatal: unable to write new index file", errors.NotKeptByGit),
        ("fetch", "error: unable to create .git/x: Read-only file system", errors.NotKeptByGit),
        ("fetch", "fatal: write error: Disk quota exceeded", errors.NotKeptByGit),
        ("fetch", "fatal: unable to access: Could not resolve host", errors.NotReached),
        ("fetch", "fatal: the other end said something new", errors.NotReached),
        ("fetch", "Host key verification failed.", errors.NotLetIn),
        ("fetch", "fatal: transport 'fd' not allowed", errors.AddressNotUsed),
        ("fetch", "error: x did not send all necessary objects", errors.OtherEndDamaged),
        ("fetch", "fatal: loose object 12 (stored in ./objects/1/2) is corrupt", OTHER_END),
        ("fetch", "fatal: loose object 12 (stored in .git/objects/1/2) is corrupt", THIS_END),
        ("fetch", "fatal: Out of memory, malloc failed (tried to allocate 9)", errors.TooMuch),
        ("fetch", "error: index-pack died of signal 25", errors.TooMuch),
        ("fetch", "fatal: detected dubious ownership in repository at '/srv/git/r.git'", THEIRS),
        ("push", "fatal: Authentication failed for somebody", errors.NotLetIn),
        ("config", "fatal: detected dubious ownership in repository", errors.RepositoryOfAnother),
        ("write-tree", "disputes/D-1/x.toml: unmerged (12)", errors.HalfMerged),
        ("mktree", "fatal: entry 'x' object 12 is a tree but specified type was (blob)", OTHER_END),
        ("ls-files", "fatal: index file corrupt", errors.RepositoryDamaged),
        ("commit-tree", f"fatal: something new, {CANARY}", errors.GitFailed),
    ],
)
def test_whatever_git_says_is_told_in_words_of_our_own(
    clones: Clones,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    says: str,
    condition: type[ResolveError],
) -> None:
    noted(clones)
    with monkeypatch.context() as patched:
        faulty(clones, patched, step, says)
        refused(clones, condition)
    assert clones.done(clones.mine) == "received: nothing; sent: 1 entry (D-1)"


def test_a_git_that_hangs_on_this_disk_is_not_told_as_the_other_end(
    clones: Clones, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted(clones)
    with monkeypatch.context() as patched:
        patched.setattr(running, "_DISK", 1)
        faulty(clones, patched, "write-tree", "", "sleep 60")
        assert "in this workspace within 1 seconds" in refused(clones, errors.GitHung)


@pytest.mark.parametrize(
    ("says", "condition"),
    [
        ("unpacker error", errors.OtherEndNotWritten),
        ("missing necessary objects", errors.OtherEndDamaged),
        ("pre-receive hook declined", errors.PushRefused),
    ],
)
def test_why_the_other_end_does_not_take_what_is_sent(
    clones: Clones, monkeypatch: pytest.MonkeyPatch, says: str, condition: type[ResolveError]
) -> None:
    noted(clones)
    line = f"echo '!\tr:r\t[remote rejected] ({says})'; exit 1"
    with monkeypatch.context() as patched:
        faulty(clones, patched, "push", "error: failed to push some refs", line)
        refused(clones, condition)
    assert clones.done(clones.mine) == "received: nothing; sent: 1 entry (D-1)"


def test_a_shared_repository_that_lost_something_is_not_told_as_out_of_reach(
    clones: Clones,
) -> None:
    folder = git(clones.bare, "rev-parse", "main^{tree}")
    new = clones.empty("new")
    for pack in (clones.bare / "objects" / "pack").glob("*.pack"):
        away = pack.rename(clones.place / pack.name)
        git(clones.bare, "unpack-objects", "-q", "--strict", given=away.read_bytes())
    (clones.bare / "objects" / folder[:2] / folder[2:]).unlink()
    refused(clones, errors.OtherEndDamaged, "--init", str(clones.bare), folder=new)


def test_a_damaged_store_is_made_again_from_the_other_end(clones: Clones) -> None:
    noted(clones)
    clones.done(clones.mine)
    for file in (clones.mine / ".git" / "objects").rglob("*"):
        if file.is_file():
            file.chmod(0o600)
            file.write_bytes(b"")
    clones.records(clones.mine, "2026-11-20T12:00", "note", REF, "after that")
    refused(clones, errors.RepositoryDamaged)
    shutil.rmtree(clones.mine / ".git")
    assert clones.done(clones.mine, "--init", str(clones.bare)) == (
        "received: nothing; sent: 1 entry (D-1)"
    )


def test_what_came_cannot_be_written(clones: Clones, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = clones.joins()
    noted(clones)
    clones.done(clones.mine)
    place = theirs / "disputes" / REF

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("resolutions_cli.files.disk.durable._write_all", fails)
        refused(clones, errors.NotRecorded, folder=theirs)
    assert not list(place.glob(".*.part"))
    assert clones.done(theirs) == "received: 1 entry (D-1); sent: nothing"


def test_a_note_of_the_time_that_cannot_be_written(
    clones: Clones, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sync, "note_sync", fails)
    refused(clones, errors.NotKeptByGit)
    noted(clones)
    said = clones.sync(clones.mine)
    assert (said.code, said.out) == (7, "received: nothing; sent: 1 entry (D-1)\n")
    assert said.err.startswith(begins(errors.NotKeptByGit))


@pytest.mark.parametrize(
    ("step", "condition"),
    [("name", errors.SyncUnfinished), ("_sync_folders", errors.SyncUnconfirmed)],
)
def test_what_came_and_was_written_in_part_is_told_and_the_rest_comes_the_next_time(
    clones: Clones,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    condition: type[ResolveError],
) -> None:
    theirs = clones.joins()
    noted(clones)
    clones.records(clones.mine, "2026-11-20T11:30", "note", REF, "and again")
    clones.done(clones.mine)
    rename = Path.rename
    left = [1]

    def fails(*given: object) -> Path:
        if (
            step == "name" and Path(str(given[1])).parent.name != REF
        ):  # what says what is accepted here
            return rename(*given)  # type: ignore[arg-type]
        if step == "name" and left.pop():
            left.append(0)
            return rename(*given)  # type: ignore[arg-type]
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        if step == "name":
            patched.setattr(Path, "rename", fails)
        else:
            patched.setattr(durable.Batch, step, fails)
        said = clones.sync(theirs)
    assert (said.code, said.out) == (7, "")
    assert said.err.startswith(begins(condition))
    assert len(list((theirs / "disputes" / REF).glob("*-noted-*"))) == (1 if step == "name" else 2)
    assert clones.sync(theirs).code == 0
    assert files(theirs) == files(clones.mine)


def test_a_dispute_in_whose_place_a_link_stands_is_not_written_through(clones: Clones) -> None:
    theirs = clones.joins()
    noted(clones)
    clones.done(clones.mine)
    place = theirs / "disputes" / REF
    away = place.rename(clones.place / "away")
    place.symlink_to(away)
    before = sorted(away.iterdir())
    said = clones.sync(theirs)
    assert (said.code, said.out) == (7, "")
    assert sorted(away.iterdir()) == before
    assert newest(clones.mine, "noted").exists()


# ------------------------------------------------------------------ what may not come in


def test_a_file_that_cannot_be_part_of_the_record_is_named_and_repeats_nothing(
    clones: Clones,
) -> None:
    theirs = clones.joins()
    raw = CANARY.encode()
    path = f"disputes/{REF}/20261120T113000.000Z-noted-{digest_of(raw)[:16]}.toml"
    (theirs / path).write_bytes(raw)
    git(theirs, "add", "-A")
    git(theirs, "commit", "--quiet", "-m", "by hand")
    git(theirs, "push", "--quiet")
    before = files(clones.mine)
    said = clones.sync(clones.mine)
    assert (said.code, said.out) == (5, "received: nothing; sent: nothing; not taken in: 1 file\n")
    assert said.err == (
        f"{begins(errors.NotTakenIn)}the file's head is not TOML\n"
        f"  {path}\n"
        "  ask the sender to correct it; until then it stays in the shared repository."
        " `resolve sync --leave-out PATH` leaves it out on every machine\n"
    )
    assert files(clones.mine) == before


@pytest.mark.parametrize("path", ["disputes", "nowhere", "../..", "", "disputes/D-1/x\n.toml"])
def test_nothing_is_left_out_where_nothing_was_refused(clones: Clones, path: str) -> None:
    refused(clones, errors.NotToBeLeftOut, f"--leave-out={path}")


def test_what_only_waits_for_others_is_not_left_out(clones: Clones) -> None:
    theirs = clones.joins()
    for minute in ("01", "02"):
        clones.records(theirs, f"2026-11-20T11:{minute}", "note", REF, "said")
    first, _ = sorted((theirs / "disputes" / REF).glob("*-noted-*"))
    first.unlink()
    path = f"disputes/{REF}/{newest(theirs, 'noted').name}"
    git(theirs, "add", "-A")
    git(theirs, "commit", "--quiet", "-m", "by hand")
    git(theirs, "push", "--quiet")
    assert clones.sync(clones.mine).code == 5
    refused(clones, errors.OnlyWaits, f"--leave-out={path}")


def test_a_mark_that_cannot_be_written_leaves_nothing_out(
    clones: Clones, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = clones.mine / "disputes" / REF / "20261120T113000.000Z-noted-e3b0c44298fc1c14.toml"
    bad.write_bytes(b"")
    with monkeypatch.context() as patched:

        def fails(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        patched.setattr(durable, "create", fails)
        said = clones.sync(clones.mine, "--leave-out", f"disputes/{REF}/{bad.name}")
    assert said.code == 7
    assert "No space left on device" in said.err
    assert bad.exists()
    clones.sync(clones.mine, "--leave-out", f"disputes/{REF}/{bad.name}")
    assert not bad.exists()
