# Recomputes every number of answers.csv from cohorts.csv, and stops where one differs.
#
#   Rscript recompute.R
#
# It needs R 4 with metafor 3.8 or newer; lme4 adds metafor's own fit of the rates, and the methods GENQ and GENQM need
# CompQuadForm. Both tables are looked for beside this script, so the folder may be moved. Nothing is written; the exit
# status is 1 where a number differs.
#
# cohorts.csv   a row a cohort an outcome: the raw numbers under metafor's names (1 = after, 2 = before treatment)
# answers.csv   a row a pooled answer: what MetaSacro computed, and by which choices
suppressPackageStartupMessages(library(metafor))

# How closely two numbers must agree, as a share of the number (of the standard error, where the number is near 0).
TOLERANCE <- c(
  closed = 1e-9,      # a formula: both sides round differently, and the tables hold 17 digits
  iterated = 1e-7,    # the end of an iteration: the estimators of tau2 and all that follows from them
  likelihood = 1e-4,  # rates: maxima of a likelihood that this script integrates and searches itself
  glmm = 2e-2         # rates by rma.glmm: lme4 stops early, and its quadrature has few nodes
)

# Conventions of the prediction interval for which metafor has no counterpart and no formula is short.
NOT_RECOMPUTED <- c(
  NNF = "the NNF prediction interval needs the exact distribution of Q",
  KR = "the Kenward-Roger prediction interval needs the expected information of REML",
  "KR-PR" = "the Kenward-Roger prediction interval needs the expected information of REML",
  CD = "the prediction interval of counts is drawn from a confidence distribution of tau2 of our own"
)

TEXT <- c("outcome", "study", "cohort", "slab", "in_pool", "index", "subgroup", "measure", "r_assumed", "conversion",
          "source", "where", "which", "group", "model", "method", "test", "interval_method", "prediction_method")

# ---- Reading ---------------------------------------------------------------------------------------------------

folder <- function() {
  given <- grep("^--file=", commandArgs(FALSE), value = TRUE)
  if (length(given)) return(dirname(normalizePath(gsub("~+~", " ", sub("^--file=", "", given[1]), fixed = TRUE))))
  sourced <- unlist(lapply(sys.frames(), function(frame) frame$ofile))
  if (length(sourced)) dirname(normalizePath(sourced[1])) else getwd()
}

table_of <- function(name) {
  found <- read.csv(file.path(folder(), name), colClasses = "character", na.strings = "", check.names = FALSE,
                    encoding = "UTF-8")
  for (column in setdiff(names(found), TEXT)) {
    numbers <- suppressWarnings(as.numeric(found[[column]]))
    if (any(is.na(numbers) & !is.na(found[[column]]))) stop(name, ": `", column, "` holds what is no number")
    found[[column]] <- numbers
  }
  found
}

# ---- Comparing -------------------------------------------------------------------------------------------------

compared <- data.frame()
left_alone <- character()

# `floor`: what a difference is measured against where the number itself is near 0.
compare <- function(about, name, ours, theirs, kind, by = "metafor", floor = 0, needed = FALSE) {
  if (length(ours) == 0 || is.na(ours)) {
    if (!needed || is.na(theirs)) return(invisible())
    agrees <- FALSE  # the table has no number where there is one
  } else if (is.na(theirs)) {
    agrees <- FALSE
  } else {
    agrees <- abs(ours - theirs) <= TOLERANCE[[kind]] * max(abs(ours), abs(theirs), floor)
  }
  compared <<- rbind(compared, data.frame(about = about, name = name, ours = ours, theirs = theirs, kind = kind,
                                          by = by, agrees = agrees))
}

not_recomputed <- function(about, why) left_alone <<- c(left_alone, paste0(about, ": ", why))

# ---- Cohorts ---------------------------------------------------------------------------------------------------

logit_interval <- function(x, n, level) {  # Clopper and Pearson
  outside <- (1 - level) / 2
  c(if (x == 0) 0 else qbeta(outside, x, n - x + 1), if (x == n) 1 else qbeta(1 - outside, x + 1, n - x))
}

# yi and vi by escalc. `open` is the variance of the means that printed medians leave open; it is not recomputed.
effects_of <- function(rows, ri = rows$ri) {
  yi <- vi <- rep(NA_real_, nrow(rows))
  for (i in seq_len(nrow(rows))) {
    row <- rows[i, ]
    if (row$measure == "MC") {
      found <- escalc("MC", m1i = row$m1i, sd1i = row$sd1i, m2i = row$m2i, sd2i = row$sd2i, ni = row$ni, ri = ri[i])
    } else if (row$measure == "MN") {
      found <- escalc("MN", mi = row$mi, sdi = row$sdi, ni = row$ni)
    } else if (row$xi > 0 && row$xi < row$ni) {
      found <- escalc("PLO", xi = row$xi, ni = row$ni, add = 0, to = "none")
    } else {
      next  # nobody or everybody: the log odds do not exist, and nothing is added to make them
    }
    yi[i] <- found$yi[1]
    vi[i] <- found$vi[1] + if (is.na(row$open)) 0 else row$open
  }
  list(yi = yi, vi = vi)
}

check_cohorts <- function(rows, level) {
  found <- effects_of(rows)
  for (i in seq_len(nrow(rows))) {
    row <- rows[i, ]
    about <- paste(row$outcome, row$slab, sep = " / ")
    compare(about, "yi", row$yi, found$yi[i], "closed", floor = sqrt(found$vi[i]), needed = TRUE)
    compare(about, "vi", row$vi, found$vi[i], "closed", needed = TRUE)
    bounds <- if (row$measure == "PLO") logit_interval(row$xi, row$ni, level) else
      found$yi[i] + c(-1, 1) * qnorm((1 + level) / 2) * sqrt(found$vi[i])
    by <- if (row$measure == "PLO") "Clopper-Pearson in base R" else "base R"
    compare(about, "ci_lower", row$ci_lower, bounds[1], "closed", by, floor = 1e-3, needed = TRUE)
    compare(about, "ci_upper", row$ci_upper, bounds[2], "closed", by, floor = 1e-3, needed = TRUE)
    if (!is.na(row$conversion)) {
      not_recomputed(about, paste0("mean and SD from a median by `", row$conversion, "` (m1i, sd1i, m2i, sd2i, open)"))
    }
  }
}

# ---- Scores: inverse variance -----------------------------------------------------------------------------------

fitted_by_rma <- function(yi, vi, answer) {
  arguments <- list(yi = yi, vi = vi, method = answer$method, test = answer$test, level = 100 * answer$level)
  if (answer$method %in% c("GENQ", "GENQM")) arguments$weights <- rep(1, length(yi))
  # To the end of the iteration; where that oscillates, in shorter steps, then with metafor's own patience.
  tries <- list(list(threshold = 1e-14, maxiter = 1000, tol = 1e-14),
                list(threshold = 1e-10, maxiter = 1000, stepadj = 0.5), list())
  for (control in tries) {
    fit <- tryCatch(do.call(rma, c(arguments, list(control = control))), error = function(failed) failed)
    if (inherits(fit, "rma")) return(fit)
  }
  conditionMessage(fit)  # why not: an estimator may not converge here, or need a package that is not installed
}

prediction_of <- function(fit, yi, vi, answer) {
  k <- length(yi)
  convention <- answer$prediction_method
  if (convention == "metafor") {
    found <- predict(fit, level = 100 * answer$level)
    return(c(found$pi.lb, found$pi.ub))
  }
  w <- 1 / (vi + fit$tau2)
  classic <- 1 / sum(w)
  knapp <- sum(w * (yi - fit$beta[1])^2) / ((k - 1) * sum(w))
  variance <- if (convention %in% c("HK", "HK-PR")) knapp else classic
  df <- switch(convention, S = Inf, V = k - 1, HTS = k - 2, HK = k - 1, "HK-PR" = k - 2)
  fit$beta[1] + c(-1, 1) * qt((1 + answer$level) / 2, df) * sqrt(fit$tau2 + variance)
}

check_tau2_interval <- function(about, fit, yi, vi, answer) {
  if (is.na(answer$tau2_lower)) return(invisible())
  if (answer$method %in% c("GENQ", "GENQM") && !requireNamespace("CompQuadForm", quietly = TRUE)) {
    return(not_recomputed(about, "the interval of tau2, for which metafor needs the package CompQuadForm"))
  }
  control <- list(tol = 1e-12, maxiter = 10000, tau2.max = 1e4 * (max(vi) + diff(range(yi))^2))
  found <- suppressWarnings(confint(fit, level = 100 * answer$level, control = control)$random["tau^2", 2:3])
  if (anyNA(found) && answer$tau2_lower == 0 && answer$tau2_upper == 0) found <- c(0, 0)  # no tau2 fits: metafor says NA
  for (side in 1:2) {
    compare(about, c("tau2_lower", "tau2_upper")[side], answer[[c("tau2_lower", "tau2_upper")[side]]], found[side],
            "iterated", floor = fit$vi[1])
  }
}

check_scores <- function(about, rows, answer) {
  yi <- rows$yi
  vi <- rows$vi
  if (answer$which == "correlation") {  # the same cohorts with every assumed correlation set to this value
    assumed <- effects_of(rows, ifelse(rows$r_assumed == "TRUE", as.numeric(answer$group), rows$ri))
    yi <- assumed$yi
    vi <- assumed$vi
  }
  if (length(yi) == 1) {  # one cohort answers with its own interval
    z <- qnorm((1 + answer$level) / 2)
    compare(about, "estimate", answer$estimate, yi, "closed", "base R", sqrt(vi), TRUE)
    compare(about, "se", answer$se, sqrt(vi), "closed", "base R", needed = TRUE)
    compare(about, "lower", answer$lower, yi - z * sqrt(vi), "closed", "base R", sqrt(vi), TRUE)
    compare(about, "upper", answer$upper, yi + z * sqrt(vi), "closed", "base R", sqrt(vi), TRUE)
    compare(about, "p_value", answer$p_value, 2 * pnorm(-abs(yi) / sqrt(vi)), "iterated", "base R")
    return(invisible())
  }
  fit <- fitted_by_rma(yi, vi, answer)
  if (is.character(fit)) return(not_recomputed(about, paste("everything, because rma says:", fit)))
  compare(about, "estimate", answer$estimate, fit$beta[1], "iterated", floor = fit$se, needed = TRUE)
  compare(about, "lower", answer$lower, fit$ci.lb, "iterated", floor = fit$se, needed = TRUE)
  compare(about, "upper", answer$upper, fit$ci.ub, "iterated", floor = fit$se, needed = TRUE)
  if (answer$which == "correlation") return(invisible())
  compare(about, "se", answer$se, fit$se, "iterated", needed = TRUE)
  compare(about, "p_value", answer$p_value, fit$pval, "iterated")
  compare(about, "tau2", answer$tau2, fit$tau2, "iterated", floor = fit$se^2, needed = TRUE)
  compare(about, "se_tau2", answer$se_tau2, fit$se.tau2, "iterated")
  check_tau2_interval(about, fit, yi, vi, answer)
  compare(about, "i2", answer$i2, fit$I2 / 100, "iterated", floor = 1e-3, needed = TRUE)
  compare(about, "h2", answer$h2, fit$H2, "iterated", needed = TRUE)
  compare(about, "q", answer$q, fit$QE, "iterated", floor = 1e-3, needed = TRUE)
  compare(about, "q_df", answer$q_df, length(yi) - 1, "closed", "base R", needed = TRUE)
  compare(about, "q_p", answer$q_p, fit$QEp, "iterated", needed = TRUE)
  if (answer$which == "pool") {
    shares <- weights(fit) / 100
    for (i in seq_along(yi)) compare(about, paste("weight of", rows$slab[i]), rows$weight[i], shares[[i]], "iterated")
  }
  if (is.na(answer$prediction_lower)) return(invisible())
  if (answer$prediction_method %in% names(NOT_RECOMPUTED)) {
    return(not_recomputed(about, NOT_RECOMPUTED[[answer$prediction_method]]))
  }
  if (answer$prediction_method != "metafor" && answer$method %in% c("GENQ", "GENQM")) {
    return(not_recomputed(about, "a prediction interval of another convention under weights of one's own"))
  }
  found <- prediction_of(fit, yi, vi, answer)
  compare(about, "prediction_lower", answer$prediction_lower, found[1], "iterated", floor = fit$se, needed = TRUE)
  compare(about, "prediction_upper", answer$prediction_upper, found[2], "iterated", floor = fit$se, needed = TRUE)
}

# ---- Rates: the binomial-normal model (Stijnen, Hamza and Ozdemir 2010) -------------------------------------------
# x ~ Bin(n, expit(mu + tau u)), u ~ N(0, 1). The integral over u is an even rule around the peak of its integrand,
# whose logarithm is at least as curved as that of the normal density: beyond 9 there is nothing left of it.

log_likelihood <- function(mu, tau, x, n) {
  if (tau < 1e-9) return(sum(dbinom(x, n, plogis(mu), log = TRUE)))
  one <- function(x, n) {
    slope <- function(u) tau * (x - n * plogis(mu + tau * u)) - u
    peak <- uniroot(slope, c(tau * (x - n) - 1e-6, tau * x + 1e-6), tol = 1e-9)$root
    p <- plogis(mu + tau * peak)
    step <- min(0.4 / sqrt(1 + tau^2 * n * p * (1 - p)), 0.2 / max(tau, 0.5))
    u <- seq(peak - 9, peak + 9, by = step)
    eta <- mu + tau * u
    terms <- x * plogis(eta, log.p = TRUE) + (n - x) * plogis(-eta, log.p = TRUE) + dnorm(u, log = TRUE)
    lchoose(n, x) + max(terms) + log(step * sum(exp(terms - max(terms))))
  }
  sum(mapply(one, x, n))
}

best_mu <- function(tau, x, n) {
  middle <- qlogis((sum(x) + 0.5) / (sum(n) + 1))
  optimize(log_likelihood, middle + c(-1, 1) * (4 + 4 * tau), tau = tau, x = x, n = n, maximum = TRUE, tol = 1e-9)
}

profile_of_tau <- function(tau, x, n) best_mu(tau, x, n)$objective

best_tau <- function(height, most = 30) {  # there may be two peaks: look everywhere, then closely
  grid <- c(0, exp(seq(log(0.02), log(most), length.out = 22)))
  at <- which.max(vapply(grid, height, 0))
  close <- optimize(height, grid[c(max(at - 1, 1), min(at + 1, length(grid)))], maximum = TRUE, tol = 1e-9)
  if (height(0) >= close$objective - 1e-9) list(maximum = 0, objective = height(0)) else close
}

fitted_rates <- function(x, n) {
  best <- best_tau(function(tau) profile_of_tau(tau, x, n))
  tau <- best$maximum
  if (tau == 0) {
    share <- sum(x) / sum(n)
    return(list(mu = qlogis(share), tau = 0, se = 1 / sqrt(sum(n) * share * (1 - share)), se_tau2 = NA,
                height = sum(dbinom(x, n, share, log = TRUE))))
  }
  mu <- best_mu(tau, x, n)$maximum
  curvature <- optimHess(c(mu, tau), function(at) log_likelihood(at[1], at[2], x, n),
                         control = list(ndeps = c(1e-3, 1e-3 * tau)))
  errors <- sqrt(diag(solve(-curvature)))
  list(mu = mu, tau = tau, se = errors[1], se_tau2 = 2 * tau * errors[2], height = best$objective)
}

where_it_falls <- function(height, threshold, from, step) {  # outward from `from` to where `height` is the threshold
  inside <- from
  repeat {
    outside <- inside + step
    if (height(outside) < threshold) break
    inside <- outside
    step <- 2 * step
  }
  uniroot(function(at) height(at) - threshold, sort(c(inside, outside)), tol = 1e-9)$root
}

check_tau2_profile <- function(about, fit, x, n, answer) {
  if (is.na(answer$tau2_upper)) return(invisible())
  threshold <- fit$height - qchisq(answer$level, 1) / 2
  height <- function(tau) profile_of_tau(tau, x, n)
  lower <- if (height(0) >= threshold) 0 else
    uniroot(function(tau) height(tau) - threshold, c(0, fit$tau), tol = 1e-9)$root
  upper <- where_it_falls(height, threshold, fit$tau, 0.5)
  compare(about, "tau2_lower", answer$tau2_lower, lower^2, "likelihood", "base R", floor = 1e-3, needed = TRUE)
  compare(about, "tau2_upper", answer$tau2_upper, upper^2, "likelihood", "base R", needed = TRUE)
}

check_by_glmm <- function(about, x, n, answer) {
  if (!requireNamespace("lme4", quietly = TRUE)) {
    return(not_recomputed(about, "the fit by rma.glmm, because lme4 is not installed; base R fitted the model"))
  }
  fit <- tryCatch(suppressWarnings(rma.glmm(measure = "PLO", xi = x, ni = n, nAGQ = 25)), error = function(failed) NULL)
  if (is.null(fit)) return(not_recomputed(about, "the fit by rma.glmm, which failed; base R fitted the model"))
  compare(about, "estimate", answer$estimate, fit$beta[1], "glmm", "rma.glmm", floor = fit$se)
  compare(about, "tau2", answer$tau2, fit$tau2, "glmm", "rma.glmm", floor = fit$se)
}

check_rates <- function(about, rows, answer) {
  x <- rows$xi
  n <- rows$ni
  by <- "base R"
  total <- logit_interval(sum(x), sum(n), answer$level)
  compare(about, "exact_lower", answer$exact_lower, total[1], "closed", by, floor = 1e-3)
  compare(about, "exact_upper", answer$exact_upper, total[2], "closed", by, floor = 1e-3)
  if (sum(x) %in% c(0, sum(n))) return(invisible())  # no model can be fitted
  if (length(x) == 1) {
    compare(about, "estimate", answer$estimate, qlogis(x / n), "closed", by, floor = 1, needed = TRUE)
    compare(about, "se", answer$se, sqrt(1 / x + 1 / (n - x)), "closed", by, needed = TRUE)
    compare(about, "lower", answer$lower, qlogis(total[1]), "closed", by, floor = 1, needed = TRUE)
    compare(about, "upper", answer$upper, qlogis(total[2]), "closed", by, floor = 1, needed = TRUE)
    return(check_shares(about, answer))
  }
  fit <- fitted_rates(x, n)
  df <- if (answer$test == "z") Inf else length(x) - 1
  t <- qt((1 + answer$level) / 2, df)
  compare(about, "estimate", answer$estimate, fit$mu, "likelihood", by, floor = fit$se, needed = TRUE)
  compare(about, "se", answer$se, fit$se, "likelihood", by, needed = TRUE)
  compare(about, "p_value", answer$p_value, 2 * pt(-abs(fit$mu / fit$se), df), "likelihood", by, floor = 1e-2)
  if (answer$interval_method == "profile") {
    height <- function(mu) best_tau(function(tau) log_likelihood(mu, tau, x, n))$objective
    bounds <- c(where_it_falls(height, fit$height - t^2 / 2, fit$mu, -fit$se),
                where_it_falls(height, fit$height - t^2 / 2, fit$mu, fit$se))
  } else {
    bounds <- fit$mu + c(-1, 1) * t * fit$se
  }
  compare(about, "lower", answer$lower, bounds[1], "likelihood", by, floor = fit$se, needed = TRUE)
  compare(about, "upper", answer$upper, bounds[2], "likelihood", by, floor = fit$se, needed = TRUE)
  compare(about, "tau2", answer$tau2, fit$tau^2, "likelihood", by, floor = fit$se^2, needed = TRUE)
  compare(about, "se_tau2", answer$se_tau2, fit$se_tau2, "likelihood", by)
  check_tau2_profile(about, fit, x, n, answer)
  q <- 2 * (sum(dbinom(x, n, x / n, log = TRUE)) - sum(dbinom(x, n, sum(x) / sum(n), log = TRUE)))
  compare(about, "q", answer$q, q, "closed", by, floor = 1, needed = TRUE)
  compare(about, "q_df", answer$q_df, length(x) - 1, "closed", by, needed = TRUE)
  compare(about, "q_p", answer$q_p, pchisq(q, length(x) - 1, lower.tail = FALSE), "closed", by, needed = TRUE)
  check_shares(about, answer)
  check_by_glmm(about, x, n, answer)
  if (answer$which == "pool") not_recomputed(about, "the weights of counts, which are shares of information")
  if (!is.na(answer$prediction_lower)) not_recomputed(about, NOT_RECOMPUTED[["CD"]])
}

check_shares <- function(about, answer) {  # log odds, which the lines above checked, as rates
  compare(about, "rate", answer$rate, plogis(answer$estimate), "closed", "base R", needed = TRUE)
  compare(about, "rate_lower", answer$rate_lower, plogis(answer$lower), "closed", "base R", needed = TRUE)
  compare(about, "rate_upper", answer$rate_upper, plogis(answer$upper), "closed", "base R", needed = TRUE)
}

# ---- All of it ---------------------------------------------------------------------------------------------------

cohorts <- table_of("cohorts.csv")
answers <- table_of("answers.csv")
if (nrow(answers) == 0) stop("answers.csv holds no answer")
for (outcome in unique(answers$outcome)) {
  level <- answers$level[answers$outcome == outcome][1]
  check_cohorts(cohorts[cohorts$outcome == outcome, ], level)
}
for (at in seq_len(nrow(answers))) {
  answer <- answers[at, ]
  about <- paste(c(answer$outcome, answer$which, if (!is.na(answer$group)) answer$group), collapse = " / ")
  rows <- cohorts[cohorts$outcome == answer$outcome, ]
  rows <- switch(answer$which,
    pool = , correlation = rows[rows$in_pool == "TRUE", ],
    "without index" = rows[rows$in_pool == "TRUE" & rows$index == "FALSE", ],
    subgroup = rows[!is.na(rows$subgroup) & rows$subgroup == answer$group, ],
    stop("answers.csv: nobody knows what `", answer$which, "` is")
  )
  if (nrow(rows) != answer$k) stop(about, ": ", nrow(rows), " cohorts, and not ", answer$k)
  if (answer$model == "binomial-normal") check_rates(about, rows, answer) else check_scores(about, rows, answer)
}

cat("metafor", as.character(packageVersion("metafor")), "under", R.version.string, "\n\n")
compared$apart <- abs(compared$ours - compared$theirs)
for (about in unique(compared$about)) {
  cat(about, "\n", sep = "")
  part <- compared[compared$about == about, ]
  cat(sprintf("  %s %16s %16s %10s  %-10s %s%s\n", formatC(part$name, width = -max(nchar(part$name), 16)),
              sprintf("%.8g", part$ours), sprintf("%.8g", part$theirs), sprintf("%.1e", part$apart), part$kind, part$by,
              ifelse(part$agrees, "", "  DIFFERS")), sep = "")
}
cat("\nTolerances, as shares:", paste(names(TOLERANCE), TOLERANCE, collapse = " | "), "\n")
cat("\nNot recomputed:\n", if (length(left_alone)) paste0("  ", left_alone, "\n") else "  nothing\n", sep = "")
wrong <- compared[!compared$agrees, ]
if (nrow(wrong)) {
  stop(nrow(wrong), " of ", nrow(compared), " numbers differ: ",
       paste(head(paste(wrong$about, wrong$name, sep = " / "), 8), collapse = "; "), call. = FALSE)
}
if (nrow(compared) == 0) stop("no number was recomputed")
cat("\n", nrow(compared), " numbers recomputed, all agree; ", length(left_alone), " lines not recomputed\n", sep = "")
