"""Translucent pictures on X11: the server blends them with what a window has behind them.

Source: The X Rendering Extension 0.11, "renderproto.txt" and "render.h" for the numbers.
"""

import struct
from collections.abc import Iterator

from sitbreak.wires import NoServer
from sitbreak.wires.x11 import X11Connection

_CREATE_PIXMAP, _FREE_PIXMAP, _CREATE_GC, _FREE_GC, _CLEAR_AREA, _PUT_IMAGE = 53, 54, 55, 60, 61, 72
_QUERY_VERSION, _QUERY_FORMATS, _CREATE_PICTURE, _FREE_PICTURE, _COMPOSITE = 0, 1, 4, 7, 8
_Z_PIXMAP = 2
_OVER = 3
_DEPTH = 32
_ARGB = (16, 0xFF, 8, 0xFF, 0, 0xFF, 24, 0xFF)
"""Where red, green, blue and alpha are in a pixel, and their masks."""


class Renderer:
    """Draws pictures over the background of windows."""

    def __init__(self, connection: X11Connection) -> None:
        """Ask the server what it can draw; waits for it.

        Raises:
            NoServer: it has no RENDER extension, or does not answer in time.
        """
        self._connection = connection
        self._opcode = connection.extension("RENDER").opcode
        connection.ask(self._opcode, _QUERY_VERSION, struct.pack("=II", 0, 11))
        formats = connection.ask(self._opcode, _QUERY_FORMATS)
        self._argb, self._visuals = _parse_formats(formats)
        self._pixmap, self._gc, self._picture, self._target = (connection.new_id() for _ in range(4))

    def depth_of(self, visual: int) -> int:
        """Return the depth of windows with this visual; 0 if pictures cannot be drawn on them."""
        return self._visuals.get(visual, (0, 0))[1]

    def draw(self, window: int, visual: int, size: tuple[int, int], argb: bytes, at: tuple[int, int]) -> None:
        """Clear a window to its background, and draw a picture on it.

        Args:
            window: it must have this `visual`.
            visual: one whose depth is known.
            size: width and height of the picture, in pixels.
            argb: its pixels, as in a `Pixmap`: straight alpha.
            at: where its left upper corner goes.
        """
        pixmap, gc, picture, target = self._pixmap, self._gc, self._picture, self._target
        core, render = self._connection.send, self._render
        core(_CREATE_PIXMAP, _DEPTH, struct.pack("=IIHH", pixmap, window, *size))
        core(_CREATE_GC, 0, struct.pack("=III", gc, pixmap, 0))
        head = struct.pack("=IIHHhhBB2x", pixmap, gc, *size, 0, 0, 0, _DEPTH)
        core(_PUT_IMAGE, _Z_PIXMAP, head + self._pixels(argb))
        render(_CREATE_PICTURE, struct.pack("=IIII", picture, pixmap, self._argb, 0))
        render(_CREATE_PICTURE, struct.pack("=IIII", target, window, self._visuals[visual][0], 0))
        core(_CLEAR_AREA, 0, struct.pack("=IhhHH", window, 0, 0, 0, 0))
        places = struct.pack("=hhhhhhHH", 0, 0, 0, 0, *at, *size)
        render(_COMPOSITE, struct.pack("=B3xIII", _OVER, picture, 0, target) + places)
        for free in (target, picture):
            render(_FREE_PICTURE, struct.pack("=I", free))
        core(_FREE_GC, 0, struct.pack("=I", gc))
        core(_FREE_PIXMAP, 0, struct.pack("=I", pixmap))

    def _render(self, request: int, body: bytes) -> None:
        self._connection.send(self._opcode, request, body)

    def _pixels(self, argb: bytes) -> bytes:
        """Return pixels as the server wants them: multiplied by their alpha, in its order of bytes."""
        alphas = argb[::4]
        pixels = bytearray(len(argb))
        for channel in range(4):
            values = argb[channel::4]
            if channel:
                values = bytes(
                    [(value * alpha + 127) // 255 for value, alpha in zip(values, alphas, strict=True)]
                )
            pixels[3 - channel if self._connection.screen.is_little_endian else channel :: 4] = values
        return bytes(pixels)


def _parse_formats(reply: bytes) -> tuple[int, dict[int, tuple[int, int]]]:
    """Return the format of ARGB pixels, and by visual the format and depth of windows.

    Raises:
        NoServer: there is no such format.
    """
    formats, screens = struct.unpack_from("=8xII", reply)
    argb, depths = 0, {}
    for at in range(32, 32 + 28 * formats, 28):
        number, depth, *places = struct.unpack_from("=IxB2x8H", reply, at)
        depths[number] = depth
        if depth == _DEPTH and tuple(places) == _ARGB:
            argb = number
    if not argb:
        raise NoServer("the X server draws no translucent pictures")
    return argb, {
        visual: (number, depths[number])
        for visual, number in _visuals(reply, 32 + 28 * formats, screens)
        if number in depths
    }


def _visuals(reply: bytes, at: int, screens: int) -> Iterator[tuple[int, int]]:
    """Return the visuals of all screens, with their formats."""
    for _ in range(screens):
        (depths,) = struct.unpack_from("=I", reply, at)
        at += 8
        for _ in range(depths):
            (visuals,) = struct.unpack_from("=2xH", reply, at)
            at += 8
            for _ in range(visuals):
                visual, number = struct.unpack_from("=II", reply, at)
                yield visual, number
                at += 8
