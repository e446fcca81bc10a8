"""The folder that holds a log book: settings, procedures, calendars and marks of acceptance."""
