"""Completions for the shell: folders, procedures, nations and references; no text of the record."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resolutions_cli import errors

# Every command with an argument imports this module, but only shell completion uses it, so each
# function imports the modules that it needs.
if TYPE_CHECKING:
    from resolutions_cli.files.workspace.settings import Workspace


def complete_reference(ctx: Any, incomplete: str) -> list[str]:
    """The references that begin with the typed characters, in the same form, since the shell
    skips any completion that does not begin with exactly these."""
    from resolutions_cli.core.entries.reference import completing, typed_as
    from resolutions_cli.files.workspace.folders import list_disputes

    workspace = _workspace(ctx)
    if workspace is None:
        return []
    begun = list_disputes(workspace, completing(incomplete)).references
    return [typed_as(reference, incomplete) for reference in begun]


def _workspace(ctx: Any) -> "Workspace | None":
    """The workspace that the command would use; None, without a message, if there is none."""
    from resolutions_cli.files.workspace.settings import find

    given = ctx.params.get("workspace") if ctx else None
    try:
        # not a Path yet: during completion the typed value is not converted
        return find(Path(given) if given else None, os.environ, Path.cwd())
    except errors.ResolveError:
        return None


def complete_procedure(ctx: Any, incomplete: str) -> list[str]:
    """The ids and labels of the procedures, without reading the files. Characters that could move
    the cursor or turn the line are escaped, since a shell prints names unchanged."""
    from resolutions_cli.core.text import harmless
    from resolutions_cli.files.workspace.procedures import (
        names_of,
        own_procedures_in,
        shipped_procedures,
    )

    workspace = _workspace(ctx)
    own = own_procedures_in(workspace.procedures if workspace else None)
    files = (*shipped_procedures(), *own)
    return [name for name in map(harmless, names_of(files)) if name.startswith(incomplete)]


def complete_nation(incomplete: str) -> list[str]:
    """The nations with known bank holidays."""
    from resolutions_cli.core.time.bank_holidays import NATIONS

    return [nation for nation in NATIONS if nation.startswith(incomplete)]


def complete_import(incomplete: str) -> list[str]:
    """The words that `calendar` takes besides a year."""
    return [word for word in ("import", "accept") if word.startswith(incomplete)]


def complete_thing(incomplete: str) -> list[str]:
    """The kinds of things that `done` takes; only the record knows which ones exist."""
    kinds = ("action:", "safe", "recommendation", "child-file", "partners", "reminder:")
    return [kind for kind in kinds if kind.startswith(incomplete)]
