"""The folders of disputes in a workspace, and anything that does not belong among them."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from resolutions_cli.core.entries.reference import is_reference
from resolutions_cli.core.record.findings import Finding
from resolutions_cli.core.value import Value
from resolutions_cli.files.disk.read import is_junk, shown
from resolutions_cli.files.workspace.settings import Workspace

#: What stands among the disputes, as a look through their folder has it or by its path.
Listed = os.DirEntry[str] | Path


class Listing(Value):
    """The references that have a folder, and what else was met among the disputes."""

    references: tuple[str, ...]
    findings: tuple[Finding, ...]


def list_disputes(workspace: Workspace, named: Callable[[str], bool] | None = None) -> Listing:
    """Look through the folder of the disputes, following no link; or only at what is `named` so,
    which is far sooner done where there are many.

    A folder that is not named as a dispute is reported, never passed over: it may be all that
    a sync tool left of one.
    """
    folder = workspace.disputes
    if folder.is_symlink():
        return Listing((), (Finding("link", folder.name),))
    try:
        with os.scandir(folder) as found:
            return sort_out([each for each in found if named is None or named(each.name)])
    except OSError:
        return Listing((), (Finding("no-disputes", folder.name),))


def sort_out(found: Iterable[Listed]) -> Listing:
    """What among the disputes is a dispute's folder, in order of their names, and what is not."""
    references, findings = [], []
    for each in sorted(found, key=lambda each: each.name):
        if is_junk(each.name):
            continue
        if name := _finding_of(each):
            findings.append(Finding(name, f"disputes/{shown(each.name)}"))
        else:
            references.append(each.name)
    return Listing(tuple(references), tuple(findings))


def _finding_of(each: Listed) -> str:
    if each.is_symlink():
        return "link"
    if not each.is_dir():
        return "stray-file"
    return "" if is_reference(each.name) else "bad-folder"
