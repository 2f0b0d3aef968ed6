"""How a workspace wants its knowledge: how much comes by itself, and who words the answers."""
