"""`sitbreak tip --card`: the tip is the running instance's, the window that of whoever typed the command."""

import json
from collections.abc import Callable
from pathlib import Path

from sitbreak.app.alone import open_page
from sitbreak.app.files import Files
from sitbreak.app.local import DONE, FAILED, WRONG
from sitbreak.app.pages import card_content
from sitbreak.core.commands import WrongWords, parse
from sitbreak.core.words import replies
from sitbreak.desktop import dialogs
from sitbreak.remote.protocol import Answer
from sitbreak.storage.folders import Folders


def open_card(command: list[str], answer: Callable[[list[str]], Answer]) -> Answer:
    """Open a tip's card from here, where the person's display and focus are; its page where that cannot be.

    Args:
        command: `tip --card`, with a topic or without.
        answer: answers other commands, with the running instance or without.

    Raises:
        StorageError: the person has no runtime folder to trust.
    """
    try:
        parse(command)
    except WrongWords as error:
        return Answer(WRONG, str(error))
    told = answer([word for word in command if word != "--card"] + ["--json"])
    if told.status != DONE:
        return told
    files, tip = Files(Folders.of_person()), json.loads(told.text)
    content = card_content(tip, files.settings.read()[0], files.config)
    why_not = dialogs.unavailable_reason() or _start(files.pages, content)
    if not why_not:
        return Answer(DONE, replies.opening_tip())
    found = files.library.find(tip["id"])
    opened = open_page(found, files) if found else Answer(FAILED, replies.no_such_tip(tip["id"]))
    return Answer(opened.status, f"{replies.no_window(why_not)}\n{opened.text}")


def _start(runtime: Path, content: str) -> str:
    """Start the card and wait until it is seen; return why it is not, if so."""
    from subprocess import DEVNULL, PIPE, Popen

    command = dialogs.window("card", runtime, content, focused=True)
    with Popen(  # noqa: S603  a program of ours, without a shell
        command, stdin=DEVNULL, stdout=PIPE, stderr=PIPE, text=True, errors="replace", start_new_session=True
    ) as card:
        assert card.stdout is not None
        assert card.stderr is not None
        if card.stdout.readline():
            card.returncode = 0  # it stays when we have gone
            return ""
        complaint = card.stderr.read()
    return dialogs.failure_reason(card.returncode, complaint) or complaint.strip()
