"""What notification daemons do differently, and do not say among their capabilities.

Source: tried with dunst 1.9, mako 1.7 and lxqt-notificationd 1.2.
"""

from sitbreak.core.values import frozen


@frozen
class Traits:
    """How a daemon shows actions.

    Attributes:
        draws_buttons: each action is a button. Where none is, a click on the bubble invokes the action
            `default`, which xfce4-notifyd would draw as a button, too.
        has_narrow_buttons: several buttons have room for a short word each.
    """

    draws_buttons: bool = True
    has_narrow_buttons: bool = False


USUAL = Traits()
_UNUSUAL = {
    "dunst": Traits(draws_buttons=False),
    "mako": Traits(draws_buttons=False),
    "lxqt-notificationd": Traits(has_narrow_buttons=True),
}


def traits_of(name: str) -> Traits:
    """Return the traits of the daemon that gives itself this name."""
    return _UNUSUAL.get(name, USUAL)
