"""Every sample in the pages for readers is at least whole in its language. tests/cli runs those that can
be run."""
import ast
import configparser
import json
import pathlib
import subprocess
import sys
import tomllib
import unittest

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
sys.dont_write_bytecode = True
import markdown  # noqa: E402


def shell(text):
    done = subprocess.run(["bash", "-n"], input=text, text=True, stderr=subprocess.PIPE, check=False)
    if done.returncode:
        raise ValueError(done.stderr)


def javascript(text):
    done = subprocess.run(["node", "--input-type=module", "--check"], input=text, text=True,
                          stderr=subprocess.PIPE, check=False)
    if done.returncode:
        raise ValueError(done.stderr)


def ini(text):
    configparser.ConfigParser(strict=False, interpolation=None).read_string(text)


CHECKS = {"sh": shell, "js": javascript, "json": json.loads, "toml": tomllib.loads, "ini": ini,
          "yaml": lambda text: list(yaml.safe_load_all(text)), "python": ast.parse}
# Not checked here: what a browser or a proxy reads, drawings, and what a terminal shows.
OTHERS = {"html", "nginx", "haproxy", "apache", "caddy", "mermaid", "http", "ts", "tsx", "text", ""}


def samples(path):
    """(line, language, text) of each fence."""
    lines = {}
    last = None
    for number, language, line in markdown.Document(path.read_text(encoding="utf-8")).code:
        if last is None or number != last + 1:
            begin = number
            lines[begin] = (language, [])
        lines[begin][1].append(line)
        last = number
    for begin, (language, text) in lines.items():
        indent = min(len(line) - len(line.lstrip()) for line in text if line.strip()) if any(
            line.strip() for line in text) else 0
        yield begin, language, "\n".join(line[indent:] for line in text) + "\n"


class SamplesTest(unittest.TestCase):
    def test_each_sample(self):
        checked = 0
        pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")),
                 *sorted((ROOT / "protocol").glob("*.md"))]
        for path in pages:
            name = path.relative_to(ROOT).as_posix()
            if name.startswith(("docs/decisions/", "docs/site/")):
                continue
            for line, language, text in samples(path):
                with self.subTest(sample=f"{name}:{line}"):
                    if language in CHECKS:
                        CHECKS[language](text)
                        checked += 1
                    else:
                        self.assertIn(language, OTHERS, "a language that no check knows")
        self.assertGreater(checked, 20)


if __name__ == "__main__":
    unittest.main()
