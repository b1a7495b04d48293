"""A class on one server: JupyterHub's settings, its students and where each of them is kept."""
