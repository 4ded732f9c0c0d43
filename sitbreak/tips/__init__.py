"""The tips that ship with sitbreak, the person's own, and the page that shows one."""
