"""1xx: what a file may contain and what a record may say."""

from metasacro.problems.catalogue.fields import FIELDS
from metasacro.problems.catalogue.files import FILES
from metasacro.problems.catalogue.reconciliation import RECONCILIATION

RECORDS = FILES + FIELDS + RECONCILIATION
