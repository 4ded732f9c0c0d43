"""What a reminder waits for on macOS. Nobody has seen it on a real Mac yet; it is tested over fakes.

Source: Apple, NSApplication.currentSystemPresentationOptions: what the active program has asked for;
Chromium's fullscreen_mac.mm takes the same options for a full screen. A Focus is told only to programs that
Apple has entitled to it (INFocusStatusCenter). No program can ask whether the screen is shared.
"""

from collections.abc import Callable
from typing import TypeVar

from sitbreak.desktop.surroundings.asking import AskedSurroundings
from sitbreak.desktop.surroundings.signs import NoVerdict, Probe, Sign
from sitbreak.ports import Post
from sitbreak.wires.macos_devices import MacDevices

T = TypeVar("T")

_PATIENCE = 1.0
"""Seconds for AppKit's answer."""


def macos_surroundings(post: Post, devices: MacDevices | None = None) -> AskedSurroundings:
    """Return the surroundings."""
    mac = devices or MacDevices()
    return AskedSurroundings(
        post,
        (
            Probe("microphone", Sign.CALL, lambda: said(mac.microphone_is_used)),
            Probe("camera", Sign.CALL, lambda: said(mac.camera_is_used)),
            Probe("power assertions", Sign.SCREEN_KEPT_ON, lambda: said(mac.screen_is_kept_on)),
            Probe("presentation options", Sign.FULLSCREEN, lambda: said(fills_the_screen)),
            Probe("mirrored screen", Sign.PRESENTATION, lambda: said(mac.screen_is_mirrored)),
            Probe("focus", Sign.DO_NOT_DISTURB, focus),
        ),
    )


def said(ask: Callable[[], T]) -> T:
    """Return what a call of macOS says, or raise `NoVerdict`."""
    try:
        return ask()
    except (ImportError, OSError) as error:
        raise NoVerdict(str(error)) from None


def fills_the_screen() -> bool:
    """Return whether the active program is in full screen, or hides both menu bar and Dock, as slides do.

    Raises:
        ImportError: PyObjC is missing.
        OSError: the main thread does not answer.
    """
    import AppKit

    from sitbreak.desktop.main_thread import ask_main

    application = AppKit.NSApplication.sharedApplication()
    options = ask_main(application.currentSystemPresentationOptions, _PATIENCE)
    bar = AppKit.NSApplicationPresentationHideMenuBar | AppKit.NSApplicationPresentationAutoHideMenuBar
    dock = AppKit.NSApplicationPresentationHideDock | AppKit.NSApplicationPresentationAutoHideDock
    return bool(options & AppKit.NSApplicationPresentationFullScreen or (options & bar and options & dock))


def focus() -> bool:
    """Raise `NoVerdict`."""
    raise NoVerdict("macOS tells only programs that Apple has entitled to it")
