"""The partners' portal: what people of a partner firm see of the deals that it registered."""
