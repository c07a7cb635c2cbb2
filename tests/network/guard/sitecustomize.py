"""Forbids sockets in every Python that finds this file on its path, and writes down who tried.

SOCKETS_LOG names the file; with SOCKETS_LOOPBACK set, sockets that stay on this machine are let through. An audit hook
cannot be taken off again, and sees what C code opens through the socket module too.
"""

import os
import sys

LOG = os.environ.get("SOCKETS_LOG")
LOOPBACK = "SOCKETS_LOOPBACK" in os.environ

#: Which events carry an address, and where; the rest of an address family's life is harmless without one.
ADDRESSED = {"socket.bind": 1, "socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1}
NAMED = {"socket.getaddrinfo": 0, "socket.gethostbyname": 0, "socket.gethostbyaddr": 0}
HERE = {"127.0.0.1", "::1", "localhost", b"localhost", b"127.0.0.1"}


def stays(event, arguments):
    """Whether an event of a socket stays on this machine."""
    if event in ADDRESSED:
        address = arguments[ADDRESSED[event]]
        return not isinstance(address, tuple) or address[0] in HERE
    if event in NAMED:
        return arguments[NAMED[event]] in HERE
    return True


def forbid(event, arguments):
    """The audit hook."""
    if not event.startswith("socket.") or (LOOPBACK and stays(event, arguments)):
        return
    with open(LOG, "a", encoding="utf-8") as log:
        log.write(f"{event} {arguments!r} {sys.argv!r}\n")
    raise PermissionError(f"a socket was asked for: {event}")


if LOG is not None:
    sys.addaudithook(forbid)
