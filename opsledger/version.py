"""OpsLedger's version: the one place it is written, read by the build and by ``opsledger --version``."""

VERSION = "0.1.0"
