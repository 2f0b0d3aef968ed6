"""The doors of chat networks: who may speak, in what order, and how it is answered.

A network is an `Adapter` (`channel.py`): it verifies, parses, renders, sends and downloads, and has
no rule of the business. Everything else is here and in `bots.core`, once for all of them.
"""
