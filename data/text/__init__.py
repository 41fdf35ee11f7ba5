"""Text compared, simplified, masked."""
