"""What Understudy does: it hears Slack, decides with `content`, remembers with `storage`, and speaks."""
