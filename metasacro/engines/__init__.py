"""Who does the pieces of a long job: the cores of this machine, or a Dask cluster. None of them changes an answer."""
