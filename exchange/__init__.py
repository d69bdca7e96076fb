"""What comes in and goes out: cases, files of orders, answers, sheets."""
