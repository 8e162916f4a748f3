"""Which address is next."""

from __future__ import annotations

from collections import Counter, deque
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from citecheck.gathering.feed import Feed


def addresses(host: str, count: int) -> list[str]:
    """Give some addresses of a host."""
    return [f"http://{host}.example/{n}" for n in range(count)]


def test_the_host_with_most_is_first() -> None:
    """Then the next; and one address of each host in turn, in the order of the document."""
    feed = Feed([*addresses("a", 1), *addresses("b", 3), *addresses("c", 2)], ahead=2)
    hosts = [host for host, _ in feed.due()]

    assert ["b.example", "c.example", "a.example", "b.example", "c.example"] == hosts
    assert (1, 0, 0) == tuple(map(feed.left, ("b.example", "c.example", "a.example")))
    assert {"a.example": 1, "b.example": 3, "c.example": 2} == feed.hosts


def test_no_more_than_so_many_of_a_host_are_open() -> None:
    """The next one comes when one was answered, and of others it comes all the same."""
    feed = Feed([*addresses("a", 9), *addresses("b", 1)], ahead=3)
    first = list(feed.due())
    nothing = list(feed.due())
    feed.answered("a.example")

    assert {"a.example": 3, "b.example": 1} == Counter(host for host, _ in first)
    assert [] == nothing
    assert [("a.example", "http://a.example/3")] == list(feed.due())


def test_no_more_than_so_many_are_open_in_all() -> None:
    """However many hosts there are."""
    feed = Feed([address for n in range(50) for address in addresses(f"h{n}", 2)], ahead=9, most=10)

    assert 10 == len(list(feed.due()))
    assert feed


@given(
    st.lists(st.integers(0, 6), max_size=60),
    st.integers(1, 5),
    st.integers(1, 12),
    st.lists(st.integers(1, 4), min_size=1, max_size=5),
)
def test_every_address_comes_once(hosts: list[int], ahead: int, most: int, steps: list[int]) -> None:
    """In whatever order they are answered, within both limits, and then the feed is empty."""
    given_ones = [f"http://h{host}.example/{n}" for n, host in enumerate(hosts)]
    feed = Feed(given_ones, ahead, most)
    came: list[str] = []
    open_ones: deque[str] = deque()
    step = 0
    while feed or open_ones:
        for host, address in islice(feed.due(), steps[step % len(steps)]):
            came.append(address)
            open_ones.append(host)
        assert most >= len(open_ones)
        assert ahead >= max(Counter(open_ones).values(), default=0)
        open_ones.rotate(step)
        feed.answered(open_ones.popleft())
        step += 1

    assert sorted(given_ones) == sorted(came)
