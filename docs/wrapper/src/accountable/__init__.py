"""Rank the departments of a province by how much of what they promise can be measured."""

from accountable.bulletins import read_bulletin
from accountable.ranking import Standing, ranking

__all__ = ["Standing", "ranking", "read_bulletin"]
