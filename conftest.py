"""For every test, those of the notebooks included: what a student of this machine has solved stays out of it."""

import os
import tempfile

os.environ["JUPYTER_DATA_DIR"] = tempfile.mkdtemp(prefix="jupyter-data-")
