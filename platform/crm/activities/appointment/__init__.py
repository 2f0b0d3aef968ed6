"""Appointments: agreed times with customers and colleagues, once or again and again."""
