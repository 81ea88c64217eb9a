"""PyYAML's event stream: from libyaml if it is there, else from its own parser."""

from __future__ import annotations

from typing import Any


def yaml_parser(text: str) -> Any:
    """A parser of a text, which gives its events one by one (`get_event`)."""
    try:
        from yaml._yaml import CParser
    except ImportError:
        return _pure_parser(text)
    return CParser(text)


def _pure_parser(text: str) -> Any:
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class PureParser(Reader, Scanner, Parser):
        def __init__(self) -> None:
            Reader.__init__(self, text)
            Scanner.__init__(self)
            Parser.__init__(self)

    return PureParser()
