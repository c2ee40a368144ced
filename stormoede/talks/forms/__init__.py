"""What is filled in about speakers: the tour, a council's request, a speaker and their openings, one talk."""
