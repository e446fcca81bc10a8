"""Faults between copies of a record: of git here, and of the repository at the other end.

Git's own words are never repeated: they hold paths, addresses and sometimes passwords.
"""

from resolutions_cli.errors.base import ResolveError

_UNHARMED = "the record here is unharmed, and everything but `resolve sync` works without"


class BadAddress(ResolveError):
    """that cannot be the address of a repository"""

    exit_code = 2
    hint = "for example `resolve sync --init git@example.org:record.git`, or the path of a folder"


class BadPatience(ResolveError):
    """the time to wait for the network is 1 to {most} seconds"""

    exit_code = 2
    hint = "write it as --wait 120"


class GitMissing(ResolveError):
    """git is not installed, or cannot be started"""

    exit_code = 2
    hint = "install git, or have it installed; everything but `resolve sync` works without it"


class AnotherAddress(ResolveError):
    """the workspace is synced with another address already"""

    exit_code = 3
    hint = "`git remote set-url origin URL` in the workspace changes it, if that is meant"


class AnotherRecord(ResolveError):
    """at that address there is something else than this record: {problem}"""

    exit_code = 3
    hint = "check the address; ask for an empty repository, or begin with an empty workspace here"


class AddressNotUsed(ResolveError):
    """this kind of address cannot be used for the shared repository"""

    exit_code = 3
    hint = (
        "use https://, ssh://, git://, file://, user@host:path or a folder;"
        " `git remote set-url origin URL` in the workspace changes it"
    )


class NotTakenIn(ResolveError):
    """a file from the shared repository was not taken in: {reason}"""

    exit_code = 5
    hint = (
        "ask the sender to correct it; until then it stays in the shared repository."
        " `resolve sync --leave-out PATH` leaves it out on every machine"
    )


class NotToBeLeftOut(ResolveError):
    """there is no file at that path that was not taken in, so nothing was left out"""

    exit_code = 3
    hint = "`resolve sync` names the files that were not taken in; type the path as it shows it"


class OnlyWaits(ResolveError):
    """that file only waits for others, and may be good, so it is not left out"""

    exit_code = 3
    hint = "ask whoever sent it for what is missing; it comes in by itself once the others do"


class HalfMerged(ResolveError):
    """a merge or a rebase by hand is not finished in the workspace"""

    exit_code = 3
    hint = "`git status` there says which; finish it, or give it up as `git merge --abort`"


class DetachedHead(ResolveError):
    """git is on no branch in the workspace"""

    exit_code = 3
    hint = "`git switch main` there goes back to the branch"


class PushRefused(ResolveError):
    """the repository at the other end does not take what is sent to it"""

    exit_code = 3
    hint = (
        "whoever runs it has to allow pushing to this branch, without a review, a check or a"
        f" signature; it must be a bare repository; {_UNHARMED}"
    )


class SyncNotSetUp(ResolveError):
    """the workspace is not set up to be synced"""

    exit_code = 4
    hint = "`resolve sync --init URL` does that, with the address of an empty repository"


class RepositoryOfAnother(ResolveError):
    """this workspace or its .git belongs to another account, which could run programs as you"""

    exit_code = 4
    hint = (
        "make a workspace of your own with `resolve init` and sync that; if the files are yours,"
        " have them given back to you with `chown`"
    )


class RepositoryOpenToOthers(ResolveError):
    """other accounts can write to the .git of this workspace, and so run programs as you"""

    exit_code = 4
    hint = (
        "check .git/config for settings that you did not make, then type `chmod -R go-w .git` in"
        " the workspace; accounts cannot share one workspace"
    )


class RepositoryElsewhere(ResolveError):
    """the .git of this workspace is a link, or says that git's files are in another folder"""

    exit_code = 4
    hint = (
        "move .git out of the workspace and type `resolve sync --init URL`; the record here is"
        " unharmed"
    )


class OtherEndOfAnother(ResolveError):
    """git refuses the shared repository, since its folder belongs to another account there"""

    exit_code = 4
    hint = (
        "ask whoever runs that repository to type this there, as the account that you sign in with:"
        f" `git config --global --add safe.directory FOLDER`; {_UNHARMED}"
    )


class RepositoryDamaged(ResolveError):
    """the .git of this workspace is damaged"""

    exit_code = 5
    hint = (
        "the entries are not touched by that: move the folder .git out of the workspace, and"
        " `resolve sync --init URL` takes up from the other end again"
    )


class OtherEndDamaged(ResolveError):
    """the shared repository is damaged, or holds something that git cannot read"""

    exit_code = 5
    hint = (
        "nothing was taken in; ask whoever runs it to run `git fsck` there and remove what does not"
        f" belong; {_UNHARMED}"
    )


class TooMuch(ResolveError):
    """the shared repository holds more than a record can: {amount}"""

    exit_code = 5
    hint = (
        "nothing was taken in; `git log origin/main` in the workspace shows who sent it: ask them"
        f" to remove it with a new commit; {_UNHARMED}"
    )


class RepositoryLocked(ResolveError):
    """git is at work in the workspace, or was cut off there {minutes} minutes ago"""

    exit_code = 6
    hint = "try again in a moment; if that stays and nobody has git open there, delete it"


class OtherEndLocked(ResolveError):
    """the repository at the other end takes nothing: a lock stands there ({tries} tries)"""

    exit_code = 6
    hint = (
        "try again in a moment; if it stays so, a git was cut off there: whoever runs it deletes"
        f" the .lock file that is left in its folder; {_UNHARMED}"
    )


class SyncOvertaken(ResolveError):
    """others kept sending while this was sent ({tries} times)"""

    exit_code = 6
    hint = "try again in a moment; what came was taken in, and nothing is lost"


class SyncUnfinished(ResolveError):
    """not everything that came could be taken in: {done} of {count} files were ({reason})"""

    exit_code = 7
    hint = "make room or get permission, and sync again: the rest is taken in then"


class SyncUnconfirmed(ResolveError):
    """what came was written, but the disk does not confirm that it will stay: {reason}"""

    exit_code = 7
    hint = "look to the disk, and sync again: what is not here then comes, and nothing twice"


class NotReached(ResolveError):
    """the repository at the other end cannot be reached, or is not there"""

    exit_code = 7
    hint = (
        "try again when you have a network; if it is a folder, check that it exists and that you"
        f" can read it; {_UNHARMED}"
    )


class NotReachedInTime(ResolveError):
    """the repository at the other end did not answer within {seconds} seconds"""

    exit_code = 7
    hint = f"try again, for a first sync or a slow line with --wait 600; {_UNHARMED}"


class NotLetIn(ResolveError):
    """the repository at the other end asks who this is, and nothing here can answer"""

    exit_code = 7
    hint = (
        "set up a key or a stored password for git, and try `git fetch` in the workspace until it"
        f" asks nothing; {_UNHARMED}"
    )


class NotKeptByGit(ResolveError):
    """git could not write in the .git of this workspace: {reason}"""

    exit_code = 7
    hint = "make room or get permission, and sync again; the record itself is unharmed"


class OtherEndNotWritten(ResolveError):
    """the shared repository could not save what was sent to it"""

    exit_code = 7
    hint = (
        "ask whoever runs it to let you write in its folder, or to free some space there;"
        f" {_UNHARMED}"
    )


class GitHung(ResolveError):
    """git did not finish in this workspace within {seconds} seconds"""

    exit_code = 7
    hint = f"try again when the disk responds; {_UNHARMED}"


class GitFailed(ResolveError):
    """git failed at `git {step}` (exit code {code})"""

    exit_code = 7
    hint = f"it takes git 2.30 or newer; `git {{step}}` there may say why; {_UNHARMED}"
