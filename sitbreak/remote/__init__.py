"""One instance per person, and its remote control: JSON lines over a socket that nobody else can open."""

from sitbreak.remote.client import NoAnswer, NotRunning, ask
from sitbreak.remote.protocol import Answer
from sitbreak.remote.server import AlreadyRunning, Server

__all__ = ["AlreadyRunning", "Answer", "NoAnswer", "NotRunning", "Server", "ask"]
