"""What Slack remembers: workspaces, people, conversations, messages, views, triggers."""
