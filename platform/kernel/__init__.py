"""What every part stands on: database, transactions, errors, events, jobs, clock, money, words."""
