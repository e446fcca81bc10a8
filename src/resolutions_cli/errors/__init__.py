"""Every condition that a user can meet, one class each; `docs/errors.md` is made from them."""

from resolutions_cli.errors.condition import ResolveError as ResolveError
from resolutions_cli.errors.condition import placed as placed
from resolutions_cli.errors.failures import *
from resolutions_cli.errors.importing import *
from resolutions_cli.errors.refusals import *
from resolutions_cli.errors.sharing import *
from resolutions_cli.errors.unknown import *
from resolutions_cli.errors.unreadable import *
from resolutions_cli.errors.usage import *
