"""What can be computed about links and codes from bytes alone."""
