"""What a workspace has bought, as the provider told us last."""
