"""The pure core: what sitbreak knows and decides. No clock, thread, file or toolkit in here."""
