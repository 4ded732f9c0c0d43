"""What sitbreak keeps to itself, and what it keeps away from: nobody else reads, controls or blocks it."""
