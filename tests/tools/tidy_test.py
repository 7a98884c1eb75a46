"""scripts/tidy bites: each rule finds a planted fault, with file and line, and passes its
neighbour that is allowed. Forbidden words are put together here, so that this file is clean."""
import unittest

from planted import PlantedTree

BODY = "  call();\n"


class TidyTest(PlantedTree):
    def bites(self, name, text, *parts):
        self.put(name, text)
        self.assert_bites("tidy", f"{name}:", *parts)

    def test_a_plain_tree_passes(self):
        self.put("src/base/a.cpp", "int f() {\n  return 1;\n}\n")
        self.assert_clean("tidy")

    def test_a_long_header(self):
        self.bites("src/base/long.h", "\n" * 151, "at most 150")

    def test_a_long_source_fails_and_a_longish_one_warns(self):
        self.put("src/base/longish.cpp", "\n" * 301)
        self.assert_clean("tidy")
        self.bites("src/base/long.cpp", "\n" * 401, "never over 400")

    def test_a_long_test_is_fine(self):
        self.put("tests/unit/base/long_test.cpp", "\n" * 900)
        self.assert_clean("tidy")

    def test_a_long_line(self):
        self.bites("src/base/wide.cpp", "// " + "x" * 98 + "\n", "101 columns")

    def test_a_long_function(self):
        self.bites("src/base/f.cpp", "namespace walkie {\nint f(int a) {\n" + BODY * 69 +
                   "}\n}\n", ":2:", "function of 71 lines")

    def test_a_function_of_seventy_lines(self):
        self.put("src/base/f.cpp", "namespace walkie {\nint f(int a) {\n" + BODY * 68 + "}\n}\n")
        self.assert_clean("tidy")

    def test_a_long_constructor_after_brace_initialisers(self):
        self.bites("src/base/f.cpp", "struct A {\n  A(int b) : b_{b}, c_{2} {\n" + BODY * 80 +
                   "}\n};\n", ":2:", "function of 82 lines")

    def test_a_long_class_is_no_function(self):
        self.put("src/base/f.cpp", "class A {\n" + "  int f() { return '{'; }\n" * 90 + "};\n")
        self.assert_clean("tidy")

    def test_vague_names(self):
        self.bites("src/base/a.h", "class Hub" + "Manager {};\n", "says nothing")
        self.bites("web/packages/client/src/a.ts", "function format_" + "util() {}\n", "nothing")
        self.bites("src/base/utils.h", "#pragma once\n", "named after its noun")

    def test_the_world_outside_node(self):
        for call in ("std::chrono::system_clock::now()", "std::random_device seed;",
                     'getenv("HOME")', "std::this_thread::sleep_for(1s)"):
            self.bites("src/base/a.cpp", f"auto a = {call};\n", "belongs to src/node")

    def test_the_world_inside_node(self):
        self.put("src/node/README.md", "# node\n")
        self.put("src/node/clock.cpp", "auto now = std::chrono::system_clock::now();\n")
        self.assert_clean("tidy")

    def test_a_test_that_sleeps(self):
        self.bites("tests/unit/net/a_test.cpp", "std::this_thread::sleep_" + "for(1s);\n",
                   "never sleeps")
        self.bites("web/e2e/tests/a.spec.ts", "await page.waitFor" + "Timeout(9);\n", "sleeps")

    def test_unfinished_work(self):
        self.bites("src/base/a.cpp", "// TO" + "DO: later\n", "unfinished")

    def test_silence_needs_a_reason(self):
        self.bites("src/base/a.cpp", "int a;  // NO" + "LINT\n", "without a reason")
        self.put("src/base/a.cpp", "int a;  // NO" + "LINT(x): the C library asks for it\n")
        self.assert_clean("tidy")

    def test_a_focused_test(self):
        self.bites("web/packages/client/src/a.test.ts", "it.on" + "ly('a', f)\n", "focused")

    def test_a_skipped_test(self):
        self.bites("tests/unit/net/a_test.cpp", "void f() {\n  GTEST_" + "SKIP();\n}\n", "reason")

    def test_raw_html(self):
        self.bites("web/packages/inbox/src/a.ts", "node.inner" + "HTML = text;\n", "elements")

    def test_a_long_component(self):
        self.bites("web/packages/inbox/src/Thread.tsx", "\n" * 151, "at most 150")

    def test_a_path_of_one_machine(self):
        self.bites("README.md", "run /ho" + "me/ana/walkie\n", "path of one machine")

    def test_a_registry(self):
        self.bites("web/package-lock.json", '"resolved": "https' + '://example.org/a.tgz"\n',
                   "registry")

    def test_a_room_without_readme(self):
        self.put("src/hub/hub.h", "#pragma once\n")
        self.assert_bites("tidy", "src/hub/README.md:1:")

    def test_a_room_with_a_long_readme(self):
        self.bites("src/base/README.md", "line\n" * 31, "at most 30")

    def test_a_long_sentence_in_a_comment(self):
        long = "one two three four five six seven eight nine ten " * 3 + "and one more"
        halves = [long[:98], long[98:]]
        self.bites("src/base/a.h", f"// Short.\n// Begins: {halves[0]}\n// {halves[1]}.\n", ":2:",
                   "a sentence of 33 words")
        self.bites("web/packages/client/src/a.ts", f"const a = 1; // {long}\n", ":1:", "33 words")
        self.bites("scripts/a.py", f"# {halves[0]}\n# {halves[1]}\n", "33 words")

    def test_sentences_items_and_tables_are_counted_one_by_one(self):
        ten = "a an as at be by do go he if"
        self.put("src/base/a.h", "".join(f"// {ten} {ten}.\n" for _ in range(4)) +
                 "".join(f"// - {ten}\n" for _ in range(9)) +
                 "".join(f"//   {ten} {ten}\n" for _ in range(9)))
        self.assert_clean("tidy")

    def test_a_long_sentence_in_a_help_text(self):
        five = "one two three four five "
        self.bites("src/base/a.cpp", 'add("name", place,\n' +
                   "".join(f'    "{five * 2}"\n' for _ in range(4)) + "    );\n", ":2:",
                   "a sentence of 40 words")
        self.put("src/base/a.cpp", 'const char* page = "<p style=\\"color:red\\">' + five * 2 +
                 '"\n' + f'    "{five * 3}"\n' + f'    "{five * 3}";\n')
        self.assert_clean("tidy")

    def test_words_to_avoid(self):
        self.bites("src/base/a.h", "// It is called " + "when" + "ce it came.\n", "from where")
        self.bites("src/base/a.cpp", 'fail("The request is simp' + 'ly too large for this one '
                   'server to take.");\n', '(nothing)')
        self.bites("src/base/a.h", "// Closed when every" + "body has left.\n", "say who")
        self.put("web/packages/a.ts", "// Closed when every" + "body has left.\n")
        self.put("src/base/b.h", "// What a client sends again, simplified.\n")
        self.put("src/base/a.cpp", "")
        self.put("src/base/a.h", "")
        self.assert_clean("tidy")

    def test_descriptions_of_the_contract(self):
        self.bites("protocol/openapi.yaml", "paths:\n  /a:\n    description: >-\n" +
                   "      one two three four five six seven eight nine ten\n" * 4 +
                   "    responses: {}\n", ":4:", "a sentence of 40 words")
        self.put("protocol/openapi.yaml", "paths:\n  /a:\n    description: >-\n" +
                 "      one two three four five six seven eight nine ten.\n" * 4 +
                 "    responses: {}\n")
        self.assert_clean("tidy")

if __name__ == "__main__":
    unittest.main()
