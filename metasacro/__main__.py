"""`python -m metasacro`."""

from metasacro.commands.main import run

run()
