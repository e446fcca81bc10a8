"""The folder that holds a log book: settings, procedures, calendars, what was accepted."""
