"""Summaries of disputes for lists, stored in the cache folder."""
