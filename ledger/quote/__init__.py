"""The text-quote selector of the W3C: find exact words in a text, and find them after edits.

A selector is the words as the text spells them, with up to 32 characters of what stands before and
after, which tell two places with the same words apart:

    prefix 'o see 2% of GDP as “'   exact 'a floor, not a ceiling'   suffix ',” he said.'

People retype quotes, so texts are compared *folded*.
White space of any kind and length is one space; quotation marks are straight; dashes of any kind,
with the space around them, are one hyphen; the ellipsis is three points; accents stand apart from
their letters; soft hyphens and other characters without width are gone.
What is found is always given in the text's own spelling.

Source: https://www.w3.org/TR/annotation-model/#text-quote-selector
"""

from ledger.quote.again import closest, find_again, not_there
from ledger.quote.find import Article, Selector, find

__all__ = ["Article", "Selector", "closest", "find", "find_again", "not_there"]
