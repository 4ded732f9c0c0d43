"""The main thread of macOS, the only one on which AppKit may be used; its run loop runs while the icon shows.

What AppKit calls are classes of Objective-C's, which has one namespace for a whole process: ours begin with
Sitbreak.

Source: Apple, "Threading Programming Guide", Main Thread Only Classes; PyObjC, AppHelper.callAfter, which
queues an action for the common modes of the run loop, so also while a menu is open.
"""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TypeVar

import AppKit
from PyObjCTools import AppHelper

from sitbreak.waiter import attempt

T = TypeVar("T")


def on_main(what: str, action: Callable[[], None]) -> None:
    """Run an action on the main thread, later; one that raises is only logged, as `what`.

    An exception that reaches AppKit would end the process.
    """
    AppHelper.callAfter(attempt, what, action)


def ask_main(question: Callable[[], T], patience: float) -> T:
    """Return what a question to AppKit returns; ask it here if no icon keeps the main thread.

    Args:
        question: asks AppKit.
        patience: seconds to wait for the main thread.

    Raises:
        OSError: the main thread does not answer.
    """
    if not AppKit.NSApplication.sharedApplication().isRunning():
        return question()
    answers: SimpleQueue[T] = SimpleQueue()
    on_main("asking AppKit", lambda: answers.put(question()))
    try:
        return answers.get(timeout=patience)
    except Empty:
        raise OSError("the main thread does not answer") from None
