"""The terms of two JSON-LD contexts that the exports use, so that no test fetches them.

From https://www.w3.org/ns/anno.jsonld and https://schema.org (the context of its JSON-LD).
"""

from __future__ import annotations

from typing import Any

import pytest

jsonld = pytest.importorskip("pyld", reason="pyld is not installed").jsonld

OA = "http://www.w3.org/ns/oa#"
AS = "http://www.w3.org/ns/activitystreams#"
SCHEMA = "http://schema.org/"

_NUMBER = "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"
_ANNO: dict[str, Any] = {
    "oa": OA,
    "as": AS,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "id": "@id",
    "type": "@type",
    "Annotation": "oa:Annotation",
    "SpecificResource": "oa:SpecificResource",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "TextPositionSelector": "oa:TextPositionSelector",
    "TextualBody": "oa:TextualBody",
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "Software": "as:Application",
    "describing": "oa:describing",
    "tagging": "oa:tagging",
    "identifying": "oa:identifying",
    "body": {"@type": "@id", "@id": "oa:hasBody"},
    "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"},
    "selector": {"@type": "@id", "@id": "oa:hasSelector"},
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    "styleClass": "oa:styleClass",
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "start": {"@type": _NUMBER, "@id": "oa:start"},
    "end": {"@type": _NUMBER, "@id": "oa:end"},
    "value": "rdf:value",
    "format": "dc:format",
    "label": "rdfs:label",
    "name": "foaf:name",
    "generator": {"@type": "@id", "@id": "as:generator"},
    "first": {"@type": "@id", "@id": "as:first"},
    "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
    "startIndex": {"@type": _NUMBER, "@id": "as:startIndex"},
}
_SCHEMA: dict[str, Any] = {
    "@vocab": SCHEMA,
    "url": {"@id": "http://schema.org/url", "@type": "@id"},
    "sameAs": {"@id": "http://schema.org/sameAs", "@type": "@id"},
}
_KNOWN = {"http://www.w3.org/ns/anno.jsonld": _ANNO, "https://schema.org": _SCHEMA}


def load(address: str, options: Any) -> dict[str, Any]:
    """A context from this file; any other is an error, so that nothing is ever fetched."""
    return {
        "documentUrl": address,
        "contextUrl": None,
        "contentType": "application/ld+json",
        "document": {"@context": _KNOWN[address]},
    }


def expanded(plain: Any) -> Any:
    """A document with every term in full, as a JSON-LD processor understands it."""
    options = {"documentLoader": load, "base": "https://example.org/record.jsonld"}
    return jsonld.expand(plain, options)


def triples(plain: Any) -> int:
    """How many statements a JSON-LD processor reads out of it."""
    options = {"documentLoader": load, "base": "https://example.org/record.jsonld"}
    return sum(len(graph) for graph in jsonld.to_rdf(plain, options).values())
