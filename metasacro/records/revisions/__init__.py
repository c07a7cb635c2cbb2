"""Evidence under version control: a range of commits, the files of each, and who wrote which line."""
