"""Working hours: a week that is painted, or typed into a field for each day."""
