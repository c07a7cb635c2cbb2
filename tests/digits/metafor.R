# What metafor answers to the pooled designs, at 17 digits, as anyone would call it: Rscript metafor.R designs.csv metafor.csv
suppressMessages(library(metafor))
files <- commandArgs(TRUE)
table <- read.csv(files[1], colClasses = "character")
told <- function(part, row, column, value) {
  cat(sprintf("%s,%s,\"%s\",%s\n", part, row, column, sprintf("%.17g", value)), file = files[2], append = TRUE)
}
cat(sprintf("# metafor %s, R %s\n", packageVersion("metafor"), getRversion()), file = files[2])
for (design in unique(table$design)) {
  part <- table[table$design == design, ]
  yi <- as.numeric(part$yi); vi <- as.numeric(part$vi); ai <- as.numeric(part$weight)
  for (method in c("DL", "HE", "HS", "HSk", "SJ", "SJIT", "PM", "PMM", "DLIT", "EB", "ML", "REML", "GENQ", "GENQM")) {
    asked <- list(yi = yi, vi = vi, method = method)
    if (method %in% c("GENQ", "GENQM")) asked$weights <- ai
    fit <- tryCatch(suppressWarnings(do.call(rma, asked)), error = function(e) NULL)
    told("tau2", method, design, if (is.null(fit)) NaN else fit$tau2)
  }
  for (method in c("EE", "DL", "REML")) {
    z <- tryCatch(suppressWarnings(rma(yi, vi, method = method)), error = function(e) NULL)
    t <- tryCatch(suppressWarnings(rma(yi, vi, method = method, test = "knha")), error = function(e) NULL)
    if (is.null(z) || is.null(t)) next
    told("pooled", paste0(method, ": estimate"), design, z$beta[1])
    told("pooled", paste0(method, ": SE z"), design, z$se)
    told("pooled", paste0(method, ": SE knha"), design, t$se)
    told("pooled", paste0(method, ": P z"), design, z$pval)
    told("pooled", paste0(method, ": P knha"), design, t$pval)
    told("pooled", paste0(method, ": lower z"), design, z$ci.lb)
    told("pooled", paste0(method, ": upper knha"), design, t$ci.ub)
    told("pooled", paste0(method, ": I²"), design, z$I2 / 100)
    told("pooled", paste0(method, ": H²"), design, z$H2)
    if (method == "DL") {
      told("pooled", "Q", design, z$QE)
      told("pooled", "P of Q", design, z$QEp)
      bounds <- tryCatch(suppressWarnings(confint(z)$random[1, 2:3]), error = function(e) c(NaN, NaN))
      told("pooled", "Q-profile lower", design, bounds[1])
      told("pooled", "Q-profile upper", design, bounds[2])
    }
  }
}
