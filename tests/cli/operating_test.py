"""The pages of docs/operating against the binary: their commands run as printed, and what they say of
settings, metrics and files is what the program has."""
import os
import re
import subprocess
import sys
import unittest

import yaml

from process import BINARY, PATIENCE, ROOT, ProcessTest, clean_environment, free_address, run

sys.path.insert(0, str(ROOT / "scripts"))
sys.dont_write_bytecode = True
import documented  # noqa: E402

PAGES = ROOT / "docs" / "operating"


def page(name):
    return (PAGES / f"{name}.md").read_text(encoding="utf-8")


def blocks(text, language="sh"):
    """The fenced blocks; those of a list's item are indented."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", text, re.M | re.S)
    return [re.sub(rf"^{indent}", "", block, flags=re.M) for indent, block in found]


class CommandsTest(ProcessTest):
    def shell(self, script, patience=PATIENCE):
        """What the commands print; `walkie` is the binary under test."""
        folder = self.folder / "bin"
        folder.mkdir(exist_ok=True)
        if not (folder / "walkie").exists():
            (folder / "walkie").symlink_to(BINARY)
        environment = clean_environment({"PATH": f"{folder}:{os.environ['PATH']}"})
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", script], text=True, cwd=self.folder,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=patience,
                              env=environment, check=False)
        self.assertEqual(done.returncode, 0, f"{script}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def test_the_commands_for_people_programs_and_sites(self):
        (self.folder / "password.txt").write_text("correct horse battery\n")
        for running in (False, True):
            if running:
                self.serve()
            said = ""
            for block in blocks(page("people")):
                if "sudo" in block:
                    continue  # the line that says as whom
                for line in block.splitlines():
                    # The first admin exists already when the page's first line runs again.
                    if "setup-link" in line and running:
                        continue
                    # Ids differ from run to run: the key that was made last.
                    line = re.sub(r"--(id|key) 3\b", rf"--\1 {1 + running}", line)
                    line = line.replace("1,2", "1").replace("--email E", "--email e@example.com")
                    if "create-agent" in line and running:
                        line = line.replace("e@example.com", "f@example.com")
                    said += self.shell(line.replace("DIR", str(self.data)))
            for word in ("e@example.com", "our CRM", "https://shop.example"):
                self.assertIn(word, said)

    def test_the_drill(self):
        server = self.serve()
        made = run("admin", "create-agent", "--data", self.data, "--email", "ana@example.com",
                   "--name", "Ana", stdin="correct horse battery\n")
        self.assertEqual(made.returncode, 0, made.stderr)
        backup, *_ = blocks(page("backup"))
        (self.folder / "backups").mkdir()
        folder = str(self.folder)
        self.shell(backup.replace("/backups", f"{folder}/backups").replace("DIR", str(self.data)))
        self.assertEqual(len(list((self.folder / "backups").glob("walkie-*.db"))), 1)
        drill = next(block for block in blocks(page("backup")) if "/tmp/drill" in block)
        drill = drill.replace("/tmp/drill", f"{folder}/drill").replace("DIR", str(self.data))
        said = self.shell(drill.replace("127.0.0.1:8099", free_address()), 3 * PATIENCE)
        self.assertIn("ana@example.com", said)
        self.assertIn('"ready":true', said)
        self.assertFalse((self.folder / "drill").exists())
        self.assertEqual(server.stop(), 0)
        restore = next(block for block in blocks(page("backup")) if "walkie restore" in block)
        copy = next((self.folder / "backups").glob("walkie-*.db"))
        self.shell(restore.replace("DIR", str(self.data))
                   .replace("/backups/walkie-2026-11-22.db", str(copy)))
        kept = [path.name for path in (self.data / "backups").iterdir()]
        self.assertTrue(any(name.startswith("before-restore-") for name in kept), kept)

    def test_the_files_of_the_folder(self):
        self.serve()
        table = page("backup").partition("## What is in the folder")[2]
        named = set(re.findall(r"`(walkie\.[\w-]+)`", table.partition("\n\nFiles from")[0]))
        there = {path.name for path in self.data.iterdir() if path.is_file() or path.is_socket()}
        self.assertEqual(there - named, set(), "files that the page does not name")


class ReferenceTest(ProcessTest):
    def test_the_page_of_settings_has_the_programs_defaults(self):
        self.data.mkdir()
        done = run("check-config", "--data", self.data)
        self.assertEqual(done.returncode, 0, done.stderr)
        in_force = dict(re.findall(r"^(\S+) = (.*?)  # .*; from \S+", done.stdout, re.M))
        in_page = {name: value for name, value in
                   re.findall(r"^\| `([\w.]+)` \| `(.*?)`(?: \(.*?\))? \|", page("settings"), re.M)}
        del in_force["data"], in_page["data"]
        self.assertGreater(len(in_force), 100)
        self.assertEqual(in_page, in_force)

    def test_the_page_of_metrics_has_what_the_program_counts(self):
        server = self.serve()
        status, _, text = server.request("GET", "/metrics")
        self.assertEqual(status, 200)
        counted = dict(re.findall(r"^# TYPE (\w+) (\w+)$", text.decode(), re.M))
        in_page = dict(re.findall(r"^\| `(\w+)` \| (\w+) \|", page("metrics"), re.M))
        self.assertEqual(in_page, counted)
        growing = {name for name, kind in counted.items() if kind == "counter"}
        self.assertEqual({name for name in counted if name.endswith("_total")}, growing)

    def test_the_settings_of_the_pages_are_taken(self):
        tested = 0
        self.data.mkdir()
        for path in sorted(PAGES.glob("*.md")):
            for block in blocks(path.read_text(encoding="utf-8"), "toml"):
                (self.data / "walkie.toml").write_text(block)
                done = run("check-config", "--data", self.data)
                self.assertEqual(done.returncode, 0, f"{path.name}\n{block}\n{done.stderr}")
                tested += 1
        self.assertGreaterEqual(tested, 3)


class InstallTest(unittest.TestCase):
    def test_the_packages_are_those_that_the_binary_needs(self):
        listed = set(re.search(r"^apt-get install (.+)$", page("install"), re.M)[1].split())
        libraries = re.findall(r"=> (/\S+)", subprocess.run(["ldd", str(BINARY)], check=True, text=True,
                                                            stdout=subprocess.PIPE).stdout)
        owners = set()
        for library in libraries:
            # A package names its files as they lay before /lib became a link to /usr/lib.
            path = os.path.realpath(library)
            found = subprocess.run(["dpkg", "-S", path, path.removeprefix("/usr")], text=True,
                                   check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            owners.add(found.stdout.split(":")[0])
        # Every Debian has these, apt needs them; libidn2-0 brings libunistring2.
        owners -= {"libc6", "libgcc-s1", "libstdc++6", "libunistring2"}
        self.assertEqual(owners, listed)


class RulesTest(unittest.TestCase):
    """walkie.rules.yml as Prometheus reads it, as far as that can be seen without promtool."""

    def setUp(self):
        text = (PAGES / "walkie.rules.yml").read_text(encoding="utf-8")
        groups = yaml.safe_load(text)["groups"]
        self.rules = [rule for group in groups for rule in group["rules"]]

    def test_each_rule_is_whole(self):
        for rule in self.rules:
            with self.subTest(rule=rule["alert"]):
                self.assertLessEqual(set(rule), {"alert", "expr", "for", "labels", "annotations"})
                self.assertIn(rule["labels"]["severity"], ("page", "ticket"))
                self.assertTrue(rule["annotations"]["summary"].endswith("."))
                self.assertRegex(rule.get("for", "1m"), r"^\d+[smhd]$")
                self.assertEqual(rule["expr"].count("("), rule["expr"].count(")"))

    def test_each_metric_exists(self):
        known = documented.series(ROOT) | {"up"}
        functions = {"increase", "rate", "min_over_time", "max_over_time", "quantile_over_time"}
        for rule in self.rules:
            expression = re.sub(r"\{[^}]*\}|\[\w+\]|\b[\d.]+(?:e\d+)?", "", rule["expr"])
            names = set(re.findall(r"[a-zA-Z_:]\w*", expression))
            with self.subTest(rule=rule["alert"]):
                self.assertEqual(names - functions - known, set())
                self.assertTrue(names & known)

    def test_each_has_a_row_that_says_what_to_do(self):
        rows = re.findall(r"^\| `(Walkie\w+)` \| .+ \| .+ \|$", page("metrics"), re.M)
        self.assertEqual(rows, [rule["alert"] for rule in self.rules])


if __name__ == "__main__":
    unittest.main()
