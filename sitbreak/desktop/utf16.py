"""Texts for Windows, which measures them in UTF-16 units."""


def cut(text: str, units: int) -> str:
    """Cut a text to that many UTF-16 units, after a word and with an ellipsis."""
    if _utf16_units(text) <= units:
        return text
    head = text
    while _utf16_units(head) > units - 1:
        head = head[:-1]
    if not text[len(head)].isspace():
        head = head.rpartition(" ")[0] or head
    return head.rstrip() + "…"


def _utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
