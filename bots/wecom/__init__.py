"""WeCom (企业微信): a workspace's own app in its company there."""
