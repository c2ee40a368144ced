"""The tour of speakers at the desk: requests against speakers, the plan week by week, one talk."""
