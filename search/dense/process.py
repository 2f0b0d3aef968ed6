"""Keeping an embedder running beside the worker."""

import os
import subprocess
import sys
import threading
from pathlib import Path

from search.dense.models import dense_is_possible

CALM = {"OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
FIRST_PAUSE = 2.0
LONGEST_PAUSE = 300.0
STOP_SECONDS = 5.0


class EmbedderProcess:
    """A child that ends when we do, and is started again when it dies; nothing without torch."""

    def __init__(self, data_dir: Path, model: str) -> None:
        self._command = [sys.executable, "-m", "search.dense.embedder"]
        self._command += ["--data-dir", str(data_dir), "--model", model]
        self._stopping = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._watch: threading.Thread | None = None

    def start(self) -> None:
        if self._watch is None and dense_is_possible():
            self._watch = threading.Thread(target=self._keep, name="embedder", daemon=True)
            self._watch.start()

    @property
    def pid(self) -> int:
        """Of the child that runs; 0 while there is none."""
        return self._child.pid if self._child is not None else 0

    def stop(self) -> None:
        self._stopping.set()
        if self._child is not None:
            self._child.terminate()
        if self._watch is not None:
            self._watch.join(STOP_SECONDS)
        if self._child is not None and self._child.poll() is None:
            self._child.kill()

    def _keep(self) -> None:
        """A model that cannot be loaded is tried again ever more rarely."""
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            with self._spawn() as child:
                self._child = child
                if self._stopping.is_set():
                    child.terminate()
                child.wait()
            if self._stopping.wait(pause):
                return
            pause = min(pause * 2, LONGEST_PAUSE)

    def _spawn(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            env=os.environ | CALM,
        )
