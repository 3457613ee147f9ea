"""ClaimReviews in saved web pages: JSON-LD in scripts, and microdata."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date
from typing import Any

import pytest

from ledger.formats.claimfile.document import bundle_document
from ledger.formats.claimreview.read import read_reviews

HORIZON = date(2026, 12, 1)

SCRIPT = """\
<!DOCTYPE html>
<html><head><title>A check</title>
<script>var x = "<script type='application/ld+json'>";</script>
<script type="application/ld+json">{"@type": "WebPage", broken}</script>
<script type='application/ld+json; charset=utf-8'>
//<![CDATA[
{"@type": "ClaimReview", "url": "https://check.example/1",
 "claimReviewed": "One & two are \\u003cthree.",
 "author": {"name": "The Check"},
 "reviewRating": {"alternateName": "True"}}
//]]>
</script></head>
<body><p>Text</body></html>
"""

MICRODATA = """\
<html><body>
<div itemscope itemtype="https://schema.org/ClaimReview">
  <a itemprop="url" href="https://check.example/2">Link</a>
  <h1 itemprop="claimReviewed">The <b>moon</b> &amp; the sun<br> meet.</h1>
  <meta itemprop="datePublished" content="2024-03-02">
  <p itemprop="author publisher" itemscope itemtype="http://schema.org/Organization">
    <span itemprop="name">The Check</span>
  <div itemprop="itemReviewed" itemscope itemtype="http://schema.org/Claim">
    <div itemprop="author" itemscope><span itemprop=name>Ann</span>
      <img itemprop="image" src="a.png"></div>
    <time itemprop="datePublished" datetime="2024-02-28">last week</time>
    <link itemprop="appearance" href="https://paper.example/x">
  </div>
  <div itemprop="reviewRating" itemscope itemtype="http://schema.org/Rating">
    <meta itemprop="ratingValue" content="2"/><meta itemprop="bestRating" content="5"/>
    <data itemprop="worstRating" value="1">one</data>
    <strong itemprop="alternateName">Mostly <script>no</script>wrong</strong>
  </div>
</div>
<div itemscope itemtype="https://schema.org/Thing"><p itemprop="name">Else</p></div>
</body></html>
"""


def read(text: str) -> tuple[list[dict[str, Any]], list[str]]:
    bundles, problems = read_reviews("p.html", text, HORIZON)
    return [bundle_document(one) for one in bundles], [str(one) for one in problems]


def test_json_ld_stands_in_scripts_of_its_type() -> None:
    (document,), problems = read(SCRIPT)
    assert problems == []
    (claim,) = document["claim"]
    assert claim["statement"] == "One & two are <three."
    assert claim["outcome"][0]["verdict"] == "happened"


def test_microdata_says_the_same_as_json_ld_would() -> None:
    (document,), problems = read(MICRODATA)
    assert problems == []
    assert document["source"]["url"] == "https://paper.example/x"
    (claim,) = document["claim"]
    assert claim["statement"] == "The moon & the sun meet."
    assert (claim["speaker"], claim["made"]) == ("Ann", "2024-02-28")
    (outcome,) = claim["outcome"]
    assert (outcome["verdict"], outcome["value"]) == ("partly", "0.25")
    assert outcome["note"] == 'The Check rated it "Mostly wrong" (rating 2, best 5, worst 1).'
    assert outcome["evidence"] == [
        {
            "url": "https://check.example/2",
            "publisher": "The Check",
            "published": "2024-03-02",
        }
    ]


def test_a_problem_has_its_line_in_the_page() -> None:
    _, problems = read(SCRIPT.replace('"https://check.example/1",', '"https://check.example/1"'))
    assert problems == ["p.html:8: This is not JSON: Expecting ',' delimiter (column 2)."]
    without = SCRIPT.replace("claimReviewed", "claim")
    assert read(without)[1] == [
        "p.html:7: claimReviewed is missing: nothing says what was claimed."
    ]
    bell = MICRODATA.replace("</b>", "&#x86;</b>").replace(" <b>", "\x1b<b>")
    assert any(one.startswith("p.html:4: statement contains the control") for one in read(bell)[1])


def test_a_page_without_a_review_says_so() -> None:
    assert read("<html><body>Nothing.</body></html>") == (
        [],
        ["p.html: There is no ClaimReview in this file."],
    )


@pytest.mark.parametrize(
    "tail", ["<!-- and then", '<a href="x', '<script type="application/ld+json">{}', "<![CDATA[ x"]
)
def test_what_never_ends_is_named_and_what_came_before_is_read(tail: str) -> None:
    documents, problems = read(f"{MICRODATA}{tail}")
    assert len(documents) == 1
    (problem,) = problems
    line = MICRODATA.count("\n") + 1
    assert problem.startswith(f"p.html:{line}: warning: A tag, comment or script begins here")


def test_itemref_is_not_followed_and_that_is_said() -> None:
    _, problems = read(MICRODATA.replace("<h1 ", '<h1 itemref="other" '))
    assert problems == ["p.html: warning: This page uses itemref, which is not followed."]


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "<a", "<!--", "<a x=", "<a x='", "</", "<![", "<?", "<div itemscope itemprop=a>", "&",
        "<p itemprop=a>x", "<script>", "<script></", "<a b=c ", "&#x", "<div></p>",
        "<script type=application/ld+json>ClaimReview {", "<!", "<div itemscope>", "<a =",
    ],
)  # fmt: skip
def test_pages_made_to_take_long_do_not(piece: str) -> None:
    start = time.perf_counter()
    text = f"<div itemscope itemtype='https://schema.org/ClaimReview'>{piece * 60_000}"
    _, problems = read(text)
    assert problems
    assert time.perf_counter() - start < 20


@pytest.mark.slow
def test_a_tag_of_very_many_attributes_is_read_without_them_in_little_memory() -> None:
    """13 MB, of which one tag has 800,000 attributes, read where some 100 MB more may be had."""
    program = f"""
import resource
from ledger.formats.claimreview.page import Page
many = " ".join(f"a{{n}}='>{{n:05d}}'" for n in range(800_000))
text = '<html><div {{}}>x</div>'.format(many) + {MICRODATA!r}
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 100 * 2**20,) * 2)
page = Page.of(text)
print(page.overfull_lines, len(page.items), page.unread_line)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("[1] 2 0\n", "")


def test_what_is_left_out_of_such_a_tag_is_said() -> None:
    many = " ".join(f"a{n}" for n in range(1001))
    page = MICRODATA.replace("<html>", f"<html>\n<div {many}>")
    documents, problems = read(page)
    assert len(documents) == 1
    assert problems == [
        "p.html:2: warning: A tag with more than 1,000 attributes is read without them."
    ]
    _, problems = read(page.replace(" a1000", ""))
    assert problems == []
    twice = page.replace("<html>\n", f"<html>\n<p {many}>")
    assert read(twice)[1][0].endswith("is read without them. So are 1 more.")
    assert "never ends" in read(f"{MICRODATA}<div {many}")[1][0]
