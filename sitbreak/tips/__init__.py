"""The tips that come with sitbreak, the person's own, and the page that shows one."""
