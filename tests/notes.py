"""Published notes and keys, and strategies for more of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from ledger.journal.note import Note, Signature

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

# https://github.com/C2SP/C2SP/blob/main/signed-note.md
C2SP_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
C2SP_NOTE = """This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
"""  # noqa: E501 - a published vector

# https://pkg.go.dev/golang.org/x/mod/sumdb/note
PETER_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"  # noqa: S105 - a published vector
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
GO_TEXT = """If you think cryptography is the answer to your problem,
then you don't know what your problem is.
"""
PETER_LINE = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"  # noqa: E501 - a published vector
ENOCH_LINE = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"  # noqa: E501 - a published vector
GO_NOTE = f"{GO_TEXT}\n{PETER_LINE}{ENOCH_LINE}"


def names() -> SearchStrategy[str]:
    """Names of keys: anything without blanks, a plus, or what cannot be seen."""
    return st.text("abcXYZ019._/:-=~#—é日𝄞", min_size=1, max_size=12)


def lines(min_size: int = 0) -> SearchStrategy[str]:
    """Lines of a note: anything but control characters, and of those all but ASCII's."""
    return st.text("abc XYZ019+=—é日𝄞\u2028\x7f\x85", min_size=min_size, max_size=12)


def notes() -> SearchStrategy[Note]:
    """Notes that make no sense, with signatures that are none."""
    signatures = st.builds(
        Signature, names(), st.binary(min_size=4, max_size=4), st.binary(min_size=1, max_size=9)
    )
    return st.builds(
        Note,
        st.lists(lines(), min_size=1, max_size=3).map(lambda some: "".join(f"{x}\n" for x in some)),
        st.lists(signatures, min_size=1, max_size=3).map(tuple),
    )
