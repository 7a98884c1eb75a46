"""A small tree in a temporary folder, with whatever fault a test plants in it."""
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


class PlantedTree(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.tree = pathlib.Path(folder.name)
        subprocess.run(["git", "init", "-q", str(self.tree)], check=True)
        self.put("src/base/README.md", "# base\n")
        self.put("src/base/result.h", "#pragma once\n")

    def put(self, name, text):
        path = self.tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def run_script(self, script, *flags):
        return subprocess.run([str(ROOT / "scripts" / script), *flags, str(self.tree)],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def write(self, script):
        """What a script writes with --write; it may still have complaints."""
        self.run_script(script, "--write")

    def assert_clean(self, script):
        done = self.run_script(script)
        self.assertEqual(done.returncode, 0, done.stdout)

    def assert_bites(self, script, *parts):
        """The script fails, and one line of what it says has all these parts."""
        done = self.run_script(script)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertTrue(any(all(part in line for part in parts)
                            for line in done.stdout.splitlines()), done.stdout)
