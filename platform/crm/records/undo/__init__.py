"""Changes to many records that can be taken back as one."""
