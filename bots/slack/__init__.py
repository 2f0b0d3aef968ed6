"""The conversation over Slack."""
