"""What people type or send, read into typed values."""
