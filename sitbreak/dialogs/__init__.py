"""Our windows, each a short-lived process of its own; what they do, they ask of the running instance."""
