"""What the firm's figures say: funnel, forecast, wins and losses, targets, ranks."""
