"""Files of orders: read, judged row by row, and written with their verdicts."""
