"""What is read of staff's records besides the gate."""
