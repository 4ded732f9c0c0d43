"""Pages for the browser: complete, local HTML, each returned as text."""
