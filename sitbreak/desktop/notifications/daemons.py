"""What notification daemons do differently, and do not say among their capabilities.

Source: tried with dunst 1.9, mako 1.7, lxqt-notificationd 1.2, notification-daemon 3.20, gnome-shell 43 and
48.
"""

from sitbreak.core.values import frozen


@frozen
class Traits:
    """How a daemon shows actions and the icon.

    Attributes:
        draws_buttons: each action is a button.
        takes_clicks: a click on the bubble invokes the action `default`, which is no button; xfce4-notifyd
            would draw it as one, too.
        greys_icon: only a picture has its colours and its size; the icon is small and grey.
        has_narrow_buttons: several buttons have room for a short word each.
        keeps_buttons: a bubble that replaces another has the buttons of that one.
        closes_nothing: it answers a call to close a bubble and leaves it on the screen until it expires, or
            for ever. One that replaces it and expires at once goes.
    """

    draws_buttons: bool = True
    takes_clicks: bool = False
    greys_icon: bool = False
    has_narrow_buttons: bool = False
    keeps_buttons: bool = False
    closes_nothing: bool = False


USUAL = Traits()
_UNUSUAL = {
    "dunst": Traits(draws_buttons=False, takes_clicks=True),
    "mako": Traits(draws_buttons=False, takes_clicks=True),
    "gnome-shell": Traits(takes_clicks=True, greys_icon=True),
    "lxqt-notificationd": Traits(has_narrow_buttons=True, keeps_buttons=True),
}
_UNUSUAL_OF_VENDOR = {("Notification Daemon", "GNOME"): Traits(closes_nothing=True)}
"""MATE's daemon has this name, too."""


def traits_of(name: str, vendor: str) -> Traits:
    """Return the traits of the daemon that gives itself and its vendor these names."""
    return _UNUSUAL_OF_VENDOR.get((name, vendor)) or _UNUSUAL.get(name, USUAL)
