"""Chat networks as their administrators and their users see them: connect, test, link, let go."""
