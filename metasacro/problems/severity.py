"""How much a problem matters."""

from enum import Enum


class Severity(Enum):
    """What happens because of a problem."""

    ERROR = "error"  #: the record, the option or the analysis is refused
    CAUTION = "caution"  #: the answer stands, with less trust
    NOTE = "note"  #: a fact the reader should know
    RESOLVED = "resolved"  #: a person has looked and recorded why it stands

    def __str__(self) -> str:
        return self.value
