# metafor's seconds a fit on the jobs of kernel.py: processor time, warnings off, nothing printed between.
suppressPackageStartupMessages(library(metafor))
tables <- commandArgs(trailingOnly = TRUE)[1]
batch <- as.matrix(read.csv(file.path(tables, "batch.csv"), header = FALSE)) # effects, then variances
one <- read.csv(file.path(tables, "one.csv")) # 15 cohorts: yi, vi, xi
long <- read.csv(file.path(tables, "long.csv")) # 1,000 cohorts: yi, vi
k <- ncol(batch) / 2
seconds <- function(name, units, work) {
  start <- sum(proc.time()[1:2])
  suppressWarnings(try(work(), silent = TRUE))
  cat(name, "\t", format((sum(proc.time()[1:2]) - start) / units, digits = 6), "\n", sep = "")
}
loop <- function(method, test) function() for (i in seq_len(nrow(batch))) {
  try(rma(batch[i, 1:k], batch[i, k + 1:k], method = method, test = test), silent = TRUE)
}
loop("REML", "knha")()
seconds("REML", nrow(batch), loop("REML", "knha"))
seconds("DL", nrow(batch), loop("DL", "knha"))
seconds("long", 1, function() rma(long$yi, long$vi, method = "REML", test = "knha"))
fit <- rma(one$yi, one$vi, method = "REML", test = "z")
common <- rma(one$yi, one$vi, method = "EE")
seconds("gosh", 300, function() gosh(fit, subsets = 300, progbar = FALSE))
seconds("gosh common", 2^15 - 1, function() gosh(common, subsets = 2^15, progbar = FALSE))
line <- rma(one$yi, one$vi, mods = ~ one$xi, method = "REML")
seconds("permutation", 300, function() permutest(line, exact = FALSE, iter = 300, progbar = FALSE))
