"""What the notebooks share: loading, plotting, labs, checks. Importing it changes nothing."""
