"""The use cases: a run's circumstances, its questions, and the reading, recording and showing."""
