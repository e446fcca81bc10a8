"""The folders of disputes in a workspace, and anything that does not belong among them."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from resolutions_cli.core.entries.reference import is_reference
from resolutions_cli.core.record.findings import Finding
from resolutions_cli.core.value import Value
from resolutions_cli.files.disk.read import is_junk, shown
from resolutions_cli.files.workspace.settings import Workspace

#: An item of the disputes folder, as a scan gives it or by its path.
Listed = os.DirEntry[str] | Path


class Listing(Value):
    """The references that have a folder, and the faults found among the disputes."""

    references: tuple[str, ...]
    findings: tuple[Finding, ...]


def list_disputes(workspace: Workspace, named: Callable[[str], bool] | None = None) -> Listing:
    """The disputes in a workspace's folder, without following links. With `named`, looks only at
    the names that it accepts, which is far faster in a large folder.

    A folder that is not named as a dispute is always reported: a sync tool may have left only
    that of one.
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
    """The references of the dispute folders in `found`, in order, and a finding for the rest."""
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
