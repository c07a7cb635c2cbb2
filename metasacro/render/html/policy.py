"""The page's content-security policy: what it may run and load is named by hash, everything else is refused."""

from __future__ import annotations

import base64
import hashlib


def content_security_policy(style: str, script: str) -> str:
    """The policy of a page with one inline style sheet, one inline script, and pictures inside the file.

    >>> content_security_policy("", "")[:36]
    "default-src 'none'; base-uri 'none';"
    """
    return "; ".join(
        (
            "default-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "img-src data:",
            f"style-src '{digest(style)}'",
            f"script-src '{digest(script)}'",
        )
    )


def digest(text: str) -> str:
    """The hash of an inline block, as policies write it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def data_address(svg: str) -> str:
    """A picture as an address that holds it."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode("utf-8")).decode("ascii")
