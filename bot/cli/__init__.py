"""The command line: `python -m bot …`, also `understudy …`."""
