"""Keeping what was learnt where it was learnt: with one tap, whole, its order proposed."""
