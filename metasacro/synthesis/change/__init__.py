"""What changed between two states of the evidence, what it did to the answers, and which file did how much of it."""
