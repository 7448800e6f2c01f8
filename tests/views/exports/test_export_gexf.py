"""The network, read by networkx."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from exported import HOSTILE, full, hostile, write
from invented import document
from lxml import etree

from onrecord.schema import Entity, Mention, Record, Statement

networkx = pytest.importorskip("networkx", reason="networkx is not installed")


def network(records: list[Record], folder: Path) -> Any:
    return networkx.read_gexf(write("gexf", records, folder / "a.gexf"), relabel=True)


def edges(graph: Any) -> dict[tuple[str, str, str], dict[str, Any]]:
    return {(a, b, told["kind"]): told for a, b, told in graph.edges(data=True)}


def test_who_speaks_to_and_about_whom(tmp_path: Path) -> None:
    graph = network([full()], tmp_path)
    assert graph.is_directed()
    assert graph.nodes["Oda Brill"]["type"] == "Person"
    assert graph.nodes["Oda Brill"]["statements"] == 2
    told = edges(graph)
    assert ("Oda Brill", "reporters", "speaks to") in told
    about = told["Vessa", "the mining board", "speaks about"]
    assert (about["weight"], about["start"], about["end"]) == (1, "2031-03-03", "2031-03-03")


def test_who_does_what_to_whom_when_and_whether(tmp_path: Path) -> None:
    told = edges(network([full()], tmp_path))
    visit = told["Oda Brill", "the mining board", "CONSULT visit"]
    assert (visit["start"], visit["end"]) == ("2031-02-01", "2031-02-28")
    assert visit["status"] == "occurred"
    agreement = told["Vessa", "the mining board", "AGREE"]
    assert agreement["status"] == "called_for"
    assert "start" not in agreement


def test_what_recurs_weighs_more_and_lasts_longer(tmp_path: Path) -> None:
    base = full()
    later = msgspec.structs.replace(
        base, document=msgspec.structs.replace(base.document, published="2031-04-01")
    )
    told = edges(network([base, later], tmp_path))
    about = told["Vessa", "the mining board", "speaks about"]
    assert (about["weight"], about["start"], about["end"]) == (2, "2031-03-03", "2031-04-01")


def speaking(number: int, name: str, form: str) -> Record:
    text = f"{name} spoke to Norway, {number}."
    return Record(
        document=document(text),
        mentions=(
            Mention(
                id="m", start=0, end=len(name), type="Person", form=form, entity="a", confidence=1
            ),
        ),
        entities=(
            Entity(id="a", type="Person", name=name, mentions=("m",)),
            Entity(id="b", type="State", name="Norway", country="NO"),
        ),
        statements=(
            Statement(
                id="s", source=((0, len(name)),), cue=(), content=(), form="indirect", speaker="a",
                speaker_kind="named", addressees=("b",),
            ),
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "form", "nodes"),
    [("Oda Brill", "name", 1), ("Brill", "name", 2), ("a spokesperson", "nominal", 2)],
)
def test_only_a_full_name_is_one_over_reports(
    name: str, form: str, nodes: int, tmp_path: Path
) -> None:
    path = write("gexf", [speaking(1, name, form), speaking(2, name, form)], tmp_path / "a.gexf")
    graph = networkx.read_gexf(path)
    labels = [told["label"] for _, told in graph.nodes(data=True)]
    assert labels.count(name) == nodes
    assert labels.count("Norway") == 1
    assert 'mode="static"' in path.read_text("utf-8")


def test_hostile_names_are_labels(tmp_path: Path) -> None:
    path = write("gexf", hostile(), tmp_path / "a.gexf")
    etree.parse(str(path))
    assert HOSTILE
    networkx.read_gexf(path)


def test_hostile_speakers_are_labels(tmp_path: Path) -> None:
    records = [speaking(number, words, "name") for number, words in enumerate(HOSTILE)]
    graph = networkx.read_gexf(write("gexf", records, tmp_path / "a.gexf"))
    labels = {told["label"] for _, told in graph.nodes(data=True)}
    assert "]]>&amp;<x a='1'>" in labels
    assert "lone \ufffd half" in labels
