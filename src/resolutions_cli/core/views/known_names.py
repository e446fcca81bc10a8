"""Names that lists are narrowed by: compared whatever their case, and refused when unknown here.

A name that nothing here knows is a slip of the keyboard; answered with an empty list, it would
say that nothing is due.
"""

from collections.abc import Iterable, Iterator

from resolutions_cli import errors
from resolutions_cli.core.entries.own_codes import NO_AGENCY, WHO_OF_OWN
from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.record.moves import known_code
from resolutions_cli.core.text import Filters, has_role, is_among
from resolutions_cli.core.value import Value


class Known(Value):
    """What a workspace knows: the procedures in use, the ids of all, every agency."""

    procedures: tuple[Procedure, ...]
    procedure_names: tuple[str, ...]
    agencies: frozenset[str]

    def require(self, filters: Filters) -> None:
        """Raise UnknownCode, NoSuchProcedure or UnknownAgency for a name that nothing knows."""
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
        """Whoever may have a duty: the codes, and the words that lists show."""
        for procedure in self.procedures:
            for stage in procedure.stages.values():
                for codes in (stage.who, *(duty.who for duty in stage.duties)):
                    yield codes, procedure.who(codes)
            yield procedure.risk.tell, ""
        yield from (((), words) for words in (*WHO_OF_OWN.values(), NO_AGENCY))
