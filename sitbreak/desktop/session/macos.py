"""Whether this session's screen is locked, when it ends, and when the computer sleeps, on macOS.

Nobody has seen it on a real Mac yet; it is tested over fakes of the frameworks.

Source: Apple, NSWorkspace (willSleepNotification, didWakeNotification, sessionDidResignActiveNotification,
sessionDidBecomeActiveNotification) and NSApplication.willTerminateNotification: at a log-off AppKit itself
answers the system's quit event, posts this and calls exit(3), so that Python ends nothing. The names of
loginwindow's two notifications are undocumented but widely relied on; Chromium's idle_mac.mm uses them.
NSDistributedNotificationCenter holds back what comes to a program that is not the active one, as ours never
is, unless it asks for immediate delivery.
"""

import threading
from collections.abc import Callable

import AppKit
import Foundation

from sitbreak.core.finding import Finding
from sitbreak.core.inputs import FellAsleep, ScreenLocked, ScreenUnlocked, Ticked
from sitbreak.desktop.main_thread import on_main
from sitbreak.ports import Post
from sitbreak.wires.macos import MacApi

LOCKED, UNLOCKED = "com.apple.screenIsLocked", "com.apple.screenIsUnlocked"

_SAVING = 4.0
"""Seconds that saving gets when the session ends."""


class SitbreakListener(Foundation.NSObject):
    """What the notification centres call, on the main thread.

    Attributes:
        on_heard: takes the name of a notification.
    """

    on_heard: Callable[[str], None]

    def heard_(self, notification: object) -> None:
        """Pass on a notification."""
        self.on_heard(str(notification.name()))  # type: ignore[attr-defined]


class MacSession:
    """A `Session`: posts `ScreenLocked`, `ScreenUnlocked`, `FellAsleep`, `Ticked` (awake).

    It posts from the main thread. At the start it first reports a locked screen, but not an unlocked one. A
    session that gives the screen to another user's is locked, too.
    """

    def __init__(self, post: Post, on_over: Callable[[], None], api: MacApi | None = None) -> None:
        """Start to listen.

        Args:
            post: receives the inputs.
            on_over: called when the session ends, on the main thread; then this is closed, once all is saved.
            api: the calls.

        Raises:
            OSError: this is no graphical session.
        """
        self._post = post
        self._on_over = on_over
        self._api = api or MacApi()
        self._saved = threading.Event()
        self._closed = False
        self._is_locked = self._is_elsewhere = self._reported = False
        self._listener = SitbreakListener.alloc().init()
        self._listener.on_heard = self._hear
        self._change(locked=self._api.is_locked())
        on_main("following the session", self._follow)

    def findings(self) -> tuple[Finding, ...]:
        """Return what reports locks and sleeps."""
        return Finding.of_source("lock", "macos-session"), Finding.of_source("sleep", "macos-workspace")

    def close(self) -> None:
        """Post nothing more, and release resources."""
        self._closed = True
        self._saved.set()
        on_main("leaving the session", self._leave)

    # --- on the main thread --------------------------------------------------------------------

    def _follow(self) -> None:
        distributed = Foundation.NSDistributedNotificationCenter.defaultCenter()
        for name in (LOCKED, UNLOCKED):
            distributed.addObserver_selector_name_object_suspensionBehavior_(
                self._listener,
                "heard:",
                name,
                None,
                Foundation.NSNotificationSuspensionBehaviorDeliverImmediately,
            )
        workspace = AppKit.NSWorkspace.sharedWorkspace().notificationCenter()
        for name in (
            AppKit.NSWorkspaceWillSleepNotification,
            AppKit.NSWorkspaceDidWakeNotification,
            AppKit.NSWorkspaceSessionDidResignActiveNotification,
            AppKit.NSWorkspaceSessionDidBecomeActiveNotification,
        ):
            workspace.addObserver_selector_name_object_(self._listener, "heard:", name, None)
        Foundation.NSNotificationCenter.defaultCenter().addObserver_selector_name_object_(
            self._listener, "heard:", AppKit.NSApplicationWillTerminateNotification, None
        )
        self._change(locked=self._api.is_locked())  # it may have been locked before anybody listened

    def _leave(self) -> None:
        for centre in (
            Foundation.NSDistributedNotificationCenter.defaultCenter(),
            AppKit.NSWorkspace.sharedWorkspace().notificationCenter(),
            Foundation.NSNotificationCenter.defaultCenter(),
        ):
            centre.removeObserver_(self._listener)

    def _hear(self, name: str) -> None:
        if self._closed:
            return
        if name in (LOCKED, UNLOCKED):
            self._change(locked=name == LOCKED)
        elif name == AppKit.NSWorkspaceSessionDidResignActiveNotification:
            self._change(elsewhere=True)
        elif name == AppKit.NSWorkspaceSessionDidBecomeActiveNotification:
            # A person who comes back through the login window has unlocked this session there.
            self._change(locked=self._api.is_locked(), elsewhere=False)
        elif name == AppKit.NSWorkspaceWillSleepNotification:
            self._post(FellAsleep())
        elif name == AppKit.NSWorkspaceDidWakeNotification:
            self._post(Ticked())
        else:
            self._on_over()
            self._saved.wait(_SAVING)

    def _change(self, *, locked: bool | None = None, elsewhere: bool | None = None) -> None:
        """Apply what has changed, and post it if it makes a difference."""
        if locked is not None:
            self._is_locked = locked
        if elsewhere is not None:
            self._is_elsewhere = elsewhere
        away = self._is_locked or self._is_elsewhere
        if away != self._reported and not self._closed:
            self._reported = away
            self._post(ScreenLocked() if away else ScreenUnlocked())
