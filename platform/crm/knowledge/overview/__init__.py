"""The firm's knowledge on one page: what is known, asked, stale, said, and what helped."""
