"""scripts/rules bites: a rule of the protocol that no test cites is found."""
import unittest

from planted import PlantedTree


class RulesTest(PlantedTree):
    def setUp(self):
        super().setUp()
        self.put("protocol/SPEC.md",
                 "- **L1** a log\n- **S1** an id\n- **N1** *(not built yet)* nodes\n")

    def test_a_rule_without_a_test(self):
        self.put("tests/unit/store/log_test.cpp", "// L1: gapless\n")
        self.put("docs/reading.md", "S1 is only talked about here\n")
        self.assert_bites("rules", "no test cites S1")

    def test_a_longer_id_does_not_count(self):
        self.put("tests/unit/store/log_test.cpp", "// L1 S12 XS1\n")
        self.assert_bites("rules", "no test cites S1")

    def test_names_and_comments_of_every_language_count(self):
        self.put("tests/unit/store/log_test.cpp", "TEST(Log, L1HasNoGaps) {}\n")
        self.put("web/packages/client/test/outbox.test.ts", "it('S1: keeps its id', () => {});\n")
        self.assert_clean("rules")


if __name__ == "__main__":
    unittest.main()
