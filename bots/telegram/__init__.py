"""The conversation over Telegram."""
