"""Sales territories: which customers belong where, who looks after them, since when."""
