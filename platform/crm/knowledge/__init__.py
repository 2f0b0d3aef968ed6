"""What we learn about customers: kept, put in order, passed on, used, and measured."""
