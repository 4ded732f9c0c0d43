"""Whole days at a desk in seconds: sitbreak on a real desktop, as a person sees and clicks it."""
