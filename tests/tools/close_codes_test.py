"""SPEC.md's table of close codes says what protocol/close_codes.json says."""
import json
import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
AFTER = {"reconnect": "reconnect", "reconnect_rarely": "reconnect rarely",
         "stay_away": "stay away"}


class CloseCodes(unittest.TestCase):
    def test_the_specification_has_every_row(self):
        spec = (ROOT / "protocol/SPEC.md").read_text(encoding="utf-8")
        section = spec.split("## Close codes\n")[1].split("\n## ")[0]
        rows = re.findall(r"^\| (\d+) \| `(\w+)` \| (.+) \| (.+) \|$", section, re.M)
        table = json.loads((ROOT / "protocol/close_codes.json").read_text(encoding="utf-8"))
        self.assertEqual([(int(code), name, reason) for code, name, reason, _ in rows],
                         [(row["code"], row["name"], row["reason"]) for row in table])
        for (code, _, _, client), row in zip(rows, table):
            with self.subTest(code):
                self.assertTrue(client.split(",")[0].split(";")[0] == AFTER[row["after"]], client)
                self.assertEqual("with a new credential" in client, row["renews"])
                self.assertEqual(re.findall(r"after (\d+) s or more", client),
                                 [str(row["wait_s"])] if row["wait_s"] else [])


if __name__ == "__main__":
    unittest.main()
