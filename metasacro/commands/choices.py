"""Options that take the place of one of the protocol's choices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from metasacro.commands.options import CORRELATION, LEVEL
from metasacro.evidence.protocol import STUDY_SETS
from metasacro.moments.registry import CONVERSIONS, SET_CONVERSIONS
from metasacro.pooling.registry import PREDICTIONS, TESTS
from metasacro.tau2.registry import ESTIMATORS

Function = TypeVar("Function", bound=Callable[..., Any])

STUDY_SET = click.option("--study-set", type=click.Choice(list(STUDY_SETS)), help="Which records to pool.")

METHOD = click.option(
    "--method", type=click.Choice(list(ESTIMATORS)), help="Estimator of the between-study variance τ²."
)

TEST = click.option("--test", type=click.Choice(list(TESTS)), help="Test and interval of the pooled answer.")

CONVERSION = click.option(
    "--conversion", type=click.Choice([*SET_CONVERSIONS, *CONVERSIONS]), help="How medians become means and SDs."
)

PREDICTION = click.option("--prediction", type=click.Choice(list(PREDICTIONS)), help="Prediction interval of scores.")


def of_the_pool(function: Function) -> Function:
    """All of them but the prediction interval, in the order of `metasacro pool --help`."""
    for option in (LEVEL, CORRELATION, CONVERSION, TEST, METHOD, STUDY_SET):
        function = option(function)
    return function
