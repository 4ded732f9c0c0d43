"""Good data, and what chance makes of it."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

NUMBERS = (0, 1, 2, 3, 4, 7, 8, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
"""Numbers at which something may change."""

words = st.sampled_from(NUMBERS)

texts = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "\0", "\x1b[2J", "\n", "\u202e", "\ud800", "a" * 300, "é", "%s", "{}", "../..", "-"]
    ),
)
"""Short texts, and those that terminals, logs or buses may mind."""

json_values: SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**70), 2**70),
        st.floats(),
        texts,
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=6,
)


@st.composite
def damaged(draw: DrawFn, good: SearchStrategy[bytes], most: int = 3) -> bytes:
    """Draw data and change it in a few places, often in none."""
    data = bytearray(draw(good))
    for _ in range(draw(st.integers(0, most))):
        at = draw(st.integers(0, len(data)))
        match draw(st.integers(0, 6)):
            case 0:
                del data[at:]
            case 1:
                data[at : at + 1] = draw(st.binary(min_size=1, max_size=2))
            case 2:
                data[at:at] = draw(st.binary(max_size=8))
            case 3:
                del data[at : at + draw(st.integers(1, 40))]
            case 4:
                size = draw(st.sampled_from([1, 2, 4, 8]))
                data[at : at + size] = draw(words).to_bytes(8, "little")[:size]
            case 5:
                data[at:at] = data[at : at + draw(st.integers(1, 60))] * draw(st.sampled_from([1, 2, 30]))
            case 6:
                data[at:at] = draw(
                    st.sampled_from([b"\xff", b"\0", b"[" * 2000, b'"', b"\n", b"\xed\xa0\x80"])
                )
    return bytes(data)


@st.composite
def mangled(draw: DrawFn, good: SearchStrategy[Any], most: int = 3) -> Any:
    """Draw JSON values and replace, remove or add some inside."""
    value = draw(good)
    for _ in range(draw(st.integers(0, most))):
        value = _mangle(draw, value)
    return value


def _mangle(draw: DrawFn, value: Any) -> Any:
    deeper = draw(st.integers(0, 4)) > 0
    if isinstance(value, dict) and value and deeper:
        key = draw(st.sampled_from(sorted(value)))
        if draw(st.integers(0, 9)) == 0:
            return {name: inner for name, inner in value.items() if name != key}
        return {**value, key: _mangle(draw, value[key])}
    if isinstance(value, list) and value and deeper:
        at = draw(st.integers(0, len(value) - 1))
        copies = [_mangle(draw, value[at])] * draw(st.sampled_from([1, 1, 1, 0, 2]))
        return [*value[:at], *copies, *value[at + 1 :]]
    if isinstance(value, dict) and draw(st.booleans()):
        return {**value, draw(texts): draw(json_values)}
    if isinstance(value, (int, float)) and draw(st.booleans()):
        return draw(
            st.sampled_from([-value, value * 1e9, value + 0.5, -1, 1e308, float("nan"), float("inf")])
        )
    if isinstance(value, str) and draw(st.booleans()):
        at = draw(st.integers(0, len(value)))
        return value[:at] + draw(texts) + value[at + draw(st.integers(0, 3)) :]
    return draw(json_values)
