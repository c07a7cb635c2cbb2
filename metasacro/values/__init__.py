"""How a frozen value is made: the lowest floor, because everything consists of values."""
