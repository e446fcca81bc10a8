"""Names that lists are filtered by: compared in any case, and refused when unknown here.

An unknown name is a typing mistake. An empty list in answer would suggest that no deadline is due.
"""

from collections.abc import Iterable, Iterator

from resolutions_cli import errors
from resolutions_cli.core.entries.own_codes import NO_AGENCY, WHO_OF_OWN
from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.record.moves import known_code
from resolutions_cli.core.text import Filters, has_role, is_among
from resolutions_cli.core.value import Value


class Known(Value):
    """The names in a workspace: its procedures in use, the ids of all procedures, every agency."""

    procedures: tuple[Procedure, ...]
    procedure_names: tuple[str, ...]
    agencies: frozenset[str]

    def require(self, filters: Filters) -> None:
        """Raise UnknownCode, NoSuchProcedure or UnknownAgency for a name that is unknown here."""
        self._require_code("stage", filters.stage, (p.stages for p in self.procedures))
        self._require_code("concern", filters.concern, (p.concerns for p in self.procedures))
        if filters.procedure and not is_among(filters.procedure, self.procedure_names):
            raise errors.NoSuchProcedure(known=", ".join(self.procedure_names))
        if filters.agency and not is_among(filters.agency, self.agencies):
            raise errors.UnknownAgency(
                where="in this workspace",
                how="`resolve show` lists those of a dispute, `resolve where` the workspace's own",
            )
        if filters.who and not any(
            has_role(filters.who, codes, words) for codes, words in self._actors()
        ):
            allowed = (code for codes, _ in self._actors() for code in codes)
            known_code("role", filters.who, dict.fromkeys(allowed))

    @staticmethod
    def _require_code(kind: str, typed: str, codes: Iterable[Iterable[str]]) -> None:
        known = dict.fromkeys(code for each in codes for code in each)
        if typed and not is_among(typed, known):
            known_code(kind, typed, known)

    def _actors(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Everybody who may have a duty: the codes, and the words that lists show."""
        for procedure in self.procedures:
            for stage in procedure.stages.values():
                for codes in (stage.who, *(duty.who for duty in stage.duties)):
                    yield codes, procedure.who(codes)
            yield procedure.risk.tell, ""
        yield from (((), words) for words in (*WHO_OF_OWN.values(), NO_AGENCY))
