"""Pure rules: counting, procedures, the log as a fold; no files, no clock, no printing."""
