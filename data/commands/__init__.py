"""What the commands `python -m data …` and `python -m metrics …` are made of."""
