"""Lists of customers that somebody works through, one by one."""
