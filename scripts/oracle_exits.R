# Cumulative incidences by the package etm: `Rscript oracle_exits.R people.csv incidences.csv`.
suppressMessages(library(etm))

incidences <- function(people) {
  kinds <- as.character(seq_len(people$kinds[1]))
  from_waiting <- matrix(FALSE, length(kinds) + 1, length(kinds) + 1)
  from_waiting[1, -1] <- TRUE
  lives <- data.frame(
    id = seq_len(nrow(people)), from = "0", to = ifelse(people$cause == 0, "cens", people$cause),
    entry = people$entry, exit = people$exit
  )
  fitted <- suppressWarnings(etm(lives, c("0", kinds), from_waiting, "cens", 0))
  told <- suppressWarnings(summary(fitted, tr.choice = paste("0", kinds), ci.fun = "cloglog"))
  do.call(rbind, lapply(kinds, function(kind) {
    band <- told[[paste("0", kind)]]
    data.frame(
      set = people$set[1], cause = kind, time = fitted$time, at_risk = as.vector(fitted$n.risk),
      share = fitted$est["0", kind, ], variance = fitted$cov[paste("0", kind), paste("0", kind), ],
      lower = band$lower, upper = band$upper
    )
  }))
}

files <- commandArgs(trailingOnly = TRUE)
options(digits = 17)
people <- read.csv(files[1])
write.csv(do.call(rbind, lapply(split(people, people$set), incidences)), files[2], row.names = FALSE)
