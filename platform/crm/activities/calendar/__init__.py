"""The calendar: days, weeks and months of appointments, and who is busy when."""
