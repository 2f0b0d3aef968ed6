"""Firms that want the same customers."""
