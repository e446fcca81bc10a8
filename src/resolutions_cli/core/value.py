"""Values whose classes cost almost no time to define; most of the core is made of them.

`docs/decisions/0007-values.md` has the cost of dataclasses and named tuples instead, in a program
that starts anew for every answer.
"""

from typing import Any, ClassVar, NoReturn, Self, dataclass_transform

#: After this many values of a class, its `__init__` is written out as by hand. That takes as long
#: as making a hundred values, and each later one takes a third of the time.
MANY = 100


@dataclass_transform(frozen_default=True)
class Value:
    """A frozen value of the fields that a subclass declares, with their defaults.

    Two are equal when they have the same class and equal fields. Fields are given in order, or by
    name; TypeError as for any wrong call.
    """

    _fields: ClassVar[tuple[str, ...]] = ()
    _names: ClassVar[frozenset[str]] = frozenset()
    _defaults: ClassVar[dict[str, Any]] = {}
    _made: ClassVar[int] = 0

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        own = [
            name
            for name, kind in cls.__annotations__.items()
            if getattr(kind, "__origin__", None) is not ClassVar
        ]
        cls._fields += tuple(own)
        cls._names = frozenset(cls._fields)
        # the class holds each default under the name of its field
        cls._defaults = cls._defaults | {name: vars(cls)[name] for name in own if name in vars(cls)}
        cls._made = 0
        # the type checker knows this from the decorator
        type.__setattr__(cls, "__match_args__", cls._fields)
        if "__init__" not in vars(cls):
            # its own, or it would inherit the one that was written out for its base class
            type.__setattr__(cls, "__init__", Value.__init__)

    def __init__(self, *args: Any, **given: Any) -> None:
        if args:
            given = self._named(args, given)
        if given.keys() != self._names:
            given = self._defaults | given
            if given.keys() != self._names:
                names = ", ".join(self._fields)
                raise TypeError(f"{type(self).__name__} has the fields {names}")
        object.__setattr__(self, "__dict__", given)
        cls = type(self)
        cls._made += 1
        if cls._made == MANY:
            type.__setattr__(cls, "__init__", cls._written_out())

    def _named(self, args: tuple[Any, ...], given: dict[str, Any]) -> dict[str, Any]:
        named = dict(zip(self._fields, args))  # noqa: B905 - fewer than all may be given in order
        if len(args) > len(named) or not named.keys().isdisjoint(given):
            raise TypeError(f"{type(self).__name__} is given too much")
        return named | given if given else named

    @classmethod
    def _written_out(cls) -> Any:
        """An `__init__` with the fields of this class as its parameters.

        The general one if a field without a default follows one with a default.
        """
        has_default = [name in cls._defaults for name in cls._fields]
        if has_default != sorted(has_default):
            return Value.__init__
        parameters = (
            f"{name}=_defaults[{name!r}]" if name in cls._defaults else name for name in cls._fields
        )
        fields = (f"{name!r}: {name}" for name in cls._fields)
        names: dict[str, Any] = {"_set": object.__setattr__, "_defaults": cls._defaults}
        exec(
            f"def __init__(self, {', '.join(parameters)}):\n"
            f"    _set(self, '__dict__', {{{', '.join(fields)}}})",
            names,
        )
        return names["__init__"]

    def but(self, **changed: Any) -> Self:
        """The same value with some of its fields changed."""
        known = self.__dict__
        if len(known) > len(self._fields):  # cached properties are stored there too
            known = dict(zip(self._fields, self.as_tuple(), strict=True))
        return type(self)(**known | changed)

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return self.as_tuple() == other.as_tuple()

    def __hash__(self) -> int:
        return hash(self.as_tuple())

    def as_tuple(self) -> tuple[Any, ...]:
        """Its fields in their order."""
        # not all of __dict__, since cached properties may be there too
        return tuple(map(self.__dict__.__getitem__, self._fields))

    def __repr__(self) -> str:
        pairs = zip(self._fields, self.as_tuple(), strict=True)
        said = (f"{name}={value!r}" for name, value in pairs)
        return f"{type(self).__name__}({', '.join(said)})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} does not change")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} does not change")
