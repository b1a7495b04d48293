"""What labs are built of."""
