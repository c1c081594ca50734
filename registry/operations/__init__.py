"""What may be done. Each verb takes who and when, writes its own event, flushes, never commits."""
