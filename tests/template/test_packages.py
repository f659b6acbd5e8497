"""The sizes of packages: every function has a limit, and infra/rehearsal/packages fails without one."""

import tomllib
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader

import pytest
import rules
from expansion import PROJECT

LIMITS = tomllib.loads((PROJECT / "infra/rehearsal/packages.toml").read_text(encoding="utf-8"))["megabytes"]


@pytest.fixture(scope="module")
def packages():
    loader = SourceFileLoader("packages", str(PROJECT / "infra/rehearsal/packages"))
    module = module_from_spec(spec_from_loader("packages", loader))
    loader.exec_module(module)
    return module


def test_every_function_has_a_limit_that_lambda_takes():
    assert set(LIMITS) == {name.lower() for name in rules.FUNCTIONS}
    # https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 50 MB zipped.
    assert all(0 < limit <= 50 for limit in LIMITS.values())


def test_a_function_that_is_too_large_has_no_limit_or_was_not_built_is_named(packages):
    right = dict.fromkeys(LIMITS, 1.0)
    lines, faults = packages.judged(right, LIMITS)
    assert len(lines) == len(LIMITS) and not faults
    assert packages.judged(right | {"sign": LIMITS["sign"] + 0.01}, LIMITS)[1] == ["sign is too large"]
    assert packages.judged(right | {"census": 1.0}, LIMITS)[1] == ["census has no limit in packages.toml"]
    del right["report"]
    assert packages.judged(right, LIMITS)[1] == ["report was not built"]
