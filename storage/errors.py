"""What can go wrong in storage, said in sentences."""


class StorageError(Exception):
    """A promise of the storage room was broken; the text says which."""


class NaiveTimeError(StorageError):
    """A datetime without a zone was handed to a column; pass aware UTC."""


class UnreachableError(StorageError):
    """The database does not answer; the text names the driver's error."""


class MoveError(StorageError):
    """The database cannot be moved; the text says why, and what to do."""
