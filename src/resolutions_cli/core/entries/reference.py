"""References of disputes: their form, making one, and finding one from the text typed."""

import re
from collections.abc import Callable, Iterable, Sequence

from resolutions_cli import errors

#: Crockford's base32: no I, L, O and U, which are misread or make words.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS = 5

LONGEST = 40

#: Two references as alike as this are asked about: HIL-7 and HILL-7.
_NEAR = 0.85

#: Separates a folder's reference from the first letters of an `opened` entry's id, if two disputes
#: were opened with one reference.
TWIN = "~"

_OF_GENERATED = frozenset(ALPHABET)
#: Names that Windows keeps for devices in any folder; a reference is a folder's name.
_DEVICES = frozenset(("con", "prn", "aux", "nul")) | {
    f"{port}{number}" for port in ("com", "lpt") for number in range(10)
}
#: The length of the year and hyphen before the random characters of a generated reference.
_YEAR = len("2026-")
#: How Crockford's alphabet reads the letters that it lacks.
_MISREAD = str.maketrans("OIL", "011")


def is_reference(text: str) -> bool:
    """Whether `text` can be a dispute's reference, and so a folder's name on any system."""
    letters = text.replace("-", "")
    return (
        letters.isascii()
        and letters.isalnum()
        and len(text) <= LONGEST
        and text[0] != "-" != text[-1]
        and text.lower() not in _DEVICES
    )


def own_reference(typed: str) -> str:
    """An agency's own reference, kept as it was typed. Raises BadReference."""
    if not is_reference(typed):
        raise errors.BadReference(longest=LONGEST)
    return typed


def new_reference(year: int, numbers: Sequence[int]) -> str:
    """A reference like 2026-K7Q4M, of the year and five random numbers from 0 to 31."""
    if len(numbers) != RANDOM_CHARACTERS:
        raise ValueError(f"a reference takes {RANDOM_CHARACTERS} numbers")
    return f"{year:04}-" + "".join(ALPHABET[number] for number in numbers)


def same_in_any_case(reference: str) -> Callable[[str], bool]:
    """A test of whether a reference is the same, in any case."""
    folded = reference.casefold()
    return lambda other: other.casefold() == folded


def is_taken(reference: str, known: Iterable[str]) -> bool:
    """Whether a dispute already has that reference; on many disks case makes no difference."""
    return any(map(same_in_any_case(reference), known))


def match(typed: str, known: Iterable[str]) -> str:
    """The one reference that was meant.

    It may be typed as any beginning, in any case, with O for 0 and I or L for 1. A generated one
    needs no year. A reference typed in full is never ambiguous. An agency's own reference that is
    cut off within a number is always ambiguous, even if only one begins so. Raises NoSuchDispute,
    AmbiguousReference.
    """
    wanted = typed.strip().upper()
    candidates = sorted(filter(beginning(typed), known))
    in_full = [ref for ref in candidates if len(ref) == len(wanted)]
    found = in_full if len(in_full) == 1 else candidates
    if not found:
        raise errors.NoSuchDispute
    if len(found) > 1 or _splits_a_number(found[0], wanted):
        raise errors.AmbiguousReference(candidates=listed(found))
    return found[0]


def near_reference(typed: str, known: Iterable[str]) -> str:
    """The one reference that was perhaps meant by another; empty where none or several are near.

    Numbers of an agency's own reference are never taken for others: HILL-7 is not HILL-8.
    """
    from difflib import SequenceMatcher  # which nothing needs that finds its dispute

    wanted = typed.strip().upper()

    def is_near(reference: str) -> bool:
        name = reference.upper()
        same_numbers = re.findall("[0-9]+", name) == re.findall("[0-9]+", wanted)
        if not same_numbers and not _is_generated(reference):
            return False
        if abs(len(name) - len(wanted)) > 2:
            return False
        return SequenceMatcher(None, name, wanted).ratio() >= _NEAR

    near = [reference for reference in known if is_near(reference)]
    return near[0] if len(near) == 1 else ""


def _is_generated(reference: str) -> bool:
    """Whether a reference is one that `new_reference` makes, and not an agency's own."""
    year, hyphen, random = reference.partition(TWIN)[0].partition("-")
    return (
        hyphen != ""
        and len(year) == _YEAR - 1
        and year.isascii()
        and year.isdigit()
        and len(random) == RANDOM_CHARACTERS
        and _OF_GENERATED.issuperset(random)
    )


def _splits_a_number(reference: str, wanted: str) -> bool:
    """Whether the text typed ends within a number of an agency's own reference.

    HILL-1 is not HILL-12: an entry about one child must not go to the other.
    """
    if _is_generated(reference):
        return False
    return wanted[-1:].isdigit() and reference[len(wanted) :][:1].isdigit()


def beginning(typed: str) -> Callable[[str], bool]:
    """A test of whether `match` may mean a reference by the text typed; others cannot be found."""
    wanted = typed.strip().upper()
    heard = wanted.translate(_MISREAD)
    either = (wanted, heard)

    def begins(reference: str) -> bool:
        upper = reference.upper()
        if not (upper.startswith(either) or upper.startswith(heard, _YEAR)):
            return False
        return wanted != "" and (upper.startswith(wanted) or _is_generated(reference))

    return begins


def completing(begun: str) -> Callable[[str], bool]:
    """A test of whether `typed_as` can complete the text typed to a reference."""
    wanted = begun.upper()

    def completes(reference: str) -> bool:
        upper = reference.upper()
        return upper.startswith(wanted) or (
            upper.startswith(wanted, _YEAR) and _is_generated(reference)
        )

    return completes


def typed_as(reference: str, begun: str) -> str:
    """A reference written out as a person began to type it; empty when it does not begin so.

    In full or without its year, in small letters or capitals.
    """
    if not completing(begun)(reference):
        return ""
    in_full = reference.upper().startswith(begun.upper())
    form = reference if in_full else reference[_YEAR:]
    return begun + (form.lower() if begun.islower() else form)[len(begun) :]


def listed(references: Sequence[str], most: int = 10) -> str:
    """The first of some references, and the number of others."""
    words = ", ".join(references[:most])
    return words if len(references) <= most else f"{words} and {len(references) - most} more"
