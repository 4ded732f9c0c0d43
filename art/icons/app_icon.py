"""The application icon: a seated figure in a ring whose last part, when breaks are due, is amber."""

from pathlib import Path

from PIL import Image

from art.icons import glyphs
from art.icons.shapes import Box, Disc, Shape
from art.icons.tray_icons import Paint, composed, glyph_mask, hole_mask, ring_masks

_WHITE: Paint = (255, 255, 255, 255)
_CHAIR: Paint = (0x8F, 0xCF, 0xC6, 255)
_AMBER: Paint = (0xF7, 0xB2, 0x3B, 255)
_RING: Paint = (0x43, 0xB3, 0xA4, 255)
_GROUND: Paint = (0x0C, 0x6B, 0x63, 255)

_AMBER_FROM = 11
"""The ring step where amber starts: the last third of thirty minutes, to the nearest sixteenth."""


def write_app_icon(folder: Path) -> None:
    """Write the icon as PNG (256, 64 and 48 pixels), SVG and ICO."""
    pictures = {size: mark(size) for size in (16, 24, 32, 48, 64, 256)}
    pictures[256].save(folder / "sitbreak.png", optimize=True)
    for size in (64, 48):
        pictures[size].save(folder / f"sitbreak-{size}.png", optimize=True)
    others = [picture for size, picture in pictures.items() if size < 256]
    sizes = [(size, size) for size in pictures]
    pictures[256].save(folder / "sitbreak.ico", sizes=sizes, append_images=others)
    (folder / "sitbreak.svg").write_text(svg(), encoding="utf-8", newline="\n")


def mark(size: int) -> Image.Image:
    """Return the icon in one of the sizes that have a ring."""
    ring, amber = ring_masks(size, _AMBER_FROM)
    layers = [
        (_WHITE, glyph_mask(glyphs.seated, size)),
        (_CHAIR, glyph_mask(glyphs.chair, size)),
        (_AMBER, amber),
        (_RING, ring),
        (_GROUND, hole_mask(size)),
    ]
    return picture(composed(layers), size)


def picture(argb: bytes, size: int) -> Image.Image:
    """Convert straight ARGB pixels to a Pillow image."""
    channels = [argb[first::4] for first in (1, 2, 3, 0)]
    rgba = bytes(value for pixel in zip(*channels, strict=True) for value in pixel)
    return Image.frombytes("RGBA", (size, size), rgba)


def svg() -> str:
    """Return the icon as SVG: the same shapes as at 256 pixels."""
    return "\n".join(
        [
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256" width="256" height="256">',
            "  <title>sitbreak</title>",
            f'  <circle cx="128" cy="128" r="103" fill="{_hex(_GROUND)}"/>',
            '  <g fill="none" stroke-width="24">',
            f'    <path d="M128 14A114 114 0 1 1 22.7 171.6" stroke="{_hex(_RING)}"/>',
            f'    <path d="M22.7 171.6A114 114 0 0 1 128 14" stroke="{_hex(_AMBER)}"/>',
            "  </g>",
            *_group(_CHAIR, glyphs.chair),
            *_group(_WHITE, glyphs.seated),
            "</svg>\n",
        ]
    )


def _group(paint: Paint, glyph: glyphs.Glyph) -> list[str]:
    return [
        f'  <g fill="{_hex(paint)}">',
        *(f"    {_element(shape)}" for shape in glyph(glyphs.grid(256))),
        "  </g>",
    ]


def _element(shape: Shape) -> str:
    match shape:
        case Disc(x, y, radius):
            return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}"/>'
        case Box(left, top, right, bottom, radius):
            size = f'width="{right - left:g}" height="{bottom - top:g}"'
            return f'<rect x="{left:g}" y="{top:g}" {size} rx="{radius:g}"/>'
    raise TypeError(f"no SVG element for {shape}")


def _hex(paint: Paint) -> str:
    return "#{:02x}{:02x}{:02x}".format(*paint)
