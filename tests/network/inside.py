"""Run command lines one after the other in this process, which the guard watches, and print how each ended as JSON.

`python -m tests.network.inside` reads a JSON list of [folder to work in, arguments] from standard input.
"""

from __future__ import annotations

import json
import os
import sys

from click.testing import CliRunner

from metasacro.commands.main import metasacro


def main() -> None:
    ended = []
    for folder, arguments in json.load(sys.stdin):
        os.chdir(folder)
        result = CliRunner(env={"COLUMNS": "120"}).invoke(metasacro, arguments)
        ended.append([result.exit_code, result.output[-400:]])
    json.dump(ended, sys.stdout)


if __name__ == "__main__":
    main()
