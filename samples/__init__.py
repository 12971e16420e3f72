"""Sample calls whose truth is known: their scripts, their files, and what makes the one from the other."""
