"""Processes of the embedded database: as whom they run, and which are left from before."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

ORDINARY_USERS = ("postgres", "nobody")


class Account(NamedTuple):
    """An ordinary user, for PostgreSQL refuses to run as root."""

    uid: int
    gid: int


def account_for(cluster: Path) -> Account | None:
    """None: as whoever we are. A cluster that exists keeps the owner that it has."""
    if os.geteuid() != 0:
        return None
    if cluster.exists() and cluster.stat().st_uid != 0:
        owner = cluster.stat()
        return Account(owner.st_uid, owner.st_gid)
    for name in ORDINARY_USERS:
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(user.pw_uid, user.pw_gid)
    return Account(65534, 65534)


def options(account: Account | None, home: Path) -> dict[str, Any]:
    """What `subprocess` needs to run a program as that user, with nothing of ours in reach."""
    kept = ("PATH", "TMPDIR", "TZDIR")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    demotion: dict[str, Any] = (
        {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
    )
    return {
        "cwd": home,
        "env": environment | {"HOME": str(home), "LC_ALL": "C"},
        "stdin": subprocess.DEVNULL,
        **demotion,
    }


def can(account: Account | None, command: Sequence[str | Path]) -> bool:
    """Whether that user can run the command: asked of the system, not computed from modes."""
    demoted = options(account, Path("/"))
    try:
        subprocess.run(command, check=True, capture_output=True, **demoted)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def can_enter(account: Account | None, folder: Path) -> bool:
    return can(account, ["/bin/sh", "-c", 'cd "$1"', "sh", folder])


def is_postgres_of(pid: int, cluster: Path) -> bool:
    """Whether that process is the server of that cluster, and not one that took its number."""
    shown = Path(f"/proc/{pid}")
    try:
        if Path("/proc/self").exists():
            name = (shown / "comm").read_text().strip()
            return name == "postgres" and (shown / "cwd").resolve() == cluster.resolve()
        command = subprocess.run(
            ["/bin/ps", "-o", "command=", "-p", str(pid)],
            check=False,
            capture_output=True,
            text=True,
        ).stdout
    except OSError:
        return False
    return "postgres" in command and str(cluster) in command
