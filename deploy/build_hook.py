"""A wheel carries assets, messages and migrations; a development install has them in place."""

import sys
from importlib import import_module
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
        # Found only now that their folder is on the path.
        import_module("build_assets").build_assets(Path(self.root))
        import_module("messages").compile_all()
        build_data["force_include"]["deploy/migrations"] = "app/migrations"
