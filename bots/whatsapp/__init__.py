"""The conversation over WhatsApp."""
