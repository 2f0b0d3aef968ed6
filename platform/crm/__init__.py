"""The CRM itself: record types, each declared once on the record engine."""
