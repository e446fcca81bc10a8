"""Opening a dispute: the questions, and the recording of immediate risk before them."""
