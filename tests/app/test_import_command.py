"""`guanxi import` as it is typed: a process of its own, that nobody has prepared."""

import asyncio
import os
import subprocess
import sys


async def test_a_file_comes_in_by_the_command(acme, dsn, settings, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("Name,E-mail\nAnna Berg,anna@example.com\n", encoding="utf-8")
    command = [sys.executable, "-m", "app", "import", str(file), "--workspace", acme.slug]
    done = await asyncio.to_thread(
        subprocess.run,
        [*command, "--data", str(settings.data_dir)],
        capture_output=True,
        text=True,
        env={k: v for k, v in os.environ.items() if k != "GUANXI_DATABASE_URL"},
    )
    assert done.returncode == 0, done.stderr
    [row] = (await acme.get("contacts"))["items"]
    assert (row["name"], row["emails"][0]["value"]) == ("Anna Berg", "anna@example.com")
