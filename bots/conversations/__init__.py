"""What customers write to a workspace's own bot: conversations, answered by people."""
