"""Feishu, and Lark as it is called abroad: a workspace's own app in either of them."""
