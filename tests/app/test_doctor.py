"""The doctor finds what is broken and says how to mend it."""

import asyncpg
import msgspec
import pytest

from app.doctor import database, machine, outside
from app.doctor.visit import examine
from kernel.settings import load

LATE_JOB = """
INSERT INTO queue.pgqueuer (priority, entrypoint, status, execute_after)
VALUES (0, 'x', 'queued', now() - interval '1 hour')
"""
NOBODY = "127.0.0.1:9"


def by_name(findings):
    return {finding.name: finding for finding in findings}


async def seen(address, settings):
    connection = await asyncpg.connect(address)
    try:
        return by_name([finding async for finding in database.look(connection, settings)])
    finally:
        await connection.close()


async def test_a_sound_database_has_sound_walls(restore_dsn, settings):
    found = await seen(restore_dsn, settings)
    assert found["walls"].state == "good"
    assert found["tables"].state == "good"


@pytest.mark.parametrize(
    ("harm", "name"),
    [
        ("ALTER TABLE contact NO FORCE ROW LEVEL SECURITY", "walls"),
        ("GRANT SELECT ON session TO guanxi_app", "walls"),
        ("UPDATE alembic_version SET version_num = '0000'", "tables"),
        (
            "INSERT INTO queue.pgqueuer (priority, entrypoint, status) VALUES (0, 'x', 'failed')",
            "jobs",
        ),
        (LATE_JOB, "worker"),
    ],
)
async def test_what_is_broken_is_found_with_what_mends_it(other, harm, name):
    admin = await asyncpg.connect(other.admin_dsn)
    await admin.execute(harm)
    await admin.close()
    finding = (await seen(other.restore_dsn, other.settings))[name]
    assert finding.state != "good"
    assert finding.mend


def test_a_key_that_others_may_read_is_found(tmp_path):
    settings = load({}, data_dir=tmp_path)
    settings.encryption_keys()
    assert by_name(machine.look(settings))["secret keys"].state == "good"
    settings.secret_keys_file.chmod(0o644)
    finding = by_name(machine.look(settings))["secret keys"]
    assert finding.state == "bad"
    assert finding.mend.startswith("chmod 600")


def test_production_without_an_address_is_told_what_to_set(tmp_path):
    settings = load({}, data_dir=tmp_path, environment="production")
    said = " ".join(finding.says for finding in machine.look(settings))
    assert "GUANXI_BASE_URL" in said
    assert "GUANXI_SECRET_KEYS" in said


def test_an_empty_folder_is_told_to_start(tmp_path):
    finding = by_name(examine(load({}, data_dir=tmp_path)))["database"]
    assert finding.state == "bad"
    assert "guanxi up" in finding.mend


async def test_the_telegram_token_is_never_shown(settings):
    token = "123456:AAE-canary"
    wrong = msgspec.structs.replace(
        settings,
        telegram_token=token,
        telegram_api_url=f"http://{NOBODY}",
        smtp_url=f"smtp://someone:canary@{NOBODY}",
    )
    findings = [finding async for finding in outside.look(wrong)]
    assert {finding.state for finding in findings} == {"bad"}
    assert "canary" not in str(findings)
