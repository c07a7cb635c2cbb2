"""A methodological paper that a formula or a rule comes from."""

from metasacro.values.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Enough to find the paper."""

    authors: str  #: "Viechtbauer" or "Wan, Wang, Liu, Tong"
    year: int
    title: str
    journal: str
    doi: str

    def __str__(self) -> str:
        return f"{self.authors} {self.year}, {self.journal}, doi:{self.doi}"
