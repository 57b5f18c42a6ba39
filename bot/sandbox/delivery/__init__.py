"""How Slack hands payloads to the app: envelopes, sockets, signed HTTP, retries and their faults."""
