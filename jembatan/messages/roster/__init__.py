"""A list of volunteers against what is known: first what would become of each row, then exactly that."""
