"""The standard library's dataclasses, made in a fifth of the time: their methods come when they are first called.

A command loads a hundred such classes and uses some thirty of them, and what takes the time is compiling the source of
each class's methods. Whoever checks types sees the standard decorator: this one takes those of its options that are
used here, and means the same by them. `fields`, `replace` and `asdict` are the standard library's own.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # for mypy: this module hands it on
else:

    def dataclass(
        *,
        frozen: bool = False,
        slots: bool = False,
        kw_only: bool = False,
        eq: bool = True,
        repr: bool = True,  # noqa: A002 - as the standard library calls it
        match_args: bool = True,
    ) -> Any:
        """As the standard library's decorator of this name."""
        collected = dataclasses.dataclass(
            init=False, repr=False, eq=False, slots=slots, kw_only=kw_only, match_args=match_args
        )

        def made(written: type) -> type:
            cls = collected(written)
            cls.__init__ = _first_init(cls, frozen)
            if repr and "__repr__" not in cls.__dict__:
                cls.__repr__ = _repr
            if eq and "__eq__" not in cls.__dict__:
                cls.__eq__ = _eq
                if "__hash__" not in written.__dict__:
                    cls.__hash__ = _hash if frozen else None
            if frozen:
                cls.__setattr__ = _refuse_setting
                cls.__delattr__ = _refuse_deleting
                if slots:
                    cls.__getstate__, cls.__setstate__ = _state, _set_state
            return cls

        return made


def _first_init(cls: type, frozen: bool) -> Any:
    """An `__init__` that compiles the true one, puts it in its own place and calls it."""

    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: N807 - it is put into a class
        made = _init(cls, frozen)
        cls.__init__ = made  # type: ignore[misc]
        made(self, *args, **named)

    return __init__


def _init(cls: type, frozen: bool) -> Any:
    """The `__init__` of a class, from its fields."""
    known: dict[str, Any] = {"_put": object.__setattr__, "_MISSING": dataclasses.MISSING}
    positional, named, body = ["self"], ["*"], []
    for field in dataclasses.fields(cls):
        name = value = field.name
        argument = name
        if field.default is not dataclasses.MISSING:
            known[f"_{name}"] = field.default
            argument = f"{name}=_{name}"
        elif field.default_factory is not dataclasses.MISSING:
            known[f"_{name}"] = field.default_factory
            argument = f"{name}=_MISSING"
            value = f"_{name}() if {name} is _MISSING else {name}"
        (named if field.kw_only else positional).append(argument)
        body.append(f"  _put(self, {name!r}, {value})" if frozen else f"  self.{name} = {value}")
    arguments = ", ".join(positional + (named if len(named) > 1 else []))
    exec("\n".join([f"def __init__({arguments}):", *(body or ["  pass"])]), known)
    made = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _values(this: Any) -> Any:
    """What an object is compared by."""
    return tuple([getattr(this, field.name) for field in dataclasses.fields(this) if field.compare])


def _repr(self: Any) -> str:
    said = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{type(self).__qualname__}({said})"


def _eq(self: Any, other: object) -> Any:
    return _values(self) == _values(other) if type(other) is type(self) else NotImplemented


def _hash(self: Any) -> int:
    return hash(_values(self))


def _refuse_setting(self: Any, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
