"""A shop that copied the footer of a famous one: the police filing number shown is another company's."""

import dataclasses
import json
from pathlib import Path

from tests.shops.answers import Shop
from tests.shops.brand import DOUYA
from tests.shops.market import small_market

VECTORS = Path(__file__).parents[2] / "data" / "vectors.json"


def make() -> Shop:
    vectors = json.loads(VECTORS.read_text("utf-8"))["kinds"]["psb"]["vectors"]
    shown = next(vector["normalised"] for vector in vectors if vector["id"] == "psb-02")
    return small_market(dataclasses.replace(DOUYA, psb="".join(filter(str.isdigit, shown))))
