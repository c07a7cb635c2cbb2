"""PyMARE's seconds a fit for batched REML, on the data sets of kernel.py."""

import sys
import time
from pathlib import Path

import numpy as np
from pymare.estimators import VarianceBasedLikelihoodEstimator

batch = np.loadtxt(Path(sys.argv[1]) / "wide.csv", delimiter=",")
k = batch.shape[1] // 2
y, v = batch[:, :k].T, batch[:, k:].T
start = time.process_time()
VarianceBasedLikelihoodEstimator(method="REML").fit(y, v, np.ones((k, 1)))
print(f"REML\t{(time.process_time() - start) / len(batch)}")
