"""Asks over D-Bus, on connections of its own and on a thread that may wait.

What the loop does on its own connections stays free of this: whoever serves the tray pays neither for the
messages nor for the replies.
"""

from collections.abc import Callable, Sequence
from functools import partial

from sitbreak.desktop.surroundings.signs import Question, Verdict
from sitbreak.waiter import Waiter
from sitbreak.wires import NoServer
from sitbreak.wires.dbus import Answer, Bus, CallFailed

Connect = Callable[[], Bus]
"""Opens a connection, or raises `NoServer`."""

Tell = Callable[[str, Verdict], None]
"""Takes the name of a source and its verdict."""


def ask_buses(
    questions: Sequence[Question], session: Connect, system: Connect, tell: Tell, patience: float
) -> None:
    """Ask all of this at once, tell each verdict as it comes, and return when the last one has.

    Who has not answered within `patience` seconds cannot tell.
    """
    awaited = {question.name for question in questions}
    waiter = Waiter()
    buses = []

    def answered(question: Question, answer: Answer) -> None:
        awaited.discard(question.name)
        tell(question.name, _verdict(question, answer))

    for connect, is_system in ((session, False), (system, True)):
        to_this = [question for question in questions if question.system is is_system]
        if not to_this:
            continue
        try:
            bus = connect()
        except NoServer as why_not:
            for question in to_this:
                awaited.discard(question.name)
                tell(question.name, str(why_not))
            continue
        buses.append(bus)
        waiter.add(bus)
        for question in to_this:
            bus.call(question.message, partial(answered, question), timeout=patience)
    waiter.run(lambda: bool(awaited))
    for bus in buses:
        bus.close()
    waiter.close()


def _verdict(question: Question, answer: Answer) -> Verdict:
    if isinstance(answer, CallFailed):
        return False if answer.name in question.defaults else str(answer)
    try:
        return question.says_yes(answer)
    except (LookupError, TypeError, ValueError):
        return f"its answer makes no sense: {answer}"
