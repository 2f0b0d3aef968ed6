"""Money that was paid and went back: refunds, disputes, credit notes."""
