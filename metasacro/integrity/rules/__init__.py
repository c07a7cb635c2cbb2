"""The rules: each puts one kind of question to a record or to the folder."""
