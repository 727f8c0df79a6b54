"""Unit-carrying type aliases: visible to readers and tools, free at run time.

Inside the package every quantity is SI and every angle that enters or leaves is in degrees.
A bare ``float`` in a signature is dimensionless.
"""

from typing import Annotated, TypeAlias

import numpy as np
from numpy.typing import NDArray

Seconds: TypeAlias = Annotated[float, "s"]
Metres: TypeAlias = Annotated[float, "m"]
Degrees: TypeAlias = Annotated[float, "deg"]
MetresPerSecond: TypeAlias = Annotated[float, "m/s"]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
SecondsArray: TypeAlias = Annotated[Floats, "s"]
MetresArray: TypeAlias = Annotated[Floats, "m"]
DegreesArray: TypeAlias = Annotated[Floats, "deg"]
