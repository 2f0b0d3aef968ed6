"""Who changed what, when: the workspace's memory of its settings and records."""
