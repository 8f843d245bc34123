"""Does to clean text what was done to the damaged pages: glosses and stops replaced byte by byte in GBK."""

from __future__ import annotations

import re

_ASCII = str.maketrans("，！？：；（）", ",!?:;()")
_STOPS = "，。！？；："


def _bytes_with_glosses(data: bytes, glosses: dict[str, str]) -> bytes:
    """Put a gloss behind every two bytes that are a glossed character, or look like one."""
    if not glosses:
        return data
    table = {char.encode("gbk"): f"{char}({reading})".encode("gbk") for char, reading in glosses.items()}
    return re.sub(b"|".join(map(re.escape, table)), lambda m: table[m[0]], data)


def _decode(data: bytes) -> str:
    """Decode as browsers of the time did: what cannot be read is `?`, what has no character vanishes later."""
    out: list[str] = []
    at = 0
    while at < len(data):
        byte = data[at]
        if byte < 0x80:
            out.append(chr(byte))
        elif byte == 0x80:
            out.append("€")
        elif at + 1 == len(data) or data[at + 1] < 0x40 or data[at + 1] == 0x7F:
            out.append("?")
            at += 1
        else:
            out.append(data[at : at + 2].decode("gbk", "ignore") if data[at + 1] != 0xFF else "")
            at += 1
        at += 1
    return "".join(out)


def damage(text: str, glosses: dict[str, str], cut_stops: int = 0, ascii_stops: bool = True) -> str:
    """Damage a clean text; every `cut_stops`-th place where a stop could be read out of step is cut there."""
    data = _bytes_with_glosses(text.encode("gbk", "ignore"), glosses)
    if cut_stops:
        stops = b"|".join(re.escape(stop.encode("gbk")) for stop in _STOPS)
        places = [m.start() for m in re.finditer(b"(?=" + stops + b")", data) if _out_of_step(data, m.start())]
        pieces, begin = [], 0
        for place in places[cut_stops - 1 :: cut_stops]:
            pieces.append(data[begin:place])
            begin = place
        text = "".join(map(_decode, (*pieces, data[begin:])))
    else:
        text = _decode(data)
    return text.translate(_ASCII) if ascii_stops else text


def _out_of_step(data: bytes, place: int) -> bool:
    at = max(data.rfind(b"\n", 0, place), data.rfind(b")", 0, place)) + 1
    while at < place:
        at += 2 if data[at] >= 0x81 else 1
    return at != place
