"""Flows of least cost: successive shortest paths (Ahuja, Magnanti, Orlin: Network Flows, section 9.7), with potentials.

All costs are integers of 0 or more. With n nodes and m edges, a unit of flow takes O(m log n).
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Sequence

__all__ = ["Network"]


class Network:
    """Nodes from 0, and edges with a cost and a capacity; edge e ^ 1 is edge e backwards.

    ends, costs and free are for each edge its end, its cost for one unit, and how many more units it can take.
    """

    def __init__(self, nodes: int) -> None:
        self.edges: list[list[int]] = [[] for _ in range(nodes)]
        self.ends: list[int] = []
        self.costs: list[int] = []
        self.free: list[int] = []
        self.potentials = [0] * nodes

    def add(self, start: int, end: int, cost: int, capacity: int) -> int:
        """A new edge; returns its number."""
        number = len(self.ends)
        self.edges[start].append(number)
        self.edges[end].append(number + 1)
        self.ends += (end, start)
        self.costs += (cost, -cost)
        self.free += (capacity, 0)
        return number

    def push(self, source: int, sink: int) -> bool:
        """Sends one unit from source to sink so that the whole flow costs least; False if there is no way."""
        distances, by = self._distances(source, (sink,))
        if sink not in distances:
            return False
        longest = distances[sink]
        for node in range(len(self.edges)):
            self.potentials[node] += min(distances.get(node, longest), longest)
        for edge in self._path(by, source, sink):
            self.free[edge] -= 1
            self.free[edge ^ 1] += 1
        return True

    def cheapest(self, start: int, goals: Sequence[int], without: int) -> tuple[int, list[int]] | None:
        """Cost and edges of the cheapest way to send another unit from start to one of goals; None if there is none.

        The way does not touch the node `without`, and does not go on from a goal.
        """
        distances, by = self._distances(start, goals, without)
        reached = [g for g in goals if g in distances]
        if not reached:
            return None
        costs = {g: distances[g] - self.potentials[start] + self.potentials[g] for g in reached}
        goal = min(reached, key=costs.__getitem__)
        return costs[goal], self._path(by, start, goal)

    def _distances(
        self, start: int, goals: Collection[int], without: int | None = None
    ) -> tuple[dict[int, int], dict[int, int]]:
        """Distances in reduced costs of the nodes up to the last goal, and the edge by which each is reached."""
        distances: dict[int, int] = {}
        tentative, by = {start: 0}, dict[int, int]()
        queue, missing = [(0, start)], set(goals)
        while queue and missing:
            distance, node = heapq.heappop(queue)
            if node in distances:
                continue
            distances[node] = distance
            if node in missing:
                missing.discard(node)
                continue
            for edge in self.edges[node]:
                end = self.ends[edge]
                if not self.free[edge] or end in distances or end == without:
                    continue
                further = distance + self.costs[edge] + self.potentials[node] - self.potentials[end]
                if further < tentative.get(end, further + 1):
                    tentative[end], by[end] = further, edge
                    heapq.heappush(queue, (further, end))
        return distances, by

    def _path(self, by: dict[int, int], start: int, end: int) -> list[int]:
        path = []
        while end != start:
            path.append(by[end])
            end = self.ends[by[end] ^ 1]
        return path[::-1]
