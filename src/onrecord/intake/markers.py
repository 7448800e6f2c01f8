"""The words by which the parts of a report that are not its story give themselves away.

Every rule looks at one short paragraph, or at the edge of a longer one, and is
written to miss rather than to take a sentence of the story: what is marked here
is not read for statements.
"""

from __future__ import annotations

import re

_I = re.IGNORECASE
_NAME = (
    # A full stop belongs to a name only in initials and short titles: J.K., Dr., Jr.
    r"(?:[^\W\d_a-z](?:(?:\.[^\W\d_a-z])*\.|[a-z]{1,2}\.|[\w'’\-]*)"
    r"|(?:al|el|bin|ibn|bint|de|da|di|du|del|der|den|la|le|van|von|zu)\b[\-\w'’]*)"
)
_NAMES = rf"{_NAME}(?: {_NAME}){{1,4}}"
_AGENCY = (
    r"(?:REUTERS|Reuters|AP|The Associated Press|Associated Press|ASSOCIATED PRESS|AFP|EPA|dpa|"
    r"DPA|UPI|ANSA|Xinhua|Getty(?: Images)?|GETTY IMAGES|Bloomberg(?: News)?|Anadolu(?: Agency)?|"
    r"TASS|Shutterstock|iStock|Alamy|Agence France-Presse|PA|NurPhoto|Sputnik|Kyodo|Rudaw|"
    r"Zuma(?: Press)?)"
)

# A credit at the end of a caption, or alone: "(credit: ...)", "(Photo by ...)", "[Image: ...]".
_BRACKETED = (
    r"[(\[](?:(?:photo|image|picture|video|file)s?\s+)?"
    r"(?:credits?|courtesy|photos?|pictures?|images?|illustration|photograph|screen ?(?:shot|grab))"
    r"(?:\s+(?:by|credit|courtesy|via)(?:\s+of)?\b)?\s*[:/|]?\s*[^()\[\]]{2,120}[)\]]"
)
_BRACKETED_AGENCY = (
    rf"[(\[]{_AGENCY}(?:\s+(?:Photo|Images?|File))?\s*[/|]\s*(?:{_NAMES}|File|Handout|Pool|"
    rf"{_AGENCY})[^()\[\]]{{0,60}}[)\]]"
)
# "Jane Doe/AFP via Getty Images", "REUTERS/Jane Doe", "AP Photo/Jane Doe, File".
_BARE = (
    rf"(?:(?:REUTERS|AP Photo|AFP|EPA|Pool Photo)\s*/\s*{_NAMES}(?:/File(?: Photo)?|, File|, Pool)?"
    rf"|{_NAMES}\s*[/|]\s*{_AGENCY}(?:\s*(?:/|via)\s*{_AGENCY})*"
    rf"|(?:(?:{_NAMES}|{_AGENCY}) )?via (?:Getty Images|Shutterstock|iStock|Alamy))"
)
CREDIT_AT_END = re.compile(
    rf"(?:^|(?<=[\s.]))(?:(?i:{_BRACKETED})|{_BRACKETED_AGENCY}|{_BARE})[.\s]*$"
)
CREDIT_ALONE = re.compile(
    r"(?i:(?:file )?(?:photo(?:graph)?|image|picture|illustration|credit)s?"
    r"(?: (?:by|credit|courtesy(?: of)?))?)\s*[:|]\s*"
    rf"{_NAMES}(?:\s*[/|,]\s*{_AGENCY})*|(?:Photo(?:graph)?s?|Image|Illustration) by {_NAMES}"
    rf"(?:\s*[/|,]\s*{_AGENCY})*"
)
CAPTION_START = re.compile(r"FILE(?: PHOTO| IMAGE| PICTURE)?\s*(?::|[-–—] )")

_DAYS = (
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|"
    r"August|September|October|November|December"
)
BYLINE = re.compile(
    rf"(?i:by|from)\s+(?!(?:{_DAYS})\b)(?:{_NAMES})"
    rf"(?:\s*(?:,|&|\band\b|,\s*and\b)\s*{_NAMES})*"
    r"(?:\s*(?:[,|•·–—-]|\bin\b|\bfor\b)\s*[^.!?\"“”«»]{1,60})?\.?"
)
BYLINE_AGENCY = re.compile(rf"{_NAMES}(?:\s*(?:,|&|\band\b)\s*{_NAMES})*\s*[|,]\s*{_AGENCY}\.?")
CONTRIBUTORS = re.compile(
    r"[(\[]?(?:(?:additional )?(?:reporting|writing|editing) (?:by|from) .{3,250}"
    r"|.{3,200} contributed (?:reporting|to this (?:report|story|article))"
    r"(?: from .{2,60})?)[.\])]*",
    _I,
)

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DATE = rf"(?:{_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?|\d{{1,2}}\s+{_MONTH}(?:\s+\d{{4}})?)"
_PLACE = r"[^\W\d_a-z]{2}(?:[^\W\d_a-z]|[.'’/\-]| (?=[^\W\d_a-z]))+"
_LINKED = r"(?:\(\s*[^\W\d_a-z][\w.&' \-]{1,40}\))"
_DASH = r"(?:\s*[—–]\s*|\s+--?\s+|--\s*)"
# "BAGHDAD, Jan. 5 (Reuters) - ", "WASHINGTON — ", "Jan 5 (Reuters) - "
DATELINE = re.compile(
    rf"(?:{_PLACE}(?:,\s+[^\W\d_a-z][\w.]*(?: [^\W\d_a-z][\w.]*)?)?(?:,?\s+{_DATE})?\s*{_LINKED}?"
    rf"|{_DATE}\s*{_LINKED}){_DASH}"
)
# "Baghdad (AFP) — ": only the agency shows that the place is a dateline.
DATELINE_AGENCY = re.compile(
    rf"{_NAME}(?: {_NAME}){{0,3}}(?:,\s+{_NAME})?(?:,?\s+{_DATE})?\s*\({_AGENCY}\){_DASH}"
)
DATE_ALONE = re.compile(
    r"(?:(?:published|updated|posted|last updated|first published|issued|date)\b"
    r"[:\s]*(?:on |at )?)?"
    rf"(?:(?-i:{_NAME}(?: {_NAME}){{0,3}}),\s+)?(?:(?:{_DAYS}),?\s+)?"
    rf"(?:{_DATE}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}})"
    r"(?:,?\s*(?:at |[|•·-]\s*)?\d{1,2}(?::\d{2}){1,2}\s*(?:[ap]\.?m\.?)?"
    r"(?:\s*\(?[A-Z]{2,5}\)?)?)?",
    _I,
)

# Unmistakable also where the words after them are a story's, as in a link to another one.
BOILERPLATE_LABEL = re.compile(
    r"(?:(?:read (?:more|also|next)|also read|see also"
    r"|related(?: (?:articles?|stor(?:y|ies)|news))?"
    r"|more on this story|don[’']t miss|you may (?:also )?like|recommended(?: for you)?)\s*[:»>|]"
    r"|(?:READ|WATCH|LISTEN|RELATED|ALSO READ)\s*(?:MORE\s*)?:).*",
    _I,
)
BOILERPLATE = re.compile(
    r"(?:read (?:more|next|on)(?: (?:here|at|on|about|from|in) [^.]{2,80})?"
    r"|read (?:the )?(?:rest|full (?:story|article|text))(?: (?:here|at|of) ?[^.]{0,60})?"
    r"|(?:click|tap) here (?:to|for) .{2,100}|(?:continue reading|keep reading)(?: .{2,50})?"
    r"|(?:sign up|subscribe|register)\b(?: (?:now|here|today|to|for)\b.{0,120})?"
    r"|(?:get|receive) .{2,100} (?:in|to) your inbox.{0,40}"
    r"|(?:follow|like|find|join) .{2,60} (?:on|at) (?:our )?(?:twitter|x|facebook|instagram|"
    r"threads|youtube|tiktok|linkedin|telegram|whatsapp|bluesky|mastodon|google news)\b.{0,60}"
    r"|(?:copyright|©|\(c\)|\ba ?© ?).{0,250}|.{0,120}\ball rights reserved\b.{0,160}"
    r"|this material may not be published, broadcast,? .{0,120}"
    r"|(?:story|article) continues (?:below|after).{0,60}|advertisements?|sponsored(?: content)?"
    r"|(?:skip|close) (?:advertisement|ad|this ad)|scroll (?:down )?to continue.{0,40}"
    r"|(?:share|print|email|save) this (?:article|story|page|post)?.{0,40}"
    r"|leave a (?:comment|reply)"
    r"|related (?:articles?|stor(?:y|ies)|content|news|topics|links?)|most (?:read|popular|viewed)"
    r"|(?:you may also like|recommended for you|more from .{2,60}|trending(?: now)?)"
    r"|(?:editors?[’'] picks?)"
    r"|(?:download|get) (?:our|the) .{0,40}\bapp\b.{0,60}|our standards: .{2,80}"
    r"|support (?:our|independent) journalism.{0,100}|we use cookies.{0,160}"
    r"|(?:back to (?:the )?top|skip to (?:main )?content|comments \(\d+\)|\d+ comments?))"
    r"[\s.!»>…→]*",
    _I,
)
_SHARE_WORDS = frozenset(
    {
        "share", "tweet", "facebook", "twitter", "x", "email", "mail", "print", "whatsapp",
        "linkedin", "pinterest", "reddit", "telegram", "copy", "link", "save", "flipboard",
        "messenger", "pocket", "sms", "comments", "comment", "viber", "threads", "bluesky", "on",
        "via", "to", "this", "pin", "send", "more",
    }
)  # fmt: skip


def is_share_bar(words: list[str]) -> bool:
    """Whether the words, in lower case, are nothing but buttons for passing a page on."""
    return 2 <= len(words) <= 24 and all(w in _SHARE_WORDS for w in words) and "share" in words
