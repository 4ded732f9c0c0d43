"""What a reminder waits for: calls, films, full screens, presentations, do-not-disturb."""
