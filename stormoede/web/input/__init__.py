"""What a member sends in: the overview of an answer, its draft, handing it in. Behind a member's own link or a council's."""
