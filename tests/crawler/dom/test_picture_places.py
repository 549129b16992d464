"""Which pictures may carry words, and in what order they are read, is decided purely, by where they stand."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.dom.picture_places import PicturePlace, find_candidates
from crawler.site import Box, Element
from crawler.visit.pictures.card_pictures import find_covers
from crawler.vocabulary import Region, Role


def picture(
    id: int,
    y: float,
    *,
    w: float = 100,
    h: float = 40,
    name: str = "",
    image: str = "/a.png",
    region: Region = Region.MAIN,
    seen: bool = True,
    parent: int | None = None,
    tag: str = "img",
    text: str = "",
) -> Element:
    box = Box(0, y, w, h)
    return Element(id, tag, f"#i{id}", box, parent=parent, name=name, image=image, region=region, seen=seen, text=text)


def link(id: int, y: float, text: str = "", href: str = "https://s.example/x", region: Region = Region.MAIN) -> Element:
    return Element(id, "a", f"#l{id}", Box(0, y, 300, 300), text=text, href=href, clickable=True, region=region)


def placed(
    *elements: Element, role: Role = Role.HOME, repeated: frozenset[str] = frozenset()
) -> dict[int, PicturePlace]:
    return {one.element.id: one.place for one in find_candidates(elements, role, 1366, repeated)}


def test_the_footer_comes_first_and_the_goods_last() -> None:
    elements = (
        picture(0, 0, image="/logo.png"),
        picture(1, 10, image="/icon-beian.png", name="备案"),
        picture(2, 3900, region=Region.FOOTER, image="/x.png"),
        picture(3, 3900, region=Region.FOOTER, image="/small.png", w=39),
        picture(4, 3900, region=Region.FOOTER, image="/ghost.png", seen=False),
        picture(5, 100, image="/yyzz.png"),
        picture(6, 3950, image="/low.png"),
        picture(7, 200, image="/wide.png", w=1366, h=400),
        link(8, 700, "手机壳 ¥39.00"),
        picture(9, 700, image="/goods.png", w=200, h=200, parent=8),
        link(10, 1000),
        picture(11, 1000, image="/entry.png", w=48, parent=10),
        Element(12, "p", "p", Box(0, 3950, 900, 50), text="京ICP备1号", region=Region.FOOTER),
    )
    assert placed(*elements) == {
        2: PicturePlace.LICENCE,
        5: PicturePlace.LICENCE,
        1: PicturePlace.LICENCE,
        11: PicturePlace.ENTRY,
        6: PicturePlace.OTHER,
        7: PicturePlace.POSTER,
        9: PicturePlace.GOODS,
    }
    assert [one.element.id for one in find_candidates(elements, Role.HOME, 1366)] == [2, 5, 1, 11, 6, 7, 9]


def test_large_pictures_are_told_apart_by_the_page_they_stand_on() -> None:
    large = (picture(0, 1000, w=750, h=9000), picture(1, 100, w=400, h=400, image="/gallery.png"))
    assert placed(*large, role=Role.AFTER_SALES)[0] is PicturePlace.BANNER
    assert placed(*large, role=Role.PRODUCT) == {0: PicturePlace.DETAIL, 1: PicturePlace.GOODS}
    assert placed(*large, role=Role.LIST)[0] is PicturePlace.POSTER
    ground = picture(0, 0, w=1366, h=900, tag="div", text="七天无理由退货" * 20)
    assert not placed(ground, role=Role.HELP)


def test_what_stands_on_several_pages_goes_first() -> None:
    badge = picture(0, 100, image="https://s.example/badge.png")
    rest = picture(1, 3000, image="https://s.example/rest.png")
    assert placed(badge, rest) == {1: PicturePlace.OTHER}
    assert placed(badge, rest, repeated=frozenset({badge.image})) == {0: PicturePlace.LICENCE, 1: PicturePlace.OTHER}


def test_a_large_picture_on_several_pages_of_words_goes_first_and_a_poster_does_not() -> None:
    large = picture(0, 100, w=760, h=760, image="https://s.example/promise.png")
    again = frozenset({large.image})
    assert placed(large, role=Role.OTHER) == {0: PicturePlace.BANNER}
    assert placed(large, role=Role.OTHER, repeated=again) == {0: PicturePlace.LICENCE}
    assert placed(large, role=Role.LIST, repeated=again) == {0: PicturePlace.POSTER}
    assert placed(large, role=Role.PRODUCT, repeated=again) != {0: PicturePlace.LICENCE}


def test_a_licence_on_a_card_is_none_of_the_goods() -> None:
    card = link(0, 100, "办理食品经营许可证 99 元")
    shown = picture(1, 100, w=200, h=200, image="/yyzz.png", parent=0)
    assert placed(card, shown)[1] is PicturePlace.LICENCE


def test_goods_may_be_named_by_anything() -> None:
    card = link(0, 100, "国检认证翡翠 ¥399")
    assert placed(card, picture(1, 100, w=200, h=200, name="国检认证翡翠", parent=0)) == {1: PicturePlace.GOODS}
    assert placed(picture(1, 100, w=200, h=200, name="营业执照")) == {1: PicturePlace.LICENCE}


def test_goods_told_by_their_cards_are_read_last_and_a_large_picture_is_a_poster() -> None:
    near, large = picture(0, 100, w=200, h=200), picture(1, 400, w=760, h=270, image="/slide.png")
    found = find_candidates((near, large), Role.HOME, 1366, cards={0, 1})
    assert [(one.element.id, one.place) for one in found] == [(1, PicturePlace.POSTER), (0, PicturePlace.GOODS)]
    assert not find_candidates((near,), Role.COMPLAINT, 1366, cards={0})
    listed = find_candidates((near, large), Role.OTHER, 1366, cards={0})
    assert [(one.element.id, one.place) for one in listed] == [(1, PicturePlace.BANNER), (0, PicturePlace.GOODS)]


def test_a_word_that_is_in_every_address_tells_nothing() -> None:
    """A folder of the shop's pictures may be called anything."""
    many = tuple(picture(i, 100.0 * i, image=f"/microservice/{i}.png") for i in range(8))
    assert PicturePlace.LICENCE not in placed(*many).values()
    assert set(placed(*many, role=Role.LICENCE).values()) == {PicturePlace.LICENCE}  # where licences may well be many
    few = tuple(picture(i, 100.0 * i, image=f"/service/{i}.png") for i in range(3))
    assert set(placed(*few).values()) == {PicturePlace.LICENCE}


def test_an_img_without_an_address_draws_nothing() -> None:
    assert not placed(picture(0, 100, image="", region=Region.FOOTER))


@given(
    st.lists(
        st.tuples(st.floats(0, 5000), st.floats(0, 400), st.sampled_from(list(Region)), st.booleans()), max_size=60
    ),
    st.sampled_from(list(Role)),
)
def test_candidates_are_seen_wide_and_each_there_once(
    given: list[tuple[float, float, Region, bool]], role: Role
) -> None:
    elements = tuple(
        picture(i, y, w=w, region=region, seen=seen, image=f"/{i}.png") for i, (y, w, region, seen) in enumerate(given)
    )
    chosen = [one.element for one in find_candidates(elements, role)]
    assert all(one.seen and one.box.w >= 40 for one in chosen)
    assert len({one.id for one in chosen}) == len(chosen)
    low = {one.id for one in elements if one.seen and one.box.w >= 60 and one.region is Region.FOOTER}
    assert low <= {one.id for one in chosen}


def test_pictures_of_a_list_with_titles_are_read_after_those_that_stand_alone() -> None:
    def listed(count: int, role: Role) -> set[PicturePlace]:
        cards = [link(100 + at, 300 * at, f"专题{at}") for at in range(count)]
        wide = [picture(at, 300 * at, w=1000, h=180, image=f"/t{at}.png", parent=100 + at) for at in range(count)]
        alone = picture(99, 9000, w=1000, h=180, image="/alone.png")
        elements = (*cards, *wide, alone)
        candidates = find_candidates(elements, role, 1366, covers=find_covers(elements))
        found = {one.element.id: one.place for one in candidates}
        assert found.pop(99) is not PicturePlace.OTHER
        return set(found.values())

    assert listed(6, Role.OTHER) == {PicturePlace.OTHER}
    assert listed(5, Role.OTHER) == {PicturePlace.BANNER}
    assert listed(6, Role.HOME) == {PicturePlace.POSTER}
