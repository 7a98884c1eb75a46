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

    def test_a_part_of_a_rule_and_a_rule_below_another_are_rules_too(self):
        self.put("protocol/SPEC.md", "- **C5a** the order\n- **C5b** since\n- **S6** an outbox\n"
                 "  - **O1** settled\n")
        self.put("tests/unit/store/log_test.cpp", "// C5a C5b S6\n")
        self.assert_bites("rules", "no test cites O1")
        self.put("tests/unit/store/log_test.cpp", "// C5b S6 O1\n")
        self.assert_bites("rules", "no test cites C5a")

    def test_a_rule_that_was_split_is_cited_by_its_parts(self):
        self.put("protocol/SPEC.md", "- **C5a** the order\n- **C5b** since\n")
        self.put("tests/unit/store/log_test.cpp", "// C5a, C5b\n")
        self.assert_clean("rules")
        self.put("src/hub/hub.h", "// joins live first (C5)\n")
        self.assert_bites("rules", "src/hub/hub.h: C5 was split", "C5a, C5b")

    def test_the_rules_between_nodes_stand_in_the_architecture(self):
        self.put("tests/unit/store/log_test.cpp", "// L1 S1\n")
        self.put("ARCHITECTURE.md", "- **N2** a hub checks\n")
        self.assert_bites("rules", "ARCHITECTURE.md: no test cites N2")


if __name__ == "__main__":
    unittest.main()
