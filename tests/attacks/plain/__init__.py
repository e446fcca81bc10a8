"""The rules of the record and of its dates once more, as simply as they can be said.

What the program is held against; it shares no code with it. Procedures are read as plain TOML and
official lists as plain JSON, days are counted one by one, and the log is a list of facts that is
gone through from the beginning for every question.
"""
