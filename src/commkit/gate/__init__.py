"""The gate: rules on indicators, judged period by period, for `check` and for `alerts`."""
