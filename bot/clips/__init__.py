"""Clips: voice and video answers, read from Slack's own transcript once their author heard themselves."""
