"""What was recorded: entries, the log, the dispute that it tells, and what may follow."""
