"""The record: the log, the dispute made from it, and the moves that may follow."""
