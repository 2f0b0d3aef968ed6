"""Settings say what is wrong with them, and tell no secret."""

import stat

import pytest

from kernel.settings import Misconfigured, load

KEY = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVoxMjM0NTY="


def test_an_empty_environment_is_a_development_install():
    settings = load({})
    assert not settings.production
    assert settings.url == "http://127.0.0.1:8000"


def test_a_command_line_option_wins_over_the_environment(tmp_path):
    settings = load({"GUANXI_PORT": "9000"}, port=9001, data_dir=tmp_path, host=None)
    assert (settings.port, settings.host, settings.data_dir) == (9001, "127.0.0.1", tmp_path)


def test_lists_are_words_with_commas_or_spaces():
    settings = load({"GUANXI_TRUSTED_PROXIES": "10.0.0.1, 10.0.0.2"})
    assert settings.trusted_proxies == ("10.0.0.1", "10.0.0.2")


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "eighty"), ("ENVIRONMENT", "prod"), ("LOG_LEVEL", "LOUD")]
)
def test_a_wrong_value_names_its_variable(name, value):
    with pytest.raises(Misconfigured, match=f"GUANXI_{name}"):
        load({f"GUANXI_{name}": value})


def test_no_secret_is_shown():
    told = {
        "GUANXI_DATABASE_URL": "postgresql://u:hush@h/d",
        "GUANXI_OWNER_DATABASE_URL": "postgresql://u:hush@h/d",
        "GUANXI_SMTP_URL": "smtp://u:hush@h",
        "GUANXI_TELEGRAM_TOKEN": "hush",
        "GUANXI_SECRET_KEYS": "hush",
        "GUANXI_METRICS_TOKEN": "hush",
    }
    assert "hush" not in repr(load(told))


def test_a_development_install_makes_its_key_once_and_keeps_it_private(tmp_path):
    settings = load({"GUANXI_DATA_DIR": str(tmp_path)})
    first = settings.encryption_keys()
    assert settings.encryption_keys() == first
    assert stat.S_IMODE((tmp_path / "secret.keys").stat().st_mode) == 0o600


def test_production_never_makes_a_key_by_itself(tmp_path):
    settings = load({"GUANXI_ENVIRONMENT": "production"}, data_dir=tmp_path)
    with pytest.raises(Misconfigured, match="openssl rand"):
        settings.encryption_keys()


def test_several_keys_are_all_read_in_order():
    settings = load({"GUANXI_SECRET_KEYS": f"{KEY},{KEY[::-1].strip('=')}="})
    assert settings.encryption_keys()[0] == b"ABCDEFGHIJKLMNOPQRSTUVWXYZ123456"


@pytest.mark.parametrize("key", ["short", "QUJD", "!" * 44])
def test_a_key_of_another_size_is_refused(key):
    with pytest.raises(Misconfigured, match="32 bytes"):
        load({"GUANXI_SECRET_KEYS": key}).encryption_keys()
