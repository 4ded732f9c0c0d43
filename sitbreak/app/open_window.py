"""`sitbreak tip --card` and `settings open`: the command's own process opens the window."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from sitbreak.app.alone import open_page
from sitbreak.app.files import Files
from sitbreak.app.pages import Pages, card_content, settings_content
from sitbreak.core.commands import Command, Question
from sitbreak.core.inputs import Asked, Page, ReadTip, TipForm
from sitbreak.core.words import replies
from sitbreak.desktop import dialogs
from sitbreak.remote.protocol import DONE, FAILED, Answer
from sitbreak.storage.folders import Folders
from sitbreak.waiter import wait_readable

_PATIENCE = 10.0
"""Seconds after which a window counts as open: i3 shows none as long as another one is in full screen."""


def open_card(topic: str | None, answer: Callable[[Command], Answer]) -> Answer:
    """Open the card of a tip that the running instance chooses, or its page.

    From this process, which has the person's display and focus.

    Args:
        topic: the tip's topic; None for any.
        answer: answers a command, with or without a running instance.

    Raises:
        StorageError: the person has no runtime folder that can be trusted.
    """
    drawn = answer(ReadTip(topic, TipForm.JSON))
    if drawn.status != DONE:
        return drawn
    files, tip = Files(Folders.of_person()), json.loads(drawn.text)
    status = answer(Question(Asked.STATUS, as_json=True))
    known = json.loads(status.text) if status.status == DONE else None
    content = card_content(tip, files.settings.read()[0], files, known)
    reason = dialogs.unavailable_reason() or _start("card", files.pages, content)
    if not reason:
        return Answer(DONE, replies.opening_tip())
    found = files.library.find(tip["id"])
    opened = open_page(found, files) if found else Answer(FAILED, replies.no_such_tip(tip["id"]))
    return Answer(opened.status, f"{replies.no_window(reason)}\n{opened.text}")


def open_settings() -> Answer:
    """Open the settings in a window, or else their file; see above.

    Raises:
        StorageError: the person has no runtime folder that can be trusted, or the file cannot be made.
    """
    from sitbreak.desktop.launcher import Launcher

    files = Files(Folders.of_person())
    files.settings.read()
    reason = dialogs.unavailable_reason() or _start("settings", files.pages, settings_content(files))
    if not reason:
        return Answer(DONE, replies.opening_settings())
    no_window = replies.no_settings_window(reason)
    try:
        Pages(files, Launcher()).open(Page.SETTINGS_FILE, files.settings.in_force)
    except OSError as error:
        return Answer(FAILED, f"{no_window}\n{error}")
    return Answer(DONE, f"{no_window}\n{replies.opening_settings_file()}")


def _start(kind: str, runtime: Path, content: str) -> str:
    """Start a window and wait a while until it is visible; return why it cannot be shown, if so."""
    from subprocess import PIPE, Popen

    command = dialogs.command(kind, runtime, focused=True)
    with (
        dialogs.as_input(content) as stdin,
        Popen(
            command,
            stdin=stdin,
            stdout=PIPE,
            stderr=PIPE,
            text=True,
            errors="replace",
            start_new_session=True,
        ) as window,
    ):
        assert window.stdout is not None
        assert window.stderr is not None
        is_hidden = sys.platform != "win32" and not wait_readable(  # pipes of Windows cannot be waited for
            window.stdout, time.monotonic() + _PATIENCE
        )
        if is_hidden or window.stdout.readline():
            window.returncode = 0  # do not wait for it: it outlives this process
            return ""
        error_output = window.stderr.read()
    return dialogs.failure_reason(window.returncode, error_output) or error_output.strip()
