"""ClaimReview: fact checks as schema.org describes them, in JSON-LD or in web pages.

{"@context": "https://schema.org", "@type": "ClaimReview",
 "url": "https://check.example/moon", "datePublished": "2024-03-02",
 "author": {"@type": "Organization", "name": "The Check"},
 "claimReviewed": "The moon is further away than it was a year ago.",
 "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Ann Lee"},
                  "datePublished": "2024-02-28", "appearance": "https://paper.example/ann"},
 "reviewRating": {"@type": "Rating", "ratingValue": 5, "bestRating": 5, "worstRating": 1,
                  "alternateName": "True"}}

The properties are those of https://schema.org/ClaimReview and of Google's guide
(https://developers.google.com/search/docs/appearance/structured-data/factcheck).  What they cannot
say of a claim about the future stands under a key of our own, as `ledger.formats.claimreview.node`
tells.  docs/claimreview.md says what is carried over and what is not.
"""
