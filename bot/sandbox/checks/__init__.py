"""What a payload must fulfil: Block Kit's limits, surfaces, and what lets everybody in."""
