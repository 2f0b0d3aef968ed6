"""How a firm deals with its customers: caps, days, numbers; every version is kept."""
