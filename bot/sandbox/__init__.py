"""A local Slack: Web API, Socket Mode and signed HTTP events, driven by made-up people, never kinder than Slack."""
