"""All settings files in one list: checked before a command does anything, and the source of docs/settings.md."""

from __future__ import annotations

from typing import Any

from crawler import child_environment, limits, obstacle_settings, spelling
from crawler.browser import overlay_settings
from crawler.discovery import menu_settings, search_settings
from crawler.discovery.leftovers import leftover_settings
from crawler.discovery.products import buying_words, goods_table
from crawler.dom import empty, read_settings
from crawler.links import card_titles, carousels, entry_words, promise_settings, role_settings, shelf_tab_settings
from crawler.network import proxy_settings
from crawler.settings_file import SettingsFile
from crawler.visit.presses import pressing_settings
from storage.blobs import picture_words, s3_settings
from xuncha.judging import judging_settings
from xuncha.pack.verification import timestamp_settings
from xuncha.settings import schedule_settings, user_settings, web_settings

EVERY: tuple[SettingsFile[Any], ...] = (
    limits.FILE,
    read_settings.FILE,
    proxy_settings.FILE,
    child_environment.FILE,
    role_settings.FILE,
    search_settings.FILE,
    goods_table.FILE,
    menu_settings.FILE,
    overlay_settings.FILE,
    obstacle_settings.FILE,
    empty.FILE,
    pressing_settings.FILE,
    card_titles.FILE,
    carousels.FILE,
    leftover_settings.FILE,
    promise_settings.FILE,
    shelf_tab_settings.FILE,
    buying_words.FILE,
    entry_words.FILE,
    spelling.FILE,
    picture_words.FILE,
    s3_settings.FILE,
    schedule_settings.FILE,
    judging_settings.FILE,
    timestamp_settings.FILE,
    user_settings.FILE,
    web_settings.FILE,
)


def check_settings() -> None:
    """Read all settings files. Raises ConfigurationError with one line that names the first wrong file and key."""
    for file in EVERY:
        file.load()
