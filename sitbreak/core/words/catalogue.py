"""A compiled catalogue: the translations of one language, looked up in the bytes of its file.

The standard library's `gettext` makes objects of all messages at once, which costs a tray process 0.3 MiB and
5 ms. A process shows a tenth of them, so here a message is decoded when it is first asked for.

Source: the GNU gettext manual, "The Format of GNU MO Files" and "Additional functions for plural forms".
"""

import struct

_MAGIC = 0x950412DE
_CONTEXT_ENDS = "\x04"

PLURALS = "X-Plurals"
"""The line of the header with the form of each number from 0 on, one digit each.

A rule of plurals is an expression of C. Made into a table by `dev.py translations`, it needs nothing that
runs text as a program, and 0.2 MiB less.
"""

PERIOD = 100
"""After so many numbers a rule repeats itself; only the first ones may be exceptions, such as 1.

Millions have a form of their own in some languages. Nothing here counts that far.
"""


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
        if not self._is_whole:
            raise ValueError("a damaged catalogue")
        self._found: dict[str, tuple[str, ...]] = {}
        self._plurals = _table_of_plurals("".join(self._forms("")))

    def gettext(self, message: str) -> str:
        """See `Catalogue`."""
        forms = self._forms(message)
        return forms[0] if forms else message

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """See `Catalogue`."""
        forms = self._forms(singular)
        if not forms:
            return singular if n == 1 else plural
        place = n if n < PERIOD else PERIOD + n % PERIOD
        return forms[min(int(self._plurals[place]), len(forms) - 1)]

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
                return self._translation(middle)
            low, high = (middle + 1, high) if found < key else (low, middle)
        return ()

    def _translation(self, number: int) -> tuple[str, ...]:
        """Return the forms of a text; none if it is damaged, which then costs no other one."""
        try:
            text = self._read(self._texts, number).decode()
        except UnicodeDecodeError:
            return ()
        return tuple(text.split("\0")) if text else ()

    @property
    def _is_whole(self) -> bool:
        """Whether both tables and the last text lie within the file; a cut one lacks that at least."""
        if not self._count or max(self._keys, self._texts) + 8 * self._count > len(self._data):
            return False
        length, start = self._place(self._texts, self._count - 1)
        return start + length <= len(self._data)

    def _read(self, table: int, number: int) -> bytes:
        length, start = self._place(table, number)
        return self._data[start : start + length]

    def _place(self, table: int, number: int) -> tuple[int, int]:
        """Return the length and the start of an entry of a table."""
        length, start = struct.unpack_from(f"{self._order}2I", self._data, table + 8 * number)
        return length, start


def _table_of_plurals(header: str) -> str:
    """Return the table of forms in the header of a catalogue; that of English if it has none.

    Raises:
        ValueError: it is no table.
    """
    table = header.partition(f"{PLURALS}: ")[2].partition("\n")[0] or "101" + "1" * (2 * PERIOD - 3)
    if len(table) != 2 * PERIOD or not (table.isascii() and table.isdigit()):
        raise ValueError("not a table of plurals")
    return table
