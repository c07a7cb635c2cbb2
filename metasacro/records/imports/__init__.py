"""Files of other programs become drafts of records; what has no place in a record is listed, never guessed."""
