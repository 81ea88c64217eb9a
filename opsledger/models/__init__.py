"""The ledger in memory: frozen, typed records. Nothing here reads a file or knows what day it is."""
