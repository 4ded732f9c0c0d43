"""A compiled catalogue: the translations of one language, looked up in the bytes of its file.

The standard library's `gettext` makes objects of all messages at once, which costs a tray process 0.3 MiB and
5 ms. A process shows a tenth of them, so here a message is decoded when it is first asked for.

Source: the GNU gettext manual, "The Format of GNU MO Files" and "Additional functions for plural forms".
"""

import struct
from collections.abc import Callable

_MAGIC = 0x950412DE
_CONTEXT_ENDS = "\x04"
_RULE = "n0123456789 %<>=!&|?:()"
"""What the rule of a language's plurals is written with."""


class CompiledCatalogue:
    """The translations in the bytes of an .mo file; what is not among them stays as it is."""

    def __init__(self, data: bytes) -> None:
        """Look messages up in these bytes.

        Raises:
            ValueError: they are not a compiled catalogue.
        """
        self._order = next((order for order in "<>" if data[:4] == struct.pack(f"{order}I", _MAGIC)), "")
        if not self._order or len(data) < 20:
            raise ValueError("not a compiled catalogue")
        self._data = data
        self._count, self._keys, self._texts = struct.unpack_from(f"{self._order}3I", data, 8)
        self._found: dict[str, tuple[str, ...]] = {}
        self._plural = _plural_rule("".join(self._forms("")))

    def gettext(self, message: str) -> str:
        """See `Catalogue`."""
        forms = self._forms(message)
        return forms[0] if forms else message

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """See `Catalogue`."""
        forms = self._forms(singular)
        if not forms:
            return singular if n == 1 else plural
        return forms[min(self._plural(n), len(forms) - 1)]

    def pgettext(self, context: str, message: str) -> str:
        """See `Catalogue`."""
        forms = self._forms(f"{context}{_CONTEXT_ENDS}{message}")
        return forms[0] if forms else message

    def _forms(self, key: str) -> tuple[str, ...]:
        """Return the translation of a message, one text for each of its plural forms; none without one."""
        if key not in self._found:
            self._found[key] = self._look_up(key.encode())
        return self._found[key]

    def _look_up(self, key: bytes) -> tuple[str, ...]:
        """Search the table, which is sorted by the bytes of the keys; a plural follows its singular's NUL."""
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            found = self._read(self._keys, middle).partition(b"\0")[0]
            if found == key:
                return tuple(self._read(self._texts, middle).decode().split("\0"))
            low, high = (middle + 1, high) if found < key else (low, middle)
        return ()

    def _read(self, table: int, number: int) -> bytes:
        length, start = struct.unpack_from(f"{self._order}2I", self._data, table + 8 * number)
        return self._data[start : start + length]


def _plural_rule(head: str) -> Callable[[int], int]:
    """Return which form goes with a number, by the head of a catalogue; as in English if it does not say.

    Without regular expressions, whose making would take longer than all the rest.

    Raises:
        ValueError: the rule is not an expression of C.
    """
    rule = head.partition("plural=")[2].partition(";")[0].strip() or "n != 1"
    if "?" in rule and rule.startswith("(") and rule.endswith(")"):
        rule = rule[1:-1]
    if not set(rule) <= set(_RULE):
        raise ValueError("not a rule of plurals")
    try:
        compiled = compile(_in_python(rule).strip(), "Plural-Forms", "eval")
    except SyntaxError:
        raise ValueError("not a rule of plurals") from None
    return lambda n: int(eval(compiled, {"n": n}))  # noqa: S307  only numbers, `n` and operators


def _in_python(rule: str) -> str:
    """Return an expression of C in Python; `a ? b : c` may only be at its outermost."""
    condition, choice, rest = rule.partition("?")
    if choice:
        value, _, otherwise = rest.partition(":")
        return f"{value} if {_in_python(condition)} else {_in_python(otherwise)}"
    different = "<>"
    rule = rule.replace("!=", different).replace("!", " not ").replace(different, "!=")
    return rule.replace("&&", " and ").replace("||", " or ")
