"""The routes are mapped as they come: the framework maps all anew for each that is added."""

from collections import defaultdict
from typing import Any

from litestar import Litestar
from litestar.plugins import PluginProtocol
from litestar.plugins.core import MsgspecDIPlugin
from litestar.routes import HTTPRoute


class Application(Litestar):
    """Goes on with the map it has, which takes a second off the start with a thousand routes."""

    @property
    def route_handler_method_map(self) -> dict[str, Any]:
        """Handlers by path and method."""
        found: dict[str, Any]
        known, found = self.__dict__.setdefault("_known", ({}, defaultdict(dict)))
        for route in self.routes:
            # A route that takes another's place has that one's handlers as well.
            if known.get(route.path) is not route and isinstance(route, HTTPRoute):
                known[route.path] = route
                for handler in route.route_handlers:
                    found[route.path].update(dict.fromkeys(handler.http_methods, handler))
        return found

    @staticmethod
    def _get_default_plugins(plugins: list[PluginProtocol]) -> list[PluginProtocol]:
        # Bodies are msgspec's alone here. Pydantic, which another library brings along, would be
        # looked for and loaded: megabytes in each web process, for nothing.
        return [*plugins, MsgspecDIPlugin()]
