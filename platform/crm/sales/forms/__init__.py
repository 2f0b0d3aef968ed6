"""Forms on the firm's website by which strangers become leads."""
