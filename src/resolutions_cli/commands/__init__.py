"""One thin file a command: parse, load, ask the core, render, print."""
