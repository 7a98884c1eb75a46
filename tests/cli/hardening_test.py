"""What ships is hardened: position independent, read-only relocations, no executable stack, stack
protector, fortified C library calls. And it needs nothing beside Debian's own libraries."""
import re
import subprocess
import unittest

from process import BINARY


def readelf(*flags):
    return subprocess.run(["readelf", "--wide", *flags, str(BINARY)], stdout=subprocess.PIPE,
                          text=True, check=True).stdout


class HardeningTest(unittest.TestCase):
    def test_position_independent(self):
        self.assertRegex(readelf("--file-header"), r"Type:\s+DYN \(Position-Independent")

    def test_relocations_are_read_only_and_bound_at_start(self):
        self.assertIn("GNU_RELRO", readelf("--program-headers"))
        self.assertRegex(readelf("--dynamic"), r"BIND_NOW|Flags:.*NOW")

    def test_the_stack_is_not_executable(self):
        stack = re.search(r"GNU_STACK(?:\s+0x\w+){5}\s+(\S+)", readelf("--program-headers"))[1]
        self.assertNotIn("E", stack)

    def test_stack_protector_and_fortified_calls(self):
        symbols = readelf("--dyn-syms")
        self.assertIn("__stack_chk_fail", symbols)
        self.assertRegex(symbols, r"__(?:mem|str|read|recv|fdelt|v?s?n?printf)\w*_chk")

    def test_no_path_of_the_build_machine_is_searched_for_libraries(self):
        self.assertNotRegex(readelf("--dynamic"), r"RPATH|RUNPATH")


if __name__ == "__main__":
    unittest.main()
