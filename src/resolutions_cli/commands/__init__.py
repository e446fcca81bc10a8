"""One thin file for each command: parse, load, ask the core, render, print."""
