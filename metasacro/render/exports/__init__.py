"""What goes to other programs: their own file formats, one a file."""
