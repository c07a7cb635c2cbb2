"""Numbers under the statistics: lazy numpy, distributions and their quantiles, batched roots, quadrature, intervals."""
