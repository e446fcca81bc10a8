"""What the shell offers for a reference: the names of the folders, and nothing of the record."""

import os
from pathlib import Path
from typing import Any

from resolutions_cli.errors import ResolveError
from resolutions_cli.files.workspace import find, list_disputes


def complete_reference(ctx: Any, incomplete: str) -> list[str]:
    """The references that begin with what was typed, with or without the year."""
    given = ctx.params.get("workspace") if ctx else None
    try:
        workspace = find(given, os.environ, Path.cwd())
    except ResolveError:
        return []
    begun = incomplete.upper()
    return [
        reference
        for reference in list_disputes(workspace).references
        if reference.upper().startswith(begun) or reference.partition("-")[2].startswith(begun)
    ]
