"""scripts/examples bites: an operation without an example, one that does not fit, a stale block."""
import json
import unittest

from planted import PlantedTree

CONTRACT = """\
paths:
  /things:
    get:
      parameters: [{ name: after, in: query, schema: { type: integer }, example: 7 }]
      responses:
        "200":
          content:
            application/json:
              schema: { type: object, required: [id], properties: { id: { type: integer } } }
              examples: { thing: { $ref: "#/components/examples/thing" } }
components:
  schemas: {}
"""


class ExamplesTest(PlantedTree):
    def setUp(self):
        super().setUp()
        self.put("protocol/openapi.yaml", CONTRACT)
        self.put("protocol/examples/rows.json", json.dumps({"thing": {"id": 1}}))
        self.put("protocol/examples/body.thing.json", json.dumps({"$rows": ["thing"]}))
        self.write("examples")

    def test_an_example_made_of_rows_stands_at_the_end_of_the_contract(self):
        self.assert_clean("examples")
        text = (self.tree / "protocol/openapi.yaml").read_text()
        self.assertTrue(text.startswith(CONTRACT))
        self.assertTrue(text.endswith("    thing:\n      value: {id: 1}\n"), text)
        self.write("examples")
        self.assertEqual((self.tree / "protocol/openapi.yaml").read_text(), text)

    def test_a_row_that_was_changed(self):
        self.put("protocol/examples/rows.json", json.dumps({"thing": {"id": 2}}))
        self.assert_bites("examples", "stale", "scripts/examples --write")

    def test_an_example_that_does_not_fit_its_schema(self):
        self.put("protocol/examples/rows.json", json.dumps({"thing": {"id": "one"}}))
        self.write("examples")
        self.assert_bites("examples", "GET /things 200: thing: 'one' is not of type 'integer'")

    def test_an_answer_without_an_example(self):
        self.put("protocol/openapi.yaml", CONTRACT.replace("examples: {", "x-examples: {"))
        self.write("examples")
        self.assert_bites("examples", "GET /things 200: application/json has no example")

    def test_a_name_that_no_golden_file_has(self):
        self.put("protocol/openapi.yaml", CONTRACT.replace("examples/thing", "examples/nothing"))
        self.write("examples")
        self.assert_bites("examples", "there is no example nothing")

    def test_a_parameter_without_an_example_or_with_one_that_does_not_fit(self):
        for example, words in (("", "the parameter after has no example"),
                               (", example: x", "after: 'x' is not of type 'integer'")):
            with self.subTest(example):
                self.put("protocol/openapi.yaml", CONTRACT.replace(", example: 7", example))
                self.write("examples")
                self.assert_bites("examples", words)


if __name__ == "__main__":
    unittest.main()
