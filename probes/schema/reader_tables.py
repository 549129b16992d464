"""Tables whose readers are long modules, as frozen types; each reader says which file is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from crawler.table_builder import EveryKey
from probes.schema.reading_table import Keyed, Numbers, Spoken, Texts, Whole, Words


@dataclass(frozen=True, slots=True)
class ElderTable:
    """The file elder.toml."""

    words: Annotated[
        Mapping[str, tuple[str, ...]],
        EveryKey(
            (
                "official",
                "mode",
                "who",
                "fill",
                "form",
                "no_form",
                "no_goods",
                "weak",
                "aid",
                "told",
                "goods",
                "articles",
                "goods_address",
                "article_address",
                "mode_address",
                "off",
                "standard",
                "app",
                "app_stores",
                "typed_in",
            )
        ),
    ]
    limits: Numbers[Literal["label", "fills", "growth", "alike", "still"]]
    texts: Keyed[Literal["ordinary"], Spoken]


@dataclass(frozen=True, slots=True)
class HonoursKindsRow:
    """A row of [kinds] in honours.toml."""

    zh: str
    en: str
    lasting: bool
    numbered: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HonoursTable:
    """The file honours.toml."""

    kinds: Annotated[Mapping[str, HonoursKindsRow], EveryKey(("award", "certificate", "filing", "membership"))]
    words: Words[
        Literal[
            "never",
            "uncounted",
            "sounds",
            "others",
            "undone",
            "ended",
            "issuer_label",
            "holder_label",
            "ours",
            "seal",
            "scope",
        ]
    ]
    patterns: Texts[Literal["issuer", "giver", "entry", "month", "lead", "range", "valid_until", "holder_verb"]]
    limits: Whole[Literal["lines", "line", "window", "raw", "head", "before", "longest", "term", "items"]]
    seals: Words[Literal["hosts", "paid"]]


@dataclass(frozen=True, slots=True)
class LicencesLimits:
    """[limits] of licences.toml."""

    label: int
    ancestors: int
    badge_px: int
    badge_most: int
    badge_shape: float


@dataclass(frozen=True, slots=True)
class LicencesSectorsRow:
    """A row of [sectors] in licences.toml."""

    kinds: tuple[str, ...]
    hints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LicencesTable:
    """The file licences.toml."""

    limits: LicencesLimits
    words: Words[Literal["pages", "police", "never", "names", "elsewhere"]]
    called: Annotated[
        Mapping[str, Spoken],
        EveryKey(("business_licence", "icp", "food", "drugs", "devices", "publications", "audiovisual", "live")),
    ]
    sectors: Annotated[
        Mapping[str, LicencesSectorsRow], EveryKey(("food", "drugs", "devices", "publications", "audiovisual", "live"))
    ]


@dataclass(frozen=True, slots=True)
class ReviewsTable:
    """The file reviews.toml."""

    limits: Whole[
        Literal["label", "score_line", "text", "text_most", "block", "rank", "signed", "signature", "ancestors"]
    ]
    words: Annotated[
        Mapping[str, tuple[str, ...]],
        EveryKey(
            (
                "label",
                "not_label",
                "own_field",
                "questions",
                "sentence",
                "count",
                "count_beside",
                "filters_negative",
                "filters_medium",
                "filters_good",
                "filters_more",
                "sort",
                "praise_first",
                "score",
                "score_label",
                "not_review",
                "notes",
                "signature",
                "login",
                "empty",
                "negative_cue",
                "not_negative",
            )
        ),
    ]
    tags: Words[Literal["beside", "cells"]]
    classes: Words[Literal["review", "stars", "rated_low", "signature", "others", "not_text"]]


@dataclass(frozen=True, slots=True)
class PolicyTable:
    """The file policy.toml."""

    limits: Numbers[
        Literal[
            "min_sentence",
            "stub",
            "heading",
            "heading_lines",
            "min_prose",
            "terse",
            "handled",
            "list_share",
            "garbled_share",
            "heap_pieces",
            "bare_pieces",
            "denial",
            "heap_piece",
            "menu_pieces",
            "told",
            "quote",
            "said",
            "unnamed",
            "brief",
            "told_of",
            "menu_piece",
        ]
    ]
    words: Words[
        Literal[
            "grammar",
            "subject",
            "stub",
            "not_grammar",
            "document",
            "processing",
            "named",
            "own",
            "duty_of_others",
        ]
    ]
    subjects: Annotated[
        Mapping[str, tuple[str, ...]],
        EveryKey(
            ("kinds", "purposes", "sharing", "keeping", "protection", "rights", "choice", "minors", "officer", "traces")
        ),
    ]
    patterns: Texts[Literal["denied_before", "denied_within", "dateline", "placeholder"]]


@dataclass(frozen=True, slots=True)
class EntryCandidatesTable:
    """The file entry_candidates.toml."""

    limits: Whole[Literal["around", "begins", "within"]]


@dataclass(frozen=True, slots=True)
class PhonesPurposesRow:
    """A row of [purposes] in phones.toml."""

    id: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhonesTable:
    """The file phones.toml."""

    window: Whole[Literal["before", "after", "theirs", "drawn"]]
    purposes: tuple[PhonesPurposesRow, ...]
    theirs: Words[Literal["words"]]
    other: Words[Literal["words"]]
    placeholder: Texts[Literal["pattern"]]


@dataclass(frozen=True, slots=True)
class ShippingTable:
    """The file shipping.toml."""

    limits: Whole[Literal["quoted", "piece", "promise", "label", "paragraph"]]
