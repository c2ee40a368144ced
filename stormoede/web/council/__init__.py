"""The council's page: what its secretary sees."""
