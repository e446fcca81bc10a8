"""A person at the keyboard: reading answers, going back, and keeping drafts."""
