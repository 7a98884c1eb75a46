"""scripts/mutants.py: which mistakes can be planted, and where none can."""
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
import mutants  # noqa: E402 (the path comes first)


def planted(*lines):
    """kind → what the line becomes, for every mutant of these lines."""
    return [(one.kind, one.after.strip()) for one in mutants.mutants_of("x.cpp", "\n".join(lines))]


class MutantsTest(unittest.TestCase):
    def test_conditions_comparisons_and_joints(self):
        self.assertEqual(planted("  if (a < b && c) return;"), [
            ("condition negated", "if (!(a < b && c)) return;"),
            ("comparison swapped", "if (a <= b && c) return;"),
            ("and/or swapped", "if (a < b || c) return;")])

    def test_numbers_and_switches(self):
        self.assertEqual(planted("  return open ? true : 16;"), [
            ("switch turned", "return open ? false : 16;"),
            ("number changed", "return open ? true : 17;")])

    def test_statements(self):
        self.assertEqual(planted("{", "  room.size = 0 + n;", "  ++count_;", "  close(room);"), [
            ("sum swapped", "room.size = 0 - n;"),
            ("number changed", "room.size = 1 + n;"),
            ("statement dropped", "{}"),
            ("statement dropped", "{}"),
            ("statement dropped", "{}")])

    def test_a_statement_over_two_lines_is_left_whole(self):
        self.assertEqual(planted("  auto x = made(a,", "  b);"), [])

    def test_comments_texts_declarations_and_templates_are_left_alone(self):
        self.assertEqual(planted(
            "// if (a == 1) true", '  say("if (a == 1) true");', "#include <vector>",
            "std::vector<std::string> names;", "static_assert(sizeof(int) == 4);",
            "void f(std::string&& text);", "  constexpr auto half = large;",
            "  WALKIE_ASSERT(a == b);"), [])

    def test_a_number_with_separators_is_not_changed(self):
        self.assertEqual(planted("  return 1'000;"), [])

    def test_it_says_where(self):
        only = mutants.mutants_of("src/a.cpp", "// first\nreturn a == b;")
        self.assertEqual(str(only[0]),
                         "src/a.cpp:2: comparison swapped: return a == b;  →  return a != b;")


if __name__ == "__main__":
    unittest.main()
