"""GUM's files as text with mentions."""

from training.gum import GoldMention, read

FILE = """# newdoc id = GUM_news_tiny
# newpar
# sent_id = 1
1	Ann	Ann	PROPN	NNP	_	2	nsubj	_	Entity=(1-person-new-nnnnn-cf1-1,2-coref
2	Lee	Lee	PROPN	NNP	_	3	flat	_	Entity=1)
3	met	meet	VERB	VBD	_	0	root	_	_
4	the	the	DET	DT	_	5	det	_	Entity=(2-person-new-nnnnn-cf2-2-coref
5	mayor	mayor	NOUN	NN	_	3	obj	_	_
6	of	of	ADP	IN	_	7	case	_	_
7	Rome	Rome	PROPN	NNP	_	5	nmod	_	Entity=(3-place-new-n-cf3-1-sgl)2)|SpaceAfter=No
8	.	.	PUNCT	.	_	3	punct	_	_

# newpar
# sent_id = 2
1-2	She's	_	_	_	_	_	_	_	_
1	She	she	PRON	PRP	_	3	nsubj	_	Entity=(1-person-giv-nnnnn-cf1-1-coref)
2	's	be	AUX	VBZ	_	3	cop	_	_
3	glad	glad	ADJ	JJ	_	0	root	_	_
"""


def test_text_and_mentions(tmp_path):
    path = tmp_path / "GUM_news_tiny.conllu"
    path.write_text(FILE, encoding="utf8")
    document = read(path)
    assert (document.id, document.genre) == ("GUM_news_tiny", "news")
    assert document.text == "Ann Lee met the mayor of Rome.\nShe's glad"
    assert document.mentions == (
        GoldMention(0, 7, "person", 1, "name"),
        GoldMention(12, 29, "person", 2, "nominal"),
        GoldMention(25, 29, "place", 3, "name"),
        GoldMention(31, 34, "person", 1, "pronoun"),
    )
