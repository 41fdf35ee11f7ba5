"""The page where the administrator says who may sign in, and with which rights."""
