"""The joined program: as its own process where that is the story, and its parts on a loop of the test's."""
