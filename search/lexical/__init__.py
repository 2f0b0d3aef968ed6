"""Finding by words: rare words lead, common ones decide between equals."""
