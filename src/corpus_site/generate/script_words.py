"""The words that the site's script shows, as the file that it fetches them from."""

from __future__ import annotations

import json

from corpus_site.generate.words import Words

_GROUP = "script."


def script_strings(words: Words) -> bytes:
    """Give the strings of the group `script` by their keys, in order, as JSON.

    >>> script_strings(Words({"script.page": "单独一页", "script.close": "关闭", "quote.why": "为何"})).decode()
    '{"close":"关闭","page":"单独一页"}'
    """
    chosen = {key.removeprefix(_GROUP): text for key, text in words.table.items() if key.startswith(_GROUP)}
    return json.dumps(chosen, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
