"""Names of agencies: the same in any case, nearly the same, and several in one value."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import count

from resolutions_cli.core.text import same
from resolutions_cli.core.value import Value

#: Two names at least this alike are asked about: "Childern Social Care" and "Children's Social
#: Care".
_ALIKE = 0.85

#: Words shorter than this may differ by one letter and mean something else.
_SHORTEST = 5

_MARKS = re.compile("[,;]")


class Agencies(Value):
    """Agencies by their codes, with the name of each that has one."""

    codes: tuple[str, ...] = ()
    words: Mapping[str, str] = {}

    def code_of(self, name: str) -> str | None:
        """The code of the agency with that code, or else that name, in any case; None
        without one."""
        code = known_as(name, self.codes)
        if code is not None:
            return code
        said = {self.words[code]: code for code in reversed(self.codes) if code in self.words}
        return said.get(known_as(name, said) or "")

    @property
    def spellings(self) -> tuple[str, ...]:
        """Everything that an agency may be called: the codes, then their names."""
        said = (self.words[code] for code in self.codes if code in self.words)
        return tuple(dict.fromkeys((*self.codes, *said)))

    def with_more(self, others: "Agencies") -> "Agencies":
        """These agencies, and then the others."""
        return Agencies(
            tuple(dict.fromkeys((*self.codes, *others.codes))), {**others.words, **self.words}
        )

    def says(self, code: str) -> str:
        """The name of an agency; its code if the name is unknown."""
        return self.words.get(code, code)

    @property
    def said(self) -> tuple[str, ...]:
        """The name of each agency."""
        return tuple(map(self.says, self.codes))


class Sealed(Value):
    """The code of each agency named, by its name, and the texts that hold the names of new ones."""

    codes: Mapping[str, str]
    texts: Mapping[str, str]

    def of(self, names: Iterable[str]) -> tuple[str, ...]:
        """The codes for some of the names, each once."""
        return tuple(dict.fromkeys(self.codes[name] for name in names))


def sealed_names(names: Iterable[str], known: Agencies, first: int = 1) -> Sealed:
    """The codes of the agencies named.

    A known agency keeps its code. A new one gets the key of a text, numbered from `first`, that
    holds its name.
    """
    codes: dict[str, str] = {}
    texts: dict[str, str] = {}
    keys = (key for n in count(first) if (key := f"agency-{n}") not in known.codes)
    for name in names:
        new = Agencies(tuple(texts), texts)
        found = known.code_of(name) or new.code_of(name)
        if found is None:
            found = next(keys)
            texts[found] = name
        codes[name] = found
    return Sealed(codes, texts)


def known_as(name: str, known: Iterable[str]) -> str | None:
    """The known agency of that name, or else of that name in another case; None without one."""
    alike = [each for each in known if same(each, name)]
    return name if name in alike else next(iter(alike), None)


def separated(name: str, known: Iterable[str] = ()) -> tuple[str, ...]:
    """The agencies that a value names, separated at commas and semicolons.

    A value that is itself the name of a known agency is that one agency.
    """
    name = name.strip()
    if known_as(name, known) is not None:
        return (name,)
    parts = (part.strip() for part in _MARKS.split(name))
    return tuple(dict.fromkeys(part for part in parts if part))


def nearest(name: str, known: Sequence[str]) -> str | None:
    """The known agency that a similar name may mean; None without a similar one."""
    from difflib import SequenceMatcher  # imported here, since reading the record never needs it

    others = [each for each in known if not same(each, name) and _numbers(each) == _numbers(name)]
    letters = _letters(name)
    ratios = [(SequenceMatcher(None, letters, _letters(each)).ratio(), each) for each in others]
    best = max(ratios, key=lambda pair: pair[0], default=(0.0, ""))
    return best[1] if best[0] >= _ALIKE else None


def near_places(names: Sequence[str]) -> list[tuple[int, int]]:
    """The places of each pair of names that may be one agency, the earlier first.

    The names are the same, or differ by case, punctuation, or one letter left out, added or moved.
    A letter replaced by another is no slip: north and south, Mary and Mark are two.
    """
    heard = [(_letters(name), _numbers(name)) for name in names]
    # Only names with the same letters, or with one more, can be near. Comparing each name with
    # every other takes minutes where there are thousands.
    places: dict[str, list[int]] = {}
    for place, (letters, _) in enumerate(heard):
        places.setdefault(_sorted(letters), []).append(place)
    near = set()
    for place, (letters, numbers) in enumerate(heard):
        shape = _sorted(letters)
        for like in (shape, *(shape.replace(each, "", 1) for each in set(shape))):
            for other in places.get(like, ()):
                pair = min(place, other), max(place, other)
                if other != place and pair not in near:
                    theirs, their_numbers = heard[other]
                    if numbers == their_numbers and _is_slip(theirs, letters):
                        near.add(pair)
    return sorted(near)


def _is_slip(short: str, long: str) -> bool:
    """Whether one name is the other mistyped; `long` has the letters of `short`, or one more."""
    if short == long:
        return True
    if len(short) < _SHORTEST:
        return False
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) == len(long):
        return short[:at] + short[at : at + 2][::-1] + short[at + 2 :] == long
    return short[at:] == long[at + 1 :]


def _sorted(letters: str) -> str:
    return "".join(sorted(letters))


def slips_among(names: Sequence[str]) -> list[tuple[str, str]]:
    """Each pair of different names that may be one agency, the earlier first."""
    pairs = ((names[one], names[other]) for one, other in near_places(names))
    return [(one, other) for one, other in pairs if one != other]


def _letters(name: str) -> str:
    """The letters and digits of a name, without case, punctuation or "the"."""
    plain = re.sub("['’]", "", name.casefold().replace("&", " and "))
    words = re.findall(r"\w+", plain)
    return "".join(word for word in words if word != "the")


def _numbers(name: str) -> list[str]:
    return re.findall("[0-9]+", name)
