"""What a function raises when its arguments cannot have an answer."""

from metasacro.problems.catalogue import CATALOGUE


class Refusal(ValueError):  # noqa: N818 - it is what the house calls an answer that cannot be given
    """Arguments that have no answer, with the code that explains why.

    >>> raise Refusal("MS401", rows="2, 5")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    Refusal: MS401: ...
    """

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.message = CATALOGUE[code].message.format(**values)
        super().__init__(f"{code}: {self.message}")
