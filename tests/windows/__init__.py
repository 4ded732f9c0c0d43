"""sitbreak on Windows: the tests that need one, and a Windows Python that runs under Wine on Linux."""
