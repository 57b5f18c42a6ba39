"""The one door to Slack: what comes in is typed here, what goes out is said here."""
