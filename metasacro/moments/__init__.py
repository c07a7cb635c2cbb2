"""From a reported summary to a mean and a standard deviation."""
