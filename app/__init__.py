"""The dashboard: a router, views, components, and one module for data."""
