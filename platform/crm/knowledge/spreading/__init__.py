"""Knowledge comes to whom it helps: for an open deal, a few a week; and weekly to everybody."""
