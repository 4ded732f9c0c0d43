"""What goes on around a reminder: calls, films, full screens, presentations, do-not-disturb."""
