"""Parts of pages. They get what they show as arguments and read no data."""
