"""These files make faults and are no tests: `make mutants` runs them, and installs what they need."""

collect_ignore_glob = ["*.py"]
