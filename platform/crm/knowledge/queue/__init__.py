"""The curators' work: what was captured, what is alike, contradicted, or not looked at for long."""
