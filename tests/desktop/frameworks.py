"""AppKit, Foundation and the other frameworks of macOS, as PyObjC offers them and as far as they are called.

Like the real ones they know one main thread: the one that runs the application's loop.
"""

import importlib
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from queue import Empty, SimpleQueue
from types import ModuleType, SimpleNamespace
from typing import Any, Self
from unittest.mock import MagicMock

ACCESSORY = 1
AT_ONCE = 4
MENU_BAR = 22.0  # points
OVER_PYOBJC = (
    "pystray._darwin",
    "sitbreak.desktop.main_thread",
    "sitbreak.desktop.notifications.macos_delegate",
    "sitbreak.desktop.session.macos",
    "sitbreak.desktop.tray.macos",
)
"""The modules that import a framework when they are imported themselves."""

WORKSPACE_NEWS = (
    "NSWorkspaceWillSleepNotification",
    "NSWorkspaceDidWakeNotification",
    "NSWorkspaceSessionDidResignActiveNotification",
    "NSWorkspaceSessionDidBecomeActiveNotification",
)
WILL_TERMINATE = "NSApplicationWillTerminateNotification"
ALERT, SOUND, BANNER, LIST = 4, 2, 16, 8


class FakeObject:
    """An NSObject."""

    @classmethod
    def alloc(cls) -> Self:
        return cls()

    def init(self) -> Self:
        return self


class FakeImage:
    """An NSImage."""

    def __init__(self, png: bytes) -> None:
        self.pixels: int = struct.unpack(">I", png[16:20])[0]
        self.points = 0
        self.is_template = False

    def setSize_(self, size: tuple[int, int]) -> None:
        self.points, _ = size

    def setTemplate_(self, is_template: bool) -> None:
        self.is_template = is_template


class Centre:
    """A centre of notifications between programs, or inside one.

    Attributes:
        holds_back: it delivers nothing to a program that is not the active one, unless that asks for it.
    """

    def __init__(self, *, holds_back: bool = False) -> None:
        self.holds_back = holds_back
        self._observers: list[tuple[Any, str, str, int]] = []

    def addObserver_selector_name_object_(self, observer: Any, selector: str, name: str, _from: None) -> None:
        self.addObserver_selector_name_object_suspensionBehavior_(observer, selector, name, None, 0)

    def addObserver_selector_name_object_suspensionBehavior_(
        self, observer: Any, selector: str, name: str, _from: None, behaviour: int
    ) -> None:
        assert selector.count(":") == 1
        self._observers.append((observer, selector.replace(":", "_"), name, behaviour))

    def removeObserver_(self, observer: Any) -> None:
        self._observers = [it for it in self._observers if it[0] is not observer]

    def send(self, name: str) -> None:
        """Deliver a notification, on the main thread."""
        for observer, method, wanted, behaviour in tuple(self._observers):
            if wanted == name and (behaviour == AT_ONCE or not self.holds_back):
                getattr(observer, method)(SimpleNamespace(name=lambda: name))


class Application:
    """The NSApplication, and the loop of the main thread.

    Attributes:
        main: what waits for the main thread; None ends the loop.
        thread: the main thread, while it runs the loop.
        options: what the active program has asked the system to hide.
    """

    def __init__(self) -> None:
        self.main: SimpleQueue[Callable[[], object] | None] = SimpleQueue()
        self.thread: int | None = None
        self.policy = 0
        self.options = 0

    def setActivationPolicy_(self, policy: int) -> None:
        self.policy = policy

    def isRunning(self) -> bool:
        return self.thread is not None

    def currentSystemPresentationOptions(self) -> int:
        self.require_main()
        return self.options

    def run(self) -> None:
        self.thread = threading.get_ident()
        while (action := self.main.get()) is not None:
            action()
        self.thread = None

    def stop_(self, _sender: object) -> None:
        self.require_main()

    def postEvent_atStart_(self, _event: object, _at_start: bool) -> None:
        self.main.put(None)

    def require_main(self) -> None:
        """Fail where AppKit would: on any other thread."""
        assert self.thread in {None, threading.get_ident()}, "AppKit is for the main thread"


class Menu:
    """An NSMenu, whose items are MagicMocks."""

    def __init__(self, application: Application) -> None:
        self.items: list[Any] = []
        self._application = application
        self._delegate: Any = None

    def setAutoenablesItems_(self, autoenables: bool) -> None:
        assert not autoenables

    def setDelegate_(self, delegate: Any) -> None:
        self._delegate = delegate

    def removeAllItems(self) -> None:
        self._application.require_main()
        self.items.clear()

    def addItem_(self, item: Any) -> None:
        self._application.require_main()
        self.items.append(item)

    def open(self) -> list[str]:
        """Open the menu as a click on the icon does; return the labels."""
        if self._delegate is not None:
            self._delegate.menuNeedsUpdate_(self)
        return [item.title for item in self.items]

    def click(self, label: str) -> None:
        """Click an item of a menu that is open."""
        [item] = [item for item in self.items if item.title == label]
        item.target.activate_menu_item(item)


class MenuItem:
    """An NSMenuItem."""

    title, target, number = "", None, 0

    @classmethod
    def alloc(cls) -> "MenuItem":
        return cls()

    @classmethod
    def separatorItem(cls) -> "MenuItem":
        return cls()

    def initWithTitle_action_keyEquivalent_(self, title: str, _action: bytes, _key: str) -> Self:
        self.title = title
        return self

    def setTarget_(self, target: Any) -> None:
        self.target = target

    def setTag_(self, number: int) -> None:
        self.number = number

    def tag(self) -> int:
        return self.number

    def __getattr__(self, name: str) -> Any:
        """Return whatever else is set of it."""
        return MagicMock(name=name)


class NotificationCentre:
    """UserNotifications' centre, with the person who answers its question.

    Attributes:
        permission: the person's answer; None: there is none yet.
        may_ask: this program may ask them.
        shown: the contents on the screen, by the identifiers of their requests.
        titles: all titles that have been on the screen.
        problem: why it accepts nothing.
        free: set unless it has to wait with its answers.
    """

    def __init__(self) -> None:
        self.permission: bool | None = True
        self.may_ask = True
        self.shown: dict[str, Any] = {}
        self.titles: list[str] = []
        self.problem: str | None = None
        self.free = threading.Event()
        self.free.set()
        self.buttons: dict[str, list[tuple[str, str]]] = {}
        self._delegate: Any = None

    def setDelegate_(self, delegate: Any) -> None:
        self._delegate = delegate

    def requestAuthorizationWithOptions_completionHandler_(
        self, options: int, done: Callable[[bool, object], None]
    ) -> None:
        assert options == ALERT | SOUND
        if self.permission is not None:
            granted = self.permission and self.may_ask
            self._later(partial(done, granted, None if granted else MagicMock()))

    def getNotificationSettingsWithCompletionHandler_(self, done: Callable[[Any], None]) -> None:
        status = 0 if not self.may_ask or self.permission is None else 2 if self.permission else 1
        self._later(partial(done, MagicMock(**{"authorizationStatus.return_value": status})))

    def setNotificationCategories_(self, categories: set[tuple[str, tuple[tuple[str, str], ...]]]) -> None:
        self.buttons = {name: list(actions) for name, actions in categories}

    def addNotificationRequest_withCompletionHandler_(
        self, request: tuple[str, Any], done: Callable[[object], None]
    ) -> None:
        def show() -> None:
            self.free.wait(30)
            if self.problem is not None:
                done(MagicMock(**{"localizedDescription.return_value": self.problem}))
                return
            identifier, content = request
            assert self._delegate is not None
            self._delegate.userNotificationCenter_willPresentNotification_withCompletionHandler_(
                self, request, lambda how: self._show(identifier, content, how)
            )
            done(None)

        self._later(show)

    def removeDeliveredNotificationsWithIdentifiers_(self, identifiers: list[str]) -> None:
        for identifier in identifiers:
            self.shown.pop(identifier, None)

    def click(self, identifier: str) -> None:
        """Click a button, or what stands for the notification itself."""
        done: list[bool] = []
        self._delegate.userNotificationCenter_didReceiveNotificationResponse_withCompletionHandler_(
            self, MagicMock(**{"actionIdentifier.return_value": identifier}), lambda: done.append(True)
        )
        assert done == [True]

    def on_screen(self) -> tuple[Any, list[tuple[str, str]]]:
        """Return the content of the only notification, and its buttons with their identifiers."""
        [content] = self.shown.values()
        (category,) = content.setCategoryIdentifier_.call_args.args
        return content, self.buttons[category]

    def _show(self, identifier: str, content: Any, how: int) -> None:
        assert how == BANNER | LIST | SOUND
        self.shown[identifier] = content
        self.titles.append(content.setTitle_.call_args.args[0])

    def _later(self, action: Callable[[], None]) -> None:
        """Do it on a thread of the system's."""
        threading.Thread(target=action, name="a queue of macOS").start()


class Frameworks:
    """The frameworks, and what was asked of them.

    Attributes:
        signals: the handlers of signals that the main loop calls.
        bundle: the identifier of the bundle that this Python is in; None: it is in none.
    """

    def __init__(self) -> None:
        self.application = Application()
        self.signals: dict[int, Callable[[int], object]] = {}
        self.bundle: str | None = "org.python.python"
        self.between_programs = Centre(holds_back=True)
        self.workspace, self.inside = Centre(), Centre()
        self.notifications = NotificationCentre()
        self.menu = Menu(self.application)
        self._first = [self.menu]
        self.appkit = self._appkit()
        self.foundation = self._foundation()
        self.bar = self.appkit.NSStatusBar.systemStatusBar.return_value
        self.bar.thickness.return_value = MENU_BAR
        self.button = self.bar.statusItemWithLength_.return_value.button.return_value
        for name in ("setImage_", "setToolTip_", "setHidden_"):
            getattr(self.button, name).side_effect = lambda _: self.application.require_main()

    def settle(self) -> None:
        """Do on this thread what waits for the main thread."""
        try:
            while (action := self.application.main.get_nowait()) is not None:
                action()
        except Empty:
            pass

    def image(self) -> FakeImage:
        """Return the picture in the menu bar."""
        (image,), _ = self.button.setImage_.call_args
        assert isinstance(image, FakeImage)
        return image

    def tooltip(self) -> str:
        """Return the newest tooltip, "" if there is none."""
        call = self.button.setToolTip_.call_args
        return "" if call is None else str(call.args[0])

    def modules(self) -> dict[str, Any]:
        """Return all modules, by their names."""
        helper = MagicMock(
            callAfter=lambda action, *arguments: self.application.main.put(partial(action, *arguments))
        )
        signals = MagicMock(signal=self.signals.__setitem__)
        tools = ModuleType("PyObjCTools")
        vars(tools).update(AppHelper=helper, MachSignals=signals)
        return {
            "AppKit": self.appkit,
            "Foundation": self.foundation,
            "UserNotifications": self._user_notifications(),
            "objc": MagicMock(namedSelector=lambda _: lambda function: function),
            "PyObjCTools": tools,
            "PyObjCTools.AppHelper": helper,
            "PyObjCTools.MachSignals": signals,
        }

    def _appkit(self) -> MagicMock:
        appkit = MagicMock(
            NSApplicationActivationPolicyAccessory=ACCESSORY,
            NSApplicationPresentationAutoHideDock=1 << 0,
            NSApplicationPresentationHideDock=1 << 1,
            NSApplicationPresentationAutoHideMenuBar=1 << 2,
            NSApplicationPresentationHideMenuBar=1 << 3,
            NSApplicationPresentationFullScreen=1 << 10,
            NSMenuItem=MenuItem,
            **{name: name for name in (*WORKSPACE_NEWS, WILL_TERMINATE)},
        )
        appkit.NSApplication.sharedApplication.return_value = self.application
        appkit.NSImage.alloc.return_value.initWithData_ = FakeImage
        appkit.NSMenu.alloc.return_value.initWithTitle_ = self._make_menu
        appkit.NSWorkspace.sharedWorkspace.return_value.notificationCenter.return_value = self.workspace
        return appkit

    def _make_menu(self, _title: str) -> Menu:
        """Make a menu; the first one is the icon's."""
        return self._first.pop() if self._first else Menu(self.application)

    def _foundation(self) -> MagicMock:
        foundation = MagicMock(
            NSObject=FakeObject, NSNotificationSuspensionBehaviorDeliverImmediately=AT_ONCE
        )
        foundation.NSData.dataWithBytes_length_ = lambda data, _length: data
        foundation.NSDistributedNotificationCenter.defaultCenter.return_value = self.between_programs
        foundation.NSNotificationCenter.defaultCenter.return_value = self.inside
        foundation.NSBundle.mainBundle.return_value.bundleIdentifier = lambda: self.bundle
        return foundation

    def _user_notifications(self) -> MagicMock:
        un = MagicMock(
            UNAuthorizationOptionAlert=ALERT,
            UNAuthorizationOptionSound=SOUND,
            UNAuthorizationStatusNotDetermined=0,
            UNNotificationDefaultActionIdentifier="the notification itself",
            UNNotificationPresentationOptionBanner=BANNER,
            UNNotificationPresentationOptionList=LIST,
            UNNotificationPresentationOptionSound=SOUND,
        )
        un.UNUserNotificationCenter.currentNotificationCenter.return_value = self.notifications
        un.UNMutableNotificationContent.alloc.return_value.init = MagicMock
        un.UNNotificationRequest.requestWithIdentifier_content_trigger_ = lambda name, content, _: (
            name,
            content,
        )
        un.UNNotificationAction.actionWithIdentifier_title_options_ = lambda name, title, _: (name, title)
        un.UNNotificationCategory.categoryWithIdentifier_actions_intentIdentifiers_options_ = (
            lambda name, actions, _intents, _options: (name, tuple(actions))
        )
        return un


@contextmanager
def pretended() -> Iterator[Frameworks]:
    """Have every import of a framework find these, and what imports them import them again."""
    frameworks = Frameworks()
    importlib.import_module("sitbreak.desktop.tray.live_icon")  # imports pystray without a backend
    pystray = sys.modules["pystray"]
    before = dict(sys.modules)
    sys.modules.update(frameworks.modules())
    forget_what_is_over_pyobjc()
    vars(pystray).pop("_darwin", None)
    yield frameworks
    forget_what_is_over_pyobjc()
    vars(pystray).pop("_darwin", None)
    for name in frameworks.modules():
        del sys.modules[name]
        if name in before:
            sys.modules[name] = before[name]


def forget_what_is_over_pyobjc() -> None:
    for name in OVER_PYOBJC:
        sys.modules.pop(name, None)
