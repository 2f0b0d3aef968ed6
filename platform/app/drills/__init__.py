"""Misfortunes on purpose, and what is left afterwards."""
