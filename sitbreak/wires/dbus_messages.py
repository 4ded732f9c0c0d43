"""D-Bus messages: how to make those that we send, and how to read those that we receive.

With `dbus`, the only module that imports jeepney, which has no types: `Message` is Any to a type checker.
"""

from typing import Any, TypeAlias

import jeepney

Message: TypeAlias = jeepney.Message
"""A call, a reply, an error or a signal. `body` holds its values, a variant being (signature, value)."""

SignalRule: TypeAlias = jeepney.MatchRule
"""Which signals to receive; made by `signal_rule`."""

PROPERTIES = "org.freedesktop.DBus.Properties"
"""The interface of every object that has properties."""

_DO_NOT_QUEUE = 4
"""Fail, instead of waiting for a name that somebody else owns."""


# --- calls --------------------------------------------------------------------------------------


def method(
    bus_name: str, path: str, interface: str, name: str, signature: str = "", *values: object
) -> Message:
    """Return a call of a method; the bus starts the service if it can."""
    address = jeepney.DBusAddress(path, bus_name, interface)
    return jeepney.new_method_call(address, name, signature or None, values)


def query(
    bus_name: str, path: str, interface: str, name: str, signature: str = "", *values: object
) -> Message:
    """Return a call of a method that starts no service: where nothing owns `bus_name` it fails."""
    message = method(bus_name, path, interface, name, signature, *values)
    message.header.flags |= jeepney.MessageFlag.no_auto_start
    return message


def property_query(bus_name: str, path: str, interface: str, name: str) -> Message:
    """Return a `query` for a property; the reply's only value is a variant."""
    return query(bus_name, path, PROPERTIES, "Get", "ss", interface, name)


def request_name(name: str) -> Message:
    """Return the call that makes us the owner of a bus name, unless somebody else owns it."""
    return jeepney.message_bus.RequestName(name, _DO_NOT_QUEUE)


def get_bus_id() -> Message:
    """Return the call for the id of the bus: no two buses have the same."""
    return jeepney.message_bus.GetId()


# --- replies and signals ------------------------------------------------------------------------


def reply(call: Message, signature: str = "", *values: object) -> Message:
    """Return the reply to a call."""
    return jeepney.new_method_return(call, signature or None, values)


def error_reply(call: Message, name: str, text: str = "") -> Message:
    """Return the reply to a call that fails with this D-Bus error."""
    return jeepney.new_error(call, name, "s", (text,)) if text else jeepney.new_error(call, name)


def signal(path: str, interface: str, name: str, signature: str = "", *values: object) -> Message:
    """Return a signal from our object at `path`."""
    emitter = jeepney.DBusAddress(path, interface=interface)
    return jeepney.new_signal(emitter, name, signature or None, values)


def signal_rule(
    interface: str,
    name: str | None = None,
    *,
    path: str | None = None,
    sender: str | None = None,
    first_value: str | None = None,
) -> SignalRule:
    """Return a rule for the signals of an interface; what is None may be anything.

    Signals carry their sender's unique name, so `sender` is one, or the bus itself.
    """
    rule = jeepney.MatchRule(type="signal", sender=sender, interface=interface, member=name, path=path)
    if first_value is not None:
        rule.add_arg_condition(0, first_value)
    return rule


# --- what a message says about itself -----------------------------------------------------------


def sender_of(message: Message) -> str:
    """Return the unique name of the sender, "" if there is none."""
    return _field(message, jeepney.HeaderFields.sender)


def path_of(message: Message) -> str:
    """Return the path of the object that is called or has sent the signal, "" if there is none."""
    return _field(message, jeepney.HeaderFields.path)


def interface_of(message: Message) -> str:
    """Return the interface, "" if the caller left it out."""
    return _field(message, jeepney.HeaderFields.interface)


def name_of(message: Message) -> str:
    """Return the name of the method or signal, "" if there is none."""
    return _field(message, jeepney.HeaderFields.member)


def signature_of(message: Message) -> str:
    """Return the types of the values, "" if there are none."""
    return _field(message, jeepney.HeaderFields.signature)


def value_of(variant: tuple[str, Any] | None, signature: str) -> Any:
    """Return the value of a variant; None if there is none, or one of another type."""
    return variant[1] if variant is not None and variant[0] == signature else None


def _field(message: Message, field: Any) -> str:
    value: str = message.header.fields.get(field, "")
    return value
