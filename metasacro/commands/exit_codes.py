"""What the exit code says to the next program."""

FINE = 0
PROBLEMS = 1  #: the evidence has errors
USAGE = 2  #: the command line could not be understood
NOT_ESTIMABLE = 3  #: nothing that was asked for can be estimated
FAULT = 70  #: our own fault
