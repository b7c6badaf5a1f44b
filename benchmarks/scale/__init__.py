"""The dashboard at the size of a real network: ``make bench-scale``.

What is real: the chain, the contracts, the people whose pages are looked at, programmes, services, seats. What is not:
the many contributions and orders, which are rows of the contracts' own events, written by the index's own store, so
that everything derived from them comes from the index's own derivation.
"""
