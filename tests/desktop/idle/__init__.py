"""How idle is measured."""
