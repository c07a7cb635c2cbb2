"""`python -m metasacro`."""

from metasacro.commands.main import main

main()
