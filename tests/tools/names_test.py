"""scripts/names bites: types of one name and names that were replaced are found."""
import unittest

from planted import PlantedTree


class NamesTest(PlantedTree):
    def test_two_headers_of_one_namespace(self):
        self.put("src/chat/one.h", "namespace walkie::chat {\nstruct Epoch {\n};\n}  // namespace\n")
        self.put("src/chat/two.h", "namespace walkie::chat {\nclass Epoch final : public Base {\n};\n")
        self.assert_bites("names", "src/chat/one.h:2, src/chat/two.h:2: walkie::chat::Epoch")

    def test_a_source_that_forgot_its_anonymous_namespace(self):
        self.put("src/chat/one.cpp", "namespace walkie {\nstruct Waiting {\n};\n}  // namespace\n")
        self.put("src/chat/two.cpp", "namespace walkie {\nstruct Waiting { int a; };\n")
        self.assert_bites("names", "walkie::Waiting is defined more than once")

    def test_anonymous_namespaces_and_declarations_may_share_a_name(self):
        self.put("src/chat/one.cpp", "namespace walkie {\nnamespace {\nstruct Waiting {\n};\n"
                                     "}  // namespace\nclass Later;\n}  // namespace walkie\n")
        self.put("src/chat/two.cpp", "namespace walkie {\nnamespace {\nstruct Waiting {\n};\n"
                                     "}  // namespace\nclass Later;\n}  // namespace walkie\n")
        self.assert_clean("names")

    def test_one_short_name_in_two_namespaces(self):
        self.put("src/net/limits.h", "namespace walkie::net {\nstruct Limits {\n};\n")
        self.put("src/chat/limits.h", "namespace walkie {\nstruct Limits {\n};\n")
        self.assert_bites("names", "src/chat/limits.h:2, src/net/limits.h:2: Limits names 2 types")

    def test_a_replaced_name_in_code_only(self):
        self.put("src/net/one.h", "// A newcomer waits.\nconst char* text = \"newcomer\";\n")
        self.assert_clean("names")
        self.put("src/net/two.h", "\nint newcomers = 0;\n")
        self.assert_bites("names", "src/net/two.h:2: newcomers was replaced; write pending")


if __name__ == "__main__":
    unittest.main()
