"""Contracts of the adapters, and journeys on real parts of a desktop."""
