"""An article read for its forward-looking claims: proposals, which a person makes claims of.

    article  ->  sentences  ->  cues  ->  proposals  ->  a claim file whose records are drafts

Everything that a proposal says stands in the article, word for word, but for the draft of its
statement.  The rules are data, a language a file (`ledger/extract/languages`); no model is used,
and no address is fetched.
"""

from ledger.extract.article import Article
from ledger.extract.propose import Proposal, propose

__all__ = ["Article", "Proposal", "propose"]
