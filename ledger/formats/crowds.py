"""Crowds: what publishers write for a speaker where nobody is meant whom anybody could ask.

"Facebook posts", "Multiple sources" and "Viral image" are not one speaker, and a figure for them is
the figure of nobody.  They become ``unnamed: facebook posts``, in every format in which people are
named by others; accounts of trackers are names, whatever they are called.

A name is a crowd where each of its words is one of those below, and they say what somebody posted,
and where or how; or where the whole is in `PHRASES`.  Here the list is to be extended; an import
takes further names with ``--crowd``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ledger.model.new_ids import RULES, Former

if TYPE_CHECKING:
    from collections.abc import Collection

PLACES: Final = frozenset(
    """
    facebook twitter x instagram tiktok youtube whatsapp telegram reddit threads pinterest
    snapchat linkedin weibo wechat bluesky vk viber parler gab 4chan discord tumblr social media
    network networks platform platforms internet web online blog chain
    """.split()  # noqa: SIM905 - a column of words
)
"""Where crowds speak."""

HOW: Final = frozenset(
    """
    multiple various several many numerous viral anonymous unknown unidentified unnamed some
    different other popular widely shared circulating doctored manipulated altered
    """.split()  # noqa: SIM905 - a column of words
)
"""How many they are, or how what they said went round."""

WHAT: Final = frozenset(
    """
    post posts posting postings user users page pages account accounts channel channels video
    videos clip clips image images photo photos photograph photographs picture pictures meme memes
    message messages forward forwards tweet tweets reel reels story stories email emails mail
    mails letter letters article articles website websites site sites blogger bloggers people
    persons sources source speakers outlets commenters claim claims rumor rumors rumour rumours
    screenshot screenshots graphic graphics infographic infographics ad ads advert adverts content
    viral comments comment text texts forwarded
    """.split()  # noqa: SIM905 - a column of words
)
"""What they posted, or are."""

ALONE: Final = frozenset(
    {"internet", "netizens", "bloggers", "memes", "tweets", "rumors", "rumours"}
)
"""Words that are a crowd by themselves."""

BETWEEN: Final = frozenset({"and", "or", "on", "in", "from", "the", "of", "a", "an", "via", "by"})

PHRASES: Final = frozenset({
    "social media", "social network", "social networks", "the web", "world wide web",
    "redes sociales", "en redes sociales", "usuarios de redes sociales", "usuarios de facebook",
    "publicaciones de facebook", "publicaciones en redes sociales", "varias fuentes",
    "múltiples fuentes", "cadena de whatsapp", "redes sociais", "usuários das redes sociais",
    "usuários do facebook", "publicações nas redes sociais", "várias fontes", "réseaux sociaux",
    "internautes", "utilisateurs de facebook", "utilisateurs des réseaux sociaux",
    "plusieurs sources", "soziale medien", "soziale netzwerke", "facebook-nutzer",
    "social-media-nutzer", "internetnutzer", "mehrere quellen", "social", "utenti facebook",
    "fonti varie", "varie fonti", "media sosial", "pengguna facebook", "pengguna media sosial",
    "sosyal medya", "çeşitli kaynaklar", "соцсети",
    "социальные сети", "пользователи соцсетей",
})  # fmt: skip
"""Crowds in other words, and in other languages."""

WORDS: Final = re.compile(r"[\s,;/&+()_-]+")


def is_crowd(name: str, crowds: Collection[str] = ()) -> bool:
    """Whether a name is that of a crowd; ``crowds`` are further names of such."""
    return _is_known(name) or (
        bool(crowds) and name.casefold() in {one.casefold() for one in crowds}
    )


@lru_cache(maxsize=4096)
def _is_known(name: str) -> bool:
    plain = " ".join(name.casefold().split()).strip(" .\"'")
    if plain in PHRASES or plain in ALONE:
        return True
    words = {word for word in WORDS.split(plain.replace("e-mail", "email")) if word} - BETWEEN
    if not words or not words <= PLACES | HOW | WHAT | ALONE:
        return False
    return words <= ALONE or bool(words & WHAT and words & (PLACES | HOW) and len(words) > 1)


def speaker_of(name: str, crowds: Collection[str] = ()) -> str:
    """The speaker that a name stands for: itself, or of a crowd, that nobody is named."""
    return f"unnamed: {name.lower()}" if is_crowd(name, crowds) else name


def as_named_before(name: str, speaker: str) -> tuple[Former, ...]:
    """How the ``speaker`` of a claim was read before, where that was the crowd by its name."""
    return (Former(RULES["crowds"], None, {"speaker": name}),) if name != speaker else ()
