"""The shared module of the notebooks: loading, plotting, labs, checks. Importing it changes nothing."""
