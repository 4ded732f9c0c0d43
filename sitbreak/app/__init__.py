"""The composition root: chooses the parts and joins them."""
