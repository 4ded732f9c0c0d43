"""The tests: stories of the core, contracts of the adapters, journeys on real desktops."""
