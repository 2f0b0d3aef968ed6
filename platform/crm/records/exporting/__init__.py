"""All that a workspace holds, to take away and to bring into another one."""
