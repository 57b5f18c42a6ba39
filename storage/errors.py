"""What can go wrong in storage, said in sentences."""


class StorageError(Exception):
    """A promise of the storage room was broken; the text says which."""


class NaiveTimeError(StorageError):
    """A datetime without a zone was handed to a column; pass aware UTC."""


class UnreachableError(StorageError):
    """The database does not answer; the text has the driver's own words."""


class AbsentError(UnreachableError):
    """There is no database at the address, and none is made; the text names it."""


class UnwritableError(StorageError):
    """The database answers and takes no changes; the text has the driver's own words."""


class NewerError(StorageError):
    """The database was brought further than this code knows; the text says what to do."""


class UrlError(StorageError):
    """There is no database that we can use at such a URL; the text says why, and what to write."""


class TakenError(StorageError):
    """The database is in use by another process and cannot be shared; the text says so."""


class MoveError(StorageError):
    """The database cannot be moved; the text says why, and what to do."""
