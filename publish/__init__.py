"""What leaves the repository, and what is computed for it."""
