"""The app served for real, as `make app` does, at a free port of this machine."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

from unmeasured import UNMEASURED

ROOT = Path(__file__).parents[1]


def free_port() -> int:
    """Return a port of this machine at which nothing is served."""
    with socket.socket() as listener:
        listener.bind(("localhost", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_until_served(address: tuple[str, int], server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError(f"the app ended with {server.returncode} before it served a page")
        try:
            socket.create_connection(address, timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the app did not serve a page")


class Server:
    """The app in a process of its own; it can be stopped, and started again at the same port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self.start()

    def start(self) -> None:
        """Serve, and return once a browser can connect."""
        command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={self.port}"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=UNMEASURED, stdout=subprocess.DEVNULL
        )
        _wait_until_served(("localhost", self.port), self.process)

    def stop(self) -> None:
        """End the process."""
        self.process.terminate()
        self.process.wait(timeout=20)
