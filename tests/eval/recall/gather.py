"""All samples of all sources, in a fixed order."""

from __future__ import annotations

from collections.abc import Mapping

from tests.eval.goods.samples import goods_samples
from tests.eval.read import Seen
from tests.eval.recall import passages, small_shops
from tests.eval.recall.cases import cases
from tests.eval.recall.drawn import drawn_samples
from tests.eval.recall.held_back import held_back
from tests.eval.recall.labelled import labelled
from tests.eval.recall.layouts import read_layouts
from tests.eval.recall.policies import policies
from tests.eval.recall.sample import Sample
from tests.eval.recall.wordings import names, sentences


def gather(
    seen: Mapping[str, Seen],
    own_seen: Mapping[str, Seen],
    goods_seen: Mapping[str, Seen],
    drawn_seen: Mapping[str, Seen],
) -> tuple[Sample, ...]:
    """``seen`` are the labelled pages as they were frozen, ``own_seen`` our own, ``goods_seen`` those of products,
    ``drawn_seen`` those of parts.

    The policies must lie beside the checkout.
    """
    return (
        *labelled(seen),
        *policies(),
        *small_shops.own(own_seen),
        *goods_samples(goods_seen),
        *drawn_samples(drawn_seen),
        *beside(),
    )


def beside() -> tuple[Sample, ...]:
    """What needs nothing but the checkout: names, sentences, parts of pages and golden cases."""
    return (
        *names(),
        *sentences(),
        *held_back(),
        *small_shops.sentences(),
        *passages.read_all(),
        *read_layouts(),
        *cases(),
    )
