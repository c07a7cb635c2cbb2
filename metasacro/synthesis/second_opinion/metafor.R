# Computes pooled answers with metafor. Standard input: CSV with the columns question, counts, method, test, level,
# first, second, a line a cohort. Standard output: CSV lines question,name,value. Questions are numbered and text never
# enters: whatever a study is called, R does not see it.
if (!suppressWarnings(suppressPackageStartupMessages(requireNamespace("metafor", quietly = TRUE)))) {
  cat("absent,metafor,\n")
  quit(status = 0)
}
suppressWarnings(suppressPackageStartupMessages(library(metafor)))
cat("version,metafor,", as.character(packageVersion("metafor")), "\n", sep = "")
cat("version,R,", as.character(getRversion()), "\n", sep = "")

given <- read.csv(file("stdin"), stringsAsFactors = FALSE, colClasses = c(
  "integer", "integer", "character", "character", "numeric", "numeric", "numeric"))

say <- function(question, name, value) {
  value <- suppressWarnings(as.numeric(value))
  if (length(value) == 1 && !is.na(value)) cat(question, ",", name, ",", sprintf("%.17g", value), "\n", sep = "")
}
refuse <- function(question, name, condition) {
  words <- gsub("[^A-Za-z0-9 .:'()=-]", " ", conditionMessage(condition))
  cat(question, ",!", name, ",", substr(words, 1, 160), "\n", sep = "")
}
# An answer or the reason why there is none; warnings are not errors.
attempt <- function(question, name, expression) {
  tryCatch(suppressWarnings(expression), error = function(condition) {
    refuse(question, name, condition)
    NULL
  })
}

exact <- function(question, xi, ni, level) {
  if (length(xi) > 0) for (i in seq_along(xi)) {
    bounds <- binom.test(xi[i], ni[i], conf.level = level)$conf.int
    say(question, paste0("exact_lower:", i), bounds[1])
    say(question, paste0("exact_upper:", i), bounds[2])
  }
  bounds <- binom.test(sum(xi), sum(ni), conf.level = level)$conf.int
  say(question, "exact_lower", bounds[1])
  say(question, "exact_upper", bounds[2])
}

scores <- function(question, part) {
  yi <- part$first
  vi <- part$second
  level <- 100 * part$level[1]
  # Its own limits on tau2 and its own stopping rules are meant for data of size 1; these fit any unit.
  far <- 1e4 * (diff(range(yi))^2 + max(vi))
  tight <- list(threshold = 1e-14 * max(vi), maxiter = 10000, tol = 1e-14, tau2.max = far)
  # The two estimators of a generalised Q pool with weights of their own, 1 each where none are given.
  own <- if (part$method[1] %in% c("GENQ", "GENQM")) list(weights = rep(1, length(yi)))
  pool <- function(test) do.call(rma, c(list(yi = yi, vi = vi, method = part$method[1], test = test, level = level,
                                             control = tight), own))
  fit <- attempt(question, "*", pool(part$test[1]))
  if (is.null(fit)) return(invisible())
  say(question, "estimate", fit$beta[1])
  say(question, "se", fit$se)
  say(question, "lower", fit$ci.lb)
  say(question, "upper", fit$ci.ub)
  say(question, "statistic", fit$zval)
  say(question, "p_value", fit$pval)
  shares <- weights(fit) / 100
  for (i in seq_along(shares)) say(question, paste0("weight:", i), shares[i])
  if (length(yi) < 2) return(invisible())
  say(question, "tau2", fit$tau2)
  say(question, "se_tau2", fit$se.tau2)
  say(question, "i2", fit$I2 / 100)
  say(question, "h2", fit$H2)
  say(question, "q", fit$QE)
  say(question, "q_p", fit$QEp)
  if (part$method[1] == "EE") return(invisible())
  spread <- attempt(question, "tau2_lower", confint(fit, control = list(tol = 1e-13 * max(vi), tau2.max = far,
                                                                        maxiter = 10000))$random)
  if (!is.null(spread)) {
    say(question, "tau2_lower", spread["tau^2", "ci.lb"])
    say(question, "tau2_upper", spread["tau^2", "ci.ub"])
    say(question, "i2_lower", spread["I^2(%)", "ci.lb"] / 100)
    say(question, "i2_upper", spread["I^2(%)", "ci.ub"] / 100)
  }
  foretell <- function(name, fit, ...) {
    bounds <- attempt(question, paste0(name, "_prediction_lower"), predict(fit, ...))
    if (!is.null(bounds)) {
      say(question, paste0(name, "_prediction_lower"), bounds$pi.lb)
      say(question, paste0(name, "_prediction_upper"), bounds$pi.ub)
    }
  }
  foretell("metafor", fit)
  # Its types "Riley" and "t" take the error of the fit; with a test of their own they are the other conventions.
  for (test in c("z", "knha")) {
    other <- attempt(question, "*", pool(test))
    if (is.null(other)) next
    foretell(if (test == "z") "S" else "HK", other)
    foretell(if (test == "z") "HTS" else "HK-PR", other, pi.type = "riley")
    if (test == "z") foretell("V", other, pi.type = "t")
  }
}

rates <- function(question, part) {
  xi <- part$first
  ni <- part$second
  exact(question, xi, ni, part$level[1])
  if (length(xi) < 2 || sum(xi) == 0 || sum(xi) == sum(ni)) return(invisible())
  fit <- attempt(question, "*", rma.glmm(measure = "PLO", xi = xi, ni = ni, nAGQ = 25, test = part$test[1],
                                         level = 100 * part$level[1]))
  if (is.null(fit)) return(invisible())
  say(question, "estimate", fit$beta[1])
  say(question, "se", fit$se)
  say(question, "wald_lower", fit$ci.lb)
  say(question, "wald_upper", fit$ci.ub)
  say(question, "statistic", fit$zval)
  say(question, "p_value", fit$pval)
  say(question, "tau2", fit$tau2)
  say(question, "q", fit$QE.LRT)
  say(question, "q_p", fit$QEp.LRT)
}

for (question in unique(given$question)) {
  part <- given[given$question == question, ]
  if (part$counts[1] == 1) rates(question, part) else scores(question, part)
}
