"""65x: long jobs, and who does them."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

LONG_JOBS: tuple[Code, ...] = (
    Code(
        code="MS655",
        severity=Severity.ERROR,
        message="a cluster needs Dask, which is not installed",
        why="`--workers` and `--scheduler` hand the pieces of a job to Dask. Without them the job runs on the cores of "
        "this machine and gives the same answer.",
        fix="Run `pip install 'metasacro[cluster]'`, or leave the option out.",
    ),
    Code(
        code="MS656",
        severity=Severity.ERROR,
        message="no cluster answers at `{address}`: {reason}",
        why="The address is that of a Dask scheduler, which knows the workers.",
        fix="Start one with `dask scheduler` and its workers with `dask worker ADDRESS`, and give the address that the "
        "scheduler prints, such as `tcp://10.0.0.5:8786`.",
    ),
    Code(
        code="MS657",
        severity=Severity.CAUTION,
        message="stopped after {done} of {planned}",
        why="The job was interrupted. What is shown rests on what was finished by then, from the first piece on.",
        fix="Run the command again and let it end, or ask for less.",
    ),
    Code(
        code="MS658",
        severity=Severity.NOTE,
        message="{subsets} subsets of the {studies} studies, drawn at random",
        why="Every subset with every other choice would be more specifications than were asked for. Shares and ranges "
        "are then those of a sample: another seed gives slightly other ones.",
        fix="Ask for more with `--specifications`, or for fewer studies with `--study-set main`.",
    ),
)
