"""What could not be read or used, on stderr, and the exit code that follows from it."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from resolutions_cli import errors
from resolutions_cli.context import streams

if TYPE_CHECKING:
    from resolutions_cli.core.findings import Finding

#: The exit code when something in the workspace could not be read.
UNREADABLE = 5


def tell(findings: "Iterable[Finding]", problems: Mapping[str, errors.ResolveError]) -> int:
    """Say each finding that harms, once, and each problem by its path; 5 if there was one, or 0."""
    code = 0
    for finding in dict.fromkeys(findings):
        if finding.kind.harms:
            detail = f" ({finding.about})" if finding.about else ""
            streams.remark(
                f"resolve: error: {finding.kind.sentence}\n"
                f"  {finding.path}{detail}\n  {finding.remedy}"
            )
            code = UNREADABLE
    for path, problem in problems.items():
        code = UNREADABLE
        streams.remark(f"resolve: error: {problem.message}\n  {path}\n  {problem.advice}")
    return code
