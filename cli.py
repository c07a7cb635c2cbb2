"""`python cli.py pool` from a checkout, without installing."""

from metasacro.commands.main import main

if __name__ == "__main__":
    main()
