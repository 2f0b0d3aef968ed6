"""Pipelines: the stages that a deal passes."""
