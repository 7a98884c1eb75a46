"""scripts/reference reads the source as it is, and bites when a page is stale."""
import sys
import unittest

from documented_source import FILES
from planted import ROOT, PlantedTree

sys.path.insert(0, str(ROOT / "scripts"))
sys.dont_write_bytecode = True
import documented  # noqa: E402

MARKS = "# Page\n\nby hand\n\n<!-- scripts/reference --write makes this -->\n" \
        "\n<!-- to here -->\n\nalso by hand\n"


class ReferenceTest(PlantedTree):
    def setUp(self):
        super().setUp()
        for name, text in FILES.items():
            self.put(name, text)
        for page in ("settings", "metrics"):
            self.put(f"docs/operating/{page}.md", MARKS)

    def test_what_it_writes(self):
        self.write("reference")
        text = (self.tree / "docs/operating/settings.md").read_text()
        for row in ("| `listen` | `\"127.0.0.1:8080\"` | text | ADDRESS:PORT |",
                    "| `threads` | `0` | 0 to 64 | event loops |",
                    "| `demo` | `true` | `true`, `false` | serve the demo shop |",
                    "| `trusted_proxies` | `[]` | list of texts | addresses |",
                    "| `limits.content_bytes` | `16384` (16 KiB) | at least 1 |"
                    " bytes of UTF-8 in one message |",
                    "| `limits.ping_interval_ms` | `54000` (54 s) | 10 to 90,000 |"
                    " the server pings this often |"):
            self.assertIn(row, text)
        self.assertTrue(text.startswith("# Page\n\nby hand\n"))
        self.assertTrue(text.endswith("\n\nalso by hand\n"))
        metrics = (self.tree / "docs/operating/metrics.md").read_text()
        self.assertIn("| `walkie_reads_total` | counter | `from` | Reads |", metrics)
        self.assertIn("| `walkie_commit_seconds` | histogram |  | One commit |", metrics)

    def test_it_bites_until_it_is_written(self):
        self.assert_bites("reference", "docs/operating/settings.md:1: stale", "--write")
        self.write("reference")
        self.assert_clean("reference")
        source = self.tree / "src/chat/limits.h"
        source.write_text(source.read_text().replace("16 * 1024", "17 * 1024"))
        self.assert_bites("reference", "docs/operating/settings.md:1: stale")

    def test_a_setting_that_it_cannot_read_is_an_error(self):
        source = self.tree / "src/node/config_settings.cpp"
        source.write_text(source.read_text().replace('"ADDRESS:PORT"', "made_by(1)"))
        with self.assertRaisesRegex(ValueError, "1 settings"):
            documented.settings(self.tree)

    def test_a_histogram_has_three_series(self):
        self.assertEqual(documented.series(self.tree),
                         {"walkie_reads_total", "walkie_commit_seconds_bucket",
                          "walkie_commit_seconds_sum", "walkie_commit_seconds_count"})


if __name__ == "__main__":
    unittest.main()
