"""How promising a lead is, and why: rules that the firm sets, and what its past teaches."""
