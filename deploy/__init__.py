"""A class on one server: JupyterHub's settings, its students' accounts and the notebooks that they pull."""
