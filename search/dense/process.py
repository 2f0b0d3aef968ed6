"""Keeping an embedder running beside the worker."""

import os
import subprocess
import sys
from pathlib import Path


class EmbedderProcess:
    """A child that ends when we do; `start` again after it died."""

    def __init__(self, data_dir: Path, model: str) -> None:
        self._command = [sys.executable, "-m", "search.dense.embedder"]
        self._command += ["--data-dir", str(data_dir), "--model", model]
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        if not self.alive:
            calm = {"OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
            self._child = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                start_new_session=True,
                env=os.environ | calm,
            )

    @property
    def alive(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def stop(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.terminate()
        try:
            child.wait(5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        if child.stdin is not None:
            child.stdin.close()
