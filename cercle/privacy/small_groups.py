"""What is published about people is about enough of them: a figure about very few is about each of them."""

FEWEST = 5  # people behind a published figure


def small(people: int) -> bool:
    """Somebody, but very few."""
    return 0 < people < FEWEST
