"""Lets rules.py's plain asserts explain themselves."""

import pytest

pytest.register_assert_rewrite("rules")
