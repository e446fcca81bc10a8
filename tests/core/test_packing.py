"""A value comes back as it was packed."""

import marshal
from datetime import date

import pytest

from resolutions_cli.core.deadlines.summary import SUMMARY
from resolutions_cli.core.packing import Packing
from resolutions_cli.core.procedure.model import PROCEDURE, Procedure, Stage
from resolutions_cli.core.time.amount import Amount, Unit
from resolutions_cli.files.workspace.procedures import ProcedureFile, shipped_procedures
from tests.desk import Desk


@pytest.mark.parametrize("file", shipped_procedures(), ids=lambda file: file.label)
def test_a_shipped_procedure_comes_back_in_the_order_of_its_file(file: ProcedureFile) -> None:
    procedure = file.procedure
    back = PROCEDURE.unpack(marshal.loads(marshal.dumps(PROCEDURE.pack(procedure))))
    assert back == procedure
    assert repr(back) == repr(procedure)  # dictionaries are equal in any order


def test_a_day_and_what_is_not_there_come_back() -> None:
    procedure = Procedure(
        id="a",
        version="1",
        title="A",
        owner="B",
        nation="england",
        source="C",
        checked_on=date(2026, 11, 19),
        stages={"1": Stage(id="1", title="T", who=("lead",), start=True)},
    )
    assert PROCEDURE.unpack(PROCEDURE.pack(procedure)) == procedure


def test_a_class_or_a_kind_of_value_that_is_not_listed_is_refused() -> None:
    for value in (Amount(1, Unit.DAY, "1 day"), Unit.DAY, [1], {1}, b"bytes"):
        with pytest.raises(TypeError):
            Packing(Procedure).pack((value,))


def test_a_value_that_many_have_is_made_once() -> None:
    packing = Packing(Amount, Unit, repeated=(Amount,))
    raw = marshal.dumps(packing.pack((Amount(1, Unit.DAY, "1 day"), Amount(1, Unit.DAY, "1 day"))))
    one, other = packing.unpack(marshal.loads(raw))
    assert one == Amount(1, Unit.DAY, "1 day")
    assert one is other


def test_a_moment_and_a_day_come_back(desk: Desk) -> None:
    desk.at("2026-10-05T09:30").opens(
        "1", "--raised", "2026-10-01T09:07", "--disputed", "2026-09-30"
    )
    summary = desk.case().summary
    assert SUMMARY.unpack(marshal.loads(marshal.dumps(SUMMARY.pack(summary)))) == summary
