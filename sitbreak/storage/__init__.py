"""The files: where they are, and how they are read and written so that nothing of the person's is lost."""
