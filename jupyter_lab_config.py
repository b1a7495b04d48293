"""JupyterLab as the course wants it, on every system: `jupyter lab --config=jupyter_lab_config.py`."""

import os
import tempfile

c = get_config()  # noqa: F821
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.allow_root = True  # as in a container
c.ServerApp.tornado_settings = {"websocket_max_message_size": 32 << 20}  # a photo is one message to the kernel
c.LabApp.default_url = "/lab/tree/notebooks/7-1a-logistic-regression.ipynb"

try:
    with tempfile.TemporaryFile(dir=os.path.expanduser("~")) as file:
        file.write(bytes(1 << 20))
except OSError:  # the home is full or cannot be written: what Jupyter keeps there is kept for today only
    today = tempfile.mkdtemp(prefix="jupyter-")
    os.environ.setdefault("IPYTHONDIR", f"{today}/ipython")
    os.environ.setdefault("JUPYTER_DATA_DIR", f"{today}/data")
    c.LabApp.user_settings_dir, c.LabApp.workspaces_dir = f"{today}/settings", f"{today}/workspaces"
