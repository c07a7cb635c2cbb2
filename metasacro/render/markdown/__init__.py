"""Tables and reports as GitHub-flavoured Markdown."""
