"""Demo shops of many shapes on loopback, each with what an audit of it must say."""

from tests.shops.server import names, serve, serving

__all__ = ["names", "serve", "serving"]
