"""scripts/codes bites: a code without a row, a row without a code, a stale page."""
import json
import unittest

from planted import PlantedTree

TABLE = 'static constexpr ErrorRow conflict{409, close::bad_request, "Conflict", "conflict"};\n'
PROBLEMS = [{"code": "conflict", "status": [409], "means": "It contradicts.", "do": "Read again."}]
STATUSES = [{"status": 409, "means": "It contradicts.", "do": "Read again."}]
DRAINING = {"code": 4000, "name": "draining", "reason": "the server stops soon", "after": "reconnect",
            "wait_s": 0, "renews": False}
EXPIRED = {**DRAINING, "code": 4004, "name": "credential_expired", "reason": "expired", "renews": True}
CLOSING = [DRAINING, EXPIRED, {**EXPIRED, "code": 4500, "name": "bad_credential", "after": "stay_away"}]


class CodesTest(PlantedTree):
    def setUp(self):
        super().setUp()
        self.put("src/wire/errors.cpp", TABLE)
        self.put("protocol/problems.json", json.dumps(PROBLEMS))
        self.put("protocol/statuses.json", json.dumps(STATUSES))
        self.put("protocol/close_codes.json", json.dumps(CLOSING))
        self.write("codes")

    def test_a_page_that_is_current_passes(self):
        self.assert_clean("codes")
        page = (self.tree / "protocol/codes.md").read_text()
        self.assertIn("| `conflict` | It contradicts. | Read again. |", page)
        for row in ("| 4000 | `draining` | the server stops soon | reconnect, as after a lost network |",
                    "| 4004 | `credential_expired` | expired | renew the credential, then reconnect |",
                    "| 4500 | `bad_credential` | expired | stay away; with a new credential"
                    " reconnect |"):
            self.assertIn(row, page)

    def test_a_page_that_is_stale(self):
        self.put("protocol/statuses.json", json.dumps([{**STATUSES[0], "do": "Ask."}]))
        self.assert_bites("codes", "protocol/codes.md:1: stale", "scripts/codes --write")

    def test_a_code_without_a_row_in_every_form_that_the_sources_use(self):
        for text in ('return Error{.code = Code::conflict,\n  .reason = "taken"};',
                     'error.code = Code::conflict;\n  error.reason = "taken";',
                     'Error{.code = Code::conflict, .reason = first ? "taken" : "conflict"};',
                     'return {Code::conflict, "taken", "It is taken."};',
                     'return problem_response(409, "taken", "It is taken.");',
                     'constexpr HttpRefusal kTaken{409, "taken", "It is taken."};',
                     'return bad("taken", "It is taken.");', 'fields.fail("taken", name);',
                     'return unknown("taken", "inbox");', 'responder.respond(busy("taken"));'):
            with self.subTest(text):
                self.put("src/api/taken.cpp", text)
                self.assert_bites("codes", "taken", "has no row")

    def test_a_row_without_a_code(self):
        self.put("protocol/problems.json", json.dumps([*PROBLEMS, {**PROBLEMS[0], "code": "gone"}]))
        self.write("codes")
        self.assert_bites("codes", "gone: no source gives it")

    def test_a_row_with_another_status(self):
        self.put("protocol/problems.json", json.dumps([{**PROBLEMS[0], "status": [400, 409]}]))
        self.write("codes")
        self.assert_bites("codes", "conflict: the sources give [409]")

    def test_a_status_without_a_row(self):
        self.put("protocol/statuses.json", "[]")
        self.write("codes")
        self.assert_bites("codes", "statuses.json has no row for [409]")

    def test_what_only_the_operator_reads_is_left_out(self):
        self.put("src/node/listen.cpp", 'Error{.code = Code::conflict, .reason = "in_use"};')
        self.assert_clean("codes")


if __name__ == "__main__":
    unittest.main()
