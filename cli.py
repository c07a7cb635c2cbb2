"""`python cli.py pool` from a checkout, without installing."""

from metasacro.commands.main import run

if __name__ == "__main__":
    run()
