"""Spans: every replicate once, sized by time."""

import io
import random

import pytest

from sim.ensemble.plan import Plan
from sim.ensemble.progress import Progress, duration_text, progress_text
from sim.ensemble.work import Span

BLOCK = 64


@pytest.mark.parametrize("seed", range(20))
def test_every_replicate_is_given_out_once(seed: int) -> None:
    drawn = random.Random(seed)
    runs = drawn.randrange(1, 3000)
    blocks = -(-runs // BLOCK)
    done = [Span(k * BLOCK, BLOCK) for k in range(blocks) if drawn.random() < 0.3]
    plan, taken = Plan(runs, done, block=BLOCK), list(done)
    while span := plan.take(drawn.randrange(1, 9)):
        if drawn.random() < 0.2:
            plan.give_back(span)
            continue
        plan.learn(span, drawn.uniform(1e-4, 3.0))
        taken.append(span)
    assert plan.is_empty
    numbers = [number for span in taken for number in range(span.first, span.stop)]
    assert sorted(numbers) == list(range(blocks * BLOCK))
    assert all(span.first % BLOCK == span.count % BLOCK == 0 for span in taken)


def test_spans_take_a_second_or_two_and_shrink_at_the_end() -> None:
    plan, sizes = Plan(200_000, [], block=BLOCK), []
    while span := plan.take(2):
        plan.learn(span, span.count / 700.0)
        sizes.append(span.count)
    middle = sizes[len(sizes) // 2]
    assert sizes[0] == BLOCK
    assert 1.0 <= middle / 700.0 <= 2.0
    assert sizes[-1] == BLOCK


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_a_bar_and_a_pipe_sees_nothing_of_short_work() -> None:
    terminal, pipe = Terminal(), io.StringIO()
    for stream in (terminal, pipe):
        progress = Progress(stream)
        for done in range(0, 101, 10):
            progress(done, 100)
        progress.end()
    assert terminal.getvalue().endswith("100 of 100, writing the tables\n")
    assert pipe.getvalue() == ""


def test_what_is_said_does_not_run_into_the_bar() -> None:
    terminal = Terminal()
    progress = Progress(terminal)
    progress(1, 10)
    progress.say("a worker was lost")
    assert terminal.getvalue().endswith("1 of 10\na worker was lost\n")


@pytest.mark.parametrize(
    ("done", "of", "rate", "text"),
    [
        (0, 10, None, "[........................] 0 of 10"),
        (
            500_000,
            1_000_000,
            2345.6,
            "[############............] 500,000 of 1,000,000, 2,346/s, 3 min 33 s left",
        ),
        (1, 2, 0.5, "[############............] 1 of 2, 0.5/s, 2 s left"),
    ],
)
def test_progress_in_words(done: int, of: int, rate: float | None, text: str) -> None:
    assert progress_text(done, of, rate) == text
    assert len(text) <= 80


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(4.4, "4 s"), (59.6, "1 min 00 s"), (725.0, "12 min 05 s"), (12_000.0, "3 h 20 min")],
)
def test_durations(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text
