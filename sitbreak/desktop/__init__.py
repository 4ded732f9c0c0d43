"""Adapters: one module for each thing the desktop provides."""
