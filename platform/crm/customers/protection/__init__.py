"""Customers that stay with their owner for a while, whatever the rules say."""
