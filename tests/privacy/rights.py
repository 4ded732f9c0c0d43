"""Running programs as another user, without a network, and under watch, wherever that is permitted."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.rig.programs import give_up, needs

STRANGER = 54321
"""The id of a user whom nobody on this computer knows."""

_PYTHON = "/usr/bin/python3"
"""Whoever it is can run it, which is not so of the Python in somebody's home."""


def run_as_stranger(script: str, *arguments: str | Path) -> Any:
    """Run a Python script as another user; return the JSON that it prints.

    Skip the test where that is not possible; fail where `CI` is set.
    """
    needs("setpriv")
    if not Path(_PYTHON).exists():
        give_up(f"not installed: {_PYTHON}")
    identity = (f"--reuid={STRANGER}", f"--regid={STRANGER}", "--clear-groups", "--no-new-privs")
    command = ["setpriv", *identity, _PYTHON, "-I", "-c", script, *map(str, arguments)]
    done = subprocess.run(_as_root(command), cwd="/", capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def without_network(command: Sequence[str], env: Mapping[str, str]) -> list[str]:
    """Return the command, in a network namespace with nothing in it, not even a working loopback device.

    Skip the test where that is not possible; fail where `CI` is set.
    """
    needs("unshare", "setpriv", "env")
    identity = (f"--reuid={os.geteuid()}", f"--regid={os.getegid()}", "--clear-groups")
    variables = [f"{name}={value}" for name, value in env.items()]  # sudo keeps none
    inside = _as_root(["unshare", "--net", "setpriv", *identity, "env", "-i", *variables])
    if subprocess.run([*inside, "true"], capture_output=True, check=False).returncode:
        give_up("network namespaces are not permitted here")
    return [*inside, *command]


def under_watch(command: Sequence[str], calls: Sequence[str], record: Path) -> list[str]:
    """Return the command, whose system calls of these names are written to a file.

    Skip the test where that is not possible; fail where `CI` is set.
    """
    needs("strace")
    watching = [
        "strace",
        "-f",
        "-qq",
        "--seccomp-bpf",
        "-xx",
        "-s",
        "100000",
        "-e",
        f"trace={','.join(calls)}",
    ]
    if subprocess.run([*watching, "true"], capture_output=True, check=False).returncode:
        give_up("strace is not permitted here")
    return [*watching, "-o", str(record), *command]


def _as_root(command: list[str]) -> list[str]:
    if os.geteuid() == 0:
        return command
    sudo = ["sudo", "-n"]
    if (
        shutil.which("sudo") is None
        or subprocess.run([*sudo, "true"], capture_output=True, check=False).returncode
    ):
        give_up("needs root, or sudo without a password")
    return [*sudo, *command]
