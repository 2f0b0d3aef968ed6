"""Pieces of knowledge: a fact, an objection with its answer, a lesson."""
