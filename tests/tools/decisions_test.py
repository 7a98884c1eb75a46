"""scripts/decisions bites: a stale index, another title, a page that does not know that it is old."""
import unittest

from planted import PlantedTree


class DecisionsTest(PlantedTree):
    def setUp(self):
        super().setUp()
        self.put("docs/decisions/0001-one.md", "# 0001: One script\n\nSuperseded by 0002.\n\n**Context.** …\n")
        self.put("docs/decisions/0002-two.md", "# 0002: Two scripts\n\nSupersedes 0001.\n")
        self.write("decisions")

    def test_an_index_that_is_current_passes_and_has_the_status(self):
        self.assert_clean("decisions")
        index = (self.tree / "docs/decisions/README.md").read_text()
        self.assertIn("| [0001](0001-one.md) | One script | superseded by [0002](0002-two.md) |", index)
        self.assertIn("| [0002](0002-two.md) | Two scripts | in force |", index)

    def test_a_new_page(self):
        self.put("docs/decisions/0003-three.md", "# 0003: Three scripts\n")
        self.assert_bites("decisions", "docs/decisions/README.md:1: stale", "--write")

    def test_a_title_of_another_form_or_number(self):
        for title in ("# 0002 Two scripts", "# 0003: Two scripts", "Two scripts"):
            with self.subTest(title):
                self.put("docs/decisions/0002-two.md", f"{title}\n\nSupersedes 0001.\n")
                self.write("decisions")
                self.assert_bites("decisions", "0002-two.md:1: the title is")

    def test_a_newer_page_that_does_not_name_the_old_one(self):
        self.put("docs/decisions/0002-two.md", "# 0002: Two scripts\n")
        self.write("decisions")
        self.assert_bites("decisions", "0001-one.md: 0002 does not say that it supersedes 0001")

    def test_a_guard_that_does_not_exist(self):
        self.put("docs/decisions/0002-two.md", "# 0002: Two scripts\n\nSupersedes 0001.\n\n"
                 "**Guarded by** `LogTest.HasNoGaps` and `tests/cli`.\n")
        self.assert_bites("decisions", "0002-two.md: there is no test LogTest.HasNoGaps")
        self.assert_bites("decisions", "0002-two.md: there is no tests/cli")
        self.put("tests/unit/log_test.cpp", "TEST_F(LogTest, HasNoGaps) {}\n")
        self.put("tests/cli/log_test.py", "")
        self.assert_clean("decisions")

    def test_two_pages_with_one_number(self):
        self.put("docs/decisions/0002-again.md", "# 0002: Twice\n")
        self.write("decisions")
        self.assert_bites("decisions", "two pages have one number")


if __name__ == "__main__":
    unittest.main()
