"""Questions put to a paper: does what it prints fit together?"""
