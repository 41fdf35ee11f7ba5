"""Long work in processes beside the server, so that clicks are answered meanwhile."""
