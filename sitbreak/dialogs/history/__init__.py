"""The history: how somebody sat, as pictures that can be pointed at, as a table and on paper."""
