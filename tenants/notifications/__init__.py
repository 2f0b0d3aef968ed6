"""What a member should know: shown under the bell, and sent where they wish."""
