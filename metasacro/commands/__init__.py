"""One verb a file: parse, plan, call, render, exit code. Heavy imports stand inside the command's function."""
