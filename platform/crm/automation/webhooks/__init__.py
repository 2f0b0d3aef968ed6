"""Webhooks: other programs are told what happened to records."""
