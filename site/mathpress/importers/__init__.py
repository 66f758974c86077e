"""Importing: the site of another system becomes a blog. `program` reads like the list of its steps."""
