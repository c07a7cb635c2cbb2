"""Plot data → figures → bytes. matplotlib is loaded by what draws, and by nothing else."""
