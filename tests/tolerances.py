"""How closely two numbers must agree, by the kind of quantity. Always relative: units carry no meaning here."""

#: A closed form: a few dozen operations on doubles, each within 1.1e-16; both sides round differently.
CLOSED = 1e-12

#: The end of an iteration: the other software stops at its own tolerance (tightened to about 1e-13), and an estimate
#: near a flat maximum magnifies that.
ITERATED = 1e-8

#: Tail probabilities and quantiles: two independent libraries of special functions.
TAIL = 1e-10

#: Adaptive quadrature against an even rule of thousands of points, in log-likelihood (absolute: it is a sum of logs).
QUADRATURE = 1e-9

#: A number as a paper or a manual prints it: half a unit of its last digit is added by the test itself.
PRINTED = 0.0
