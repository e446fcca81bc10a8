"""A value is frozen, compares by its fields, and takes them in order or by name."""

import pickle
from functools import cached_property

import pytest

from resolutions_cli.core.value import MANY, Value


class Amount(Value):
    """An example with a default."""

    number: int
    unit: str = "day"

    @cached_property
    def words(self) -> str:
        return f"{self.number} {self.unit}"


class Limit(Amount):
    """An example with one field more."""

    cite: str = ""


class Agreed(Value):
    """An example in which a field that must be given stands behind one that need not."""

    duty: str = "main"
    on: str  # type: ignore[misc]


@pytest.fixture(autouse=True, params=["few", "many"])
def made(request: pytest.FixtureRequest) -> None:
    """Whether so many were made before that `__init__` is written out; nothing else differs."""
    for each in (Amount, Limit):
        each.__init__ = Value.__init__  # type: ignore[method-assign]
        each._made = 0
        if request.param == "many":
            for number in range(MANY):
                each(number)
        assert (each.__init__ is Value.__init__) == (request.param == "few")


def test_a_field_without_a_default_may_stand_behind_one_that_has_one() -> None:
    many = [Agreed(on=str(number)) for number in range(2 * MANY)]
    assert many[-1] == Agreed("main", str(2 * MANY - 1))
    with pytest.raises(TypeError):
        Agreed(duty="other")


def test_a_subclass_that_comes_later_has_its_own_fields() -> None:
    class Later(Amount):
        aim: int = 0

    assert Later(3, "week", 2).aim == 2
    assert Amount(3).unit == "day"


def test_fields_are_given_in_order_or_by_name() -> None:
    assert Amount(3, "week") == Amount(number=3, unit="week") == Amount(3, unit="week")


def test_a_default_is_used_and_compared() -> None:
    assert Amount(3) == Amount(3, "day")
    assert Amount(3) != Amount(3, "week")
    assert hash(Amount(3)) == hash(Amount(3, "day"))


def test_values_of_two_classes_are_never_equal() -> None:
    assert Limit(3) != Amount(3)
    assert Amount(3) != (3, "day")


def test_a_subclass_has_the_fields_of_both() -> None:
    limit = Limit(3, "week", "4.2")
    assert (limit.number, limit.unit, limit.cite) == (3, "week", "4.2")


def test_what_was_worked_out_once_is_no_field() -> None:
    known, new = Amount(3), Amount(3)
    assert known.words == "3 day"
    assert known == new
    assert hash(known) == hash(new)
    assert repr(known) == "Amount(number=3, unit='day')"


@pytest.mark.parametrize(
    ("args", "given"),
    [
        ((), {}),
        ((), {"unit": "day"}),
        ((3,), {"number": 3}),
        ((3, "day", 1), {}),
        ((3,), {"size": 1}),
        ((3, "day"), {"size": 1}),
    ],
)
def test_a_wrong_call_is_refused(args: tuple[object, ...], given: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        Amount(*args, **given)  # type: ignore[arg-type]


def test_a_value_does_not_change() -> None:
    amount = Amount(3)
    with pytest.raises(AttributeError):
        amount.number = 4  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del amount.number
    assert amount == Amount(3)


def test_a_changed_copy_leaves_the_first_as_it_is() -> None:
    amount = Amount(3)
    assert amount.but(unit="week") == Amount(3, "week")
    assert amount == Amount(3)
    with pytest.raises(TypeError):
        amount.but(size=1)


def test_a_value_can_be_taken_apart_by_a_pattern() -> None:
    match Amount(3, "week"):
        case Amount(number, unit):
            assert (number, unit) == (3, "week")


def test_a_value_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(Amount(3, "week"))) == Amount(3, "week")
