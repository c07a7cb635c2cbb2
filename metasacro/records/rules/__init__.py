"""What must hold inside one record: one rule a function, listed in `all_rules`."""
