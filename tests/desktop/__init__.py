"""Contracts of the adapters, and tests on real parts of a desktop."""
