"""What leaves the app: answers for machines, text for a terminal."""
