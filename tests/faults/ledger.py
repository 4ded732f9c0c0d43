"""What sitbreak has confirmed, and whether it still holds: in the settings, the state and the pauses."""

from contextlib import suppress
from random import Random

from sitbreak.remote.client import NoAnswer, NotRunning
from sitbreak.remote.protocol import DONE
from tests.faults.fault import Fault
from tests.running import Running

_TIPS = ("feet-flat", "march", "stairs")


class Ledger:
    """Asks a sitbreak for one thing after another, and checks later that it remembers.

    A wish that was refused, or got no answer, may or may not be in force: both are right.
    """

    def __init__(self, sitbreak: Running, fault: Fault, *, keeps_reminding: bool = False) -> None:
        """Note what holds now; with `keeps_reminding`, ask for nothing that puts a reminder off."""
        self._choose = _choose_tip if keeps_reminding else _choose
        self._sitbreak = sitbreak
        self._fault = fault
        self._possible: dict[str, set[object]] = {thing: {value} for thing, value in self._find().items()}
        self._confirmed = 0

    def wish(self, random: Random) -> bool:
        """Ask for something; return whether it was confirmed.

        Raises:
            NotRunning: nobody is there.
            NoAnswer: nobody answered.
        """
        words, thing, value = self._choose(random)
        self._possible[thing].add(value)
        is_done = self._sitbreak.ask(words).status == DONE
        if is_done:
            self._possible[thing] = {value}
            self._confirmed += 1
        return is_done

    def wish_on(self, random: Random) -> None:
        """Ask for one thing after another until nobody answers."""
        with suppress(NotRunning, NoAnswer):
            while True:
                self.wish(random)

    def check(self) -> None:
        """Fail if something that was confirmed is no longer in force."""
        found = self._find()
        lost = {thing: value for thing, value in found.items() if value not in self._possible[thing]}
        assert not lost, f"{lost} instead of {self._possible}"
        self._possible = {thing: {value} for thing, value in found.items()}
        self._fault.kept += self._confirmed
        self._confirmed = 0

    def _find(self) -> dict[str, object]:
        listed = self._sitbreak.do("tips list").splitlines()
        hidden = {line.split()[1] for line in listed if line.endswith("(hidden)")}
        return {
            "interval": self._sitbreak.do("settings get interval"),
            "pause": bool(self._sitbreak.status()["pauses"]),
            **{tip: tip in hidden for tip in _TIPS},
        }


def _choose(random: Random) -> tuple[str, str, object]:
    """Return a command, the thing that it changes, and the value that it gives it."""
    match random.randrange(3):
        case 0:
            start = random.randrange(10, 50)
            return f"interval {start}-{start + 9}", "interval", f'"{start}m-{start + 9}m"'
        case 1:
            wanted = random.choice((True, False))
            return "pause" if wanted else "resume", "pause", wanted
    return _choose_tip(random)


def _choose_tip(random: Random) -> tuple[str, str, object]:
    """Return a command about a tip, the tip, and whether it is hidden then."""
    wanted, tip = random.choice((True, False)), random.choice(_TIPS)
    return f"tips {'hide' if wanted else 'unhide'} {tip}", tip, wanted
