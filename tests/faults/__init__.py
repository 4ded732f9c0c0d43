"""What can go wrong around sitbreak, done for real again and again; docs/FAULTS.md is written from it."""
