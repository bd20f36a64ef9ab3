"""Lists: their sorts, the properties that they answer with, and cursors that belong to both."""

import pytest
from probe import things
from sqlalchemy import insert

from asn_chassis.ids import new_id

NAMES = {"Cici": 1, "Ani": 3, "Budi": 3, "Dewi": 2}


@pytest.fixture
def ranked(probe):
    with probe.database.transaction() as session:
        session.execute(insert(things), [{"id": new_id(), "name": name, "score": NAMES[name]} for name in NAMES])
    return probe.client("probe:read")


def walk(caller, query):
    found, cursor = [], None
    while True:
        answer = caller.get("/v1/ranking", query_string={**query, "limit": 1, **({"cursor": cursor} if cursor else {})})
        assert answer.status_code == 200, answer.json
        found += [item["name"] for item in answer.json["items"]]
        cursor = answer.json["next_cursor"]
        if cursor is None:
            return found


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ({}, ["Cici", "Dewi", "Ani", "Budi"]),
        ({"sort": "score"}, ["Cici", "Dewi", "Ani", "Budi"]),
        ({"sort": "-score"}, ["Budi", "Ani", "Dewi", "Cici"]),
        ({"sort": "name"}, ["Ani", "Budi", "Cici", "Dewi"]),
        ({"sort": "-name"}, ["Dewi", "Cici", "Budi", "Ani"]),
    ],
)
def test_a_list_goes_on_in_its_sort_from_either_end(ranked, sort, names):
    assert walk(ranked, sort) == names


@pytest.mark.parametrize("sort", ["id", "-", "--name", "name,score", "NAME", "", "name desc"])
def test_an_unknown_sort_is_refused_with_those_that_there_are(ranked, sort):
    answer = ranked.get("/v1/ranking", query_string={"sort": sort})

    (error,) = answer.json["errors"]
    assert (answer.status_code, error["code"]) == (422, "not-a-choice")
    assert error["params"] == {"choices": "score, -score, name, -name"}


def test_a_cursor_belongs_to_its_sort(ranked):
    cursor = ranked.get("/v1/ranking?sort=name&limit=1").json["next_cursor"]

    for other in ("sort=-name", "sort=score", "sort=name&name=Ani", ""):
        answer = ranked.get(f"/v1/ranking?{other}&limit=1&cursor={cursor}")
        assert (answer.status_code, answer.json["code"]) == (400, "invalid-cursor"), other
    assert ranked.get(f"/v1/ranking?sort=name&limit=2&fields=name&cursor={cursor}").status_code == 200


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("name", {"id", "name"}), ("id", {"id"}), ("score,name", {"id", "name", "score"}), ("name,name", {"id", "name"})],
)
def test_items_show_the_properties_that_are_asked_for_and_their_id(ranked, asked, shown):
    items = ranked.get("/v1/ranking", query_string={"fields": asked}).json["items"]

    assert [set(item) for item in items] == [shown] * 4


@pytest.mark.parametrize("asked", ["", "secret", "name,secret", "name,", "name, score", "Name", "__class__", "name.x"])
def test_an_unknown_property_is_refused(ranked, asked):
    answer = ranked.get("/v1/ranking", query_string={"fields": asked})

    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/fields")
