"""A wheel carries assets, messages and migrations; a development install has them in place."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GuanxiBuildHook(BuildHookInterface[Any]):
    """Called by hatchling before the files of a wheel are gathered."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "deploy"))
        import build_assets  # noqa: PLC0415 -- found only now that its folder is on the path
        import messages  # noqa: PLC0415

        build_assets.build_assets(Path(self.root))
        messages.compile_all()
        build_data["force_include"]["deploy/migrations"] = "app/migrations"
