"""How idle is measured on this desktop."""
