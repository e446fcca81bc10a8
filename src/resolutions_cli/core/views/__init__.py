"""Answers about disputes: advice, gaps, lists, a timeline, a pack for a panel."""
