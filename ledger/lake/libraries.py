"""The libraries of the lake, which are an extra and slow to load: asked for when they are used."""

from __future__ import annotations

from typing import Any, Final

from ledger.errors import NotInstalled

EXTRA: Final = "lake"


def arrow() -> Any:  # noqa: ANN401 - a library
    """The library that writes and reads Parquet files.

    Raises:
        NotInstalled: it is missing.
    """
    try:
        import pyarrow.parquet  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra, and slow
    except ImportError as trouble:
        raise NotInstalled("A lake", "pyarrow", EXTRA) from trouble
    return pyarrow


def ibis() -> Any:  # noqa: ANN401 - a library
    """The library that speaks to engines.

    Raises:
        NotInstalled: it is missing.
    """
    try:
        import ibis as found  # type: ignore[import-untyped]  # noqa: PLC0415 - as above
    except ImportError as trouble:
        raise NotInstalled("A report from a lake", "ibis-framework", EXTRA) from trouble
    return found


def pyspark() -> Any:  # noqa: ANN401 - a library
    """The library that speaks to a Spark cluster.

    Raises:
        NotInstalled: it is missing.
    """
    try:
        import pyspark.sql  # noqa: PLC0415 - as above
    except ImportError as trouble:
        raise NotInstalled("A report by Spark", "pyspark", "spark") from trouble
    return pyspark
