"""In which encoding a page's bytes are: what the page declares, checked against the bytes."""

from __future__ import annotations

import codecs
import re
from types import MappingProxyType

from corpus_site.load.decode import Decoded, decode, lenient
from corpus_site.model import Problem

_HEAD = 4096  # bytes in which a declaration is looked for; pages put long comments before it
_META = re.compile(rb"""<meta\b[^>]{0,300}?\bcharset\s*=\s*["']?\s*([A-Za-z0-9_:-]{2,30})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9_:-]{2,30})["']""", re.IGNORECASE)
_FEW_NULS = 0.01  # share of NUL bytes up to which they are dirt in a page and not another kind of file
# Declared names mean the widest set that readers of pages take them for; whatever is not here is not believed.
_MEANT = MappingProxyType(
    {
        "utf-8": "utf-8",
        "utf-16": "utf-8",  # the declaration was read byte by byte, so it cannot be true
        "gb2312": "gb18030",
        "gbk": "gb18030",
        "gb18030": "gb18030",
        "big5": "big5hkscs",
        "big5hkscs": "big5hkscs",
        "cp950": "cp950",
        "shift_jis": "cp932",
        "cp932": "cp932",
        "euc_jp": "euc_jp",
        "euc_kr": "cp949",
        "iso8859-1": "cp1252",
        "cp1252": "cp1252",
        "cp1251": "cp1251",
        "koi8-r": "koi8-r",
    }
)


def declared(data: bytes, header: str | None = None) -> tuple[str, ...]:
    """Encodings that a page declares, the most telling first; `header` is what stands around it in an archive.

    >>> declared(b'<meta charset="Big5">'), declared(b"<?xml version='1.0' encoding='GBK'?>"), declared(b"<p>", "gb2312")
    (('big5hkscs',), ('gb18030',), ('gb18030',))
    >>> declared(b"<meta charset=rot13>")
    ()
    """
    meta, xml = _META.search(data[:_HEAD]), _XML.match(data[:_HEAD])
    names = [
        meta.group(1).decode("ascii") if meta else None,
        header,
        xml.group(1).decode("ascii") if xml else None,
    ]
    known = [_codec(name) for name in names if name]
    return tuple(dict.fromkeys(name for name in known if name))


def _codec(name: str) -> str | None:
    try:
        return _MEANT.get(codecs.lookup(name).name)
    except (LookupError, ValueError):
        return None


def decode_page(data: bytes, path: str, header: str | None = None) -> Decoded | Problem:
    """Decode a page: byte order mark, then what it declares, else as any text.

    Bytes that are UTF-8 are read as UTF-8 whatever is declared: saving a page often changes its bytes and leaves the
    declaration, and Chinese in another encoding is never UTF-8 by chance.

    >>> page = decode_page('<meta charset="big5"><p>臺灣'.encode("big5"), "a.html")
    >>> page.encoding, page.text[-2:]
    ('big5hkscs', '臺灣')
    >>> decode_page('<meta charset="gbk"><p>人'.encode(), "a.html").encoding
    'utf-8'
    """
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and 0 < data.count(0) <= _FEW_NULS * len(data):
        data = data.replace(b"\0", b"")
    names = declared(data, header)
    marked = data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if marked or names in ((), ("utf-8",)):
        return decode(data, path)
    for name in ("utf-8", *names, *(("cp950",) if "big5hkscs" in names else ())):
        try:
            return Decoded(text=data.decode(name), encoding=name)
        except UnicodeDecodeError:
            continue
    return lenient(data, names[0], path)
