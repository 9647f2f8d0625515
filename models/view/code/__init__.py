"""Listings, instructions and rules as a page shows them, and what tools printed."""
