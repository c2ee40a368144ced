"""What has been sent in, at the desk: who has and who has not, each answer with its versions, and the questionnaires."""
