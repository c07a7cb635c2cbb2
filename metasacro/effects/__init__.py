"""From raw numbers to effects and their sampling variances: one measure a file."""
