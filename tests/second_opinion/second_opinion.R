# Reads named vectors, a line each, from standard input; prints metafor's answers as JSON in full precision.
suppressPackageStartupMessages(library(metafor))
given <- list()
for (line in readLines(file("stdin"))) {
  words <- strsplit(line, " ")[[1]]
  given[[words[1]]] <- as.numeric(words[-1])
}
number <- function(x) if (is.null(x) || length(x) == 0 || is.na(x)) "null" else sprintf("%.17g", x)
pair <- function(x) sprintf("[%s, %s]", number(x[1]), number(x[2]))
tight <- list(threshold = 1e-14, maxiter = 10000, tol = 1e-14)
out <- character()
for (method in c("REML", "DL", "PM", "EE")) {
  for (test in c("z", "t", "knha", "adhoc")) {
    fit <- rma(given$yi, given$vi, method = method, test = test, control = tight)
    predicted <- predict(fit)
    spread <- if (method == "EE") c(NA, NA) else confint(fit, control = list(tol = 1e-12))$random["tau^2", 2:3]
    out <- c(out, sprintf(
      '"%s_%s": {"estimate": %s, "se": %s, "interval": %s, "p_value": %s, "tau2": %s, "i2": %s, "q": %s, "q_p": %s, "prediction": %s, "tau2_interval": %s}',
      method, test, number(fit$beta[1]), number(fit$se), pair(c(fit$ci.lb, fit$ci.ub)), number(fit$pval),
      number(fit$tau2), number(fit$I2 / 100), number(fit$QE), number(fit$QEp),
      pair(c(predicted$pi.lb, predicted$pi.ub)), pair(spread)))
  }
}
for (outcome in c("major_complication", "response", "leak")) {
  fit <- suppressWarnings(rma.glmm(measure = "PLO", xi = given[[paste0(outcome, "_xi")]], ni = given[[paste0(outcome, "_ni")]],
                  nAGQ = 50))
  out <- c(out, sprintf('"%s": {"estimate": %s, "tau2": %s}', outcome, number(fit$beta[1]), number(fit$tau2)))
}
cat("{", paste(out, collapse = ",\n"), "}\n")
