"""The whole product as an owner runs it: `guanxi up`, with its worker and its database."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from browsing import free_port

ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / "tests" / "artefacts"
START_SECONDS = 90
STOP_SECONDS = 45


@contextmanager
def running(*options: str, **settings: str) -> Iterator[str]:
    """Start it on a free port and a new folder; its address, until it is stopped.

    `settings` are those of the operator, by their names without the house's.
    """
    port = free_port()
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    log = ARTEFACTS / f"product-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.log"
    with tempfile.TemporaryDirectory(prefix="guanxi-browser-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        command = [sys.executable, "-m", "app", "up", "--port", str(port), "--data", folder]
        own = {key: value for key, value in os.environ.items() if not key.startswith("GUANXI_")}
        own["PYTHONPATH"] = f"{ROOT}:{ROOT / 'platform'}"
        own |= {f"GUANXI_{name.upper()}": value for name, value in settings.items()}
        with log.open("wb") as out:
            process = subprocess.Popen(
                [*command, *options], cwd=ROOT, env=own, stdout=out, stderr=subprocess.STDOUT
            )
            try:
                _await(process, f"http://127.0.0.1:{port}", log)
                yield f"http://127.0.0.1:{port}"
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(STOP_SECONDS)


def _await(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if "Guanxi is ready" in log.read_text(errors="replace"):
            return
        time.sleep(0.2)
    raise RuntimeError(f"{url} did not start: {log.read_text(errors='replace')[-2000:]}")


class Firm:
    """A person of the product by its API, to make and to read what a test is about."""

    def __init__(self, url: str, token: str, slug: str) -> None:
        self.url, self.slug = url, slug
        self._headers = {"Authorization": f"Bearer {token}"}

    @classmethod
    def sign_in(cls, url: str, email: str, password: str, slug: str) -> "Firm":
        answer = httpx.post(
            f"{url}/api/v1/sessions", json={"email": email, "password": password}, timeout=20
        )
        assert answer.status_code == 201, answer.text
        return cls(url, answer.json()["token"], slug)

    def call(self, method: str, path: str, **body: Any) -> Any:
        place = path if path.startswith("/") else f"/api/v1/{self.slug}/{path}"
        answer = httpx.request(
            method, f"{self.url}{place}", json=body or None, headers=self._headers, timeout=20
        )
        assert answer.is_success, f"{method} {place}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def create(self, plural: str, **fields: Any) -> Any:
        return self.call("POST", plural, **fields)

    def first(self, plural: str) -> str:
        """The id of any record."""
        return str(self.call("GET", f"{plural}?limit=1")["items"][0]["id"])
