"""numpy, loaded at the first array instead of at import.

Registries stand beside the formulas they list, and `--help`, `explain` and `check` read registries without
computing anything. Kernel files therefore write `from metasacro.numerics.arrays import np` and use `np` as ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike as ArrayLike
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Booleans: TypeAlias = NDArray[np.bool_]
    Ints: TypeAlias = NDArray[np.int64]
else:

    class _Numpy:
        """Stands for numpy until its first attribute is asked for; then is a plain pass-through."""

        def __getattr__(self, name: str) -> Any:
            import numpy

            value = getattr(numpy, name)
            setattr(self, name, value)
            return value

    np = _Numpy()
    ArrayLike = Floats = Booleans = Ints = Any

__all__ = ["ArrayLike", "Booleans", "Floats", "Ints", "np"]
