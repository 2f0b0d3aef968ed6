"""The composition: everything below is put together here, and nowhere else."""
