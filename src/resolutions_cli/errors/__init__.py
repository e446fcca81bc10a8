"""Every error that a user can meet, one class each; `docs/errors.md` is made from them.

A module of errors is loaded when one of them is first named. A successful command names none, so
the modules that `due` needs write `errors.NoWorkspace` where they raise it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from resolutions_cli.errors.base import ResolveError as ResolveError
from resolutions_cli.errors.base import placed as placed

#: The modules with the errors, by exit code and subject, in the order of `docs/errors.md`.
MODULES = ("failures", "imports", "refusals", "sync", "usage", "amend", "config", "procedures")

if TYPE_CHECKING:
    from resolutions_cli.errors.amend import *
    from resolutions_cli.errors.config import *
    from resolutions_cli.errors.failures import *
    from resolutions_cli.errors.imports import *
    from resolutions_cli.errors.procedures import *
    from resolutions_cli.errors.refusals import *
    from resolutions_cli.errors.sync import *
    from resolutions_cli.errors.usage import *
else:

    def __getattr__(name: str) -> type[ResolveError]:
        if not name.startswith("_"):
            for module in MODULES:
                found = getattr(import_module(f"{__name__}.{module}"), name, None)
                if found is not None:
                    globals()[name] = found
                    return found
        raise AttributeError(f"there is no condition {name}")
