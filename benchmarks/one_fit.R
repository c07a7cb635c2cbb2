# What an R user waits for: load metafor, fit one REML model with the Hartung-Knapp test, ask for the prediction interval.
# The numbers are those of the main pain pool, ready computed; nothing is read or converted.
suppressPackageStartupMessages(library(metafor))
yi <- c(-6.071444, -7.3, -6.4, -3.6, -4.286552, -5.0)
vi <- c(0.5908147, 0.01093137, 0.1130769, 0.06275862, 0.3197218, 0.1436842)
fit <- rma(yi, vi, method = "REML", test = "knha")
print(fit)
print(predict(fit))
