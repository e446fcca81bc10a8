"""A procedure as plain tuples, lists, numbers and strings, to be kept and taken up again.

`unpack_procedure(pack_procedure(procedure)) == procedure`, in the order of its file.
"""

from datetime import date
from typing import Any, cast

from resolutions_cli.core.amount import Amount, Unit
from resolutions_cli.core.limit import Limit
from resolutions_cli.core.packing import Packed
from resolutions_cli.core.procedure import (
    Decision,
    Detail,
    Duty,
    Event,
    Move,
    Procedure,
    Risk,
    Stage,
)
from resolutions_cli.core.value import Value

#: What a list stands for by its first element, the place of its class here.
_MADE_BY = (
    *(Procedure, Stage, Duty, Decision, Move, Event, Detail, Risk, Limit, Amount),
    *(Unit, date.fromordinal),
)
_UNIT, _DATE = len(_MADE_BY) - 2, len(_MADE_BY) - 1


def pack_procedure(procedure: Procedure) -> Packed:
    """All that the procedure says."""
    return (_packed(procedure),)


def unpack_procedure(packed: Packed) -> Procedure:
    """The procedure that was packed."""
    return cast(Procedure, _unpacked(packed[0]))


def _packed(value: Any) -> Any:
    match value:
        case Value():
            return [_MADE_BY.index(type(value)), *map(_packed, value.as_tuple())]
        case Unit():
            return [_UNIT, value.value]
        case date():
            return [_DATE, value.toordinal()]
        case tuple():
            return tuple(map(_packed, value))
        case dict():
            return {key: _packed(each) for key, each in value.items()}
        case _:  # a number, a text, yes or no, nothing
            return value


def _unpacked(packed: Any) -> Any:
    kind = type(packed)
    if kind is list:
        made_by, *given = packed
        return _MADE_BY[made_by](*map(_unpacked, given))
    if kind is tuple:
        return tuple(map(_unpacked, packed))
    if kind is dict:
        return {key: _unpacked(each) for key, each in packed.items()}
    return packed
