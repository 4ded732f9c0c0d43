"""The person's own tips: a list, and a form with a preview."""
