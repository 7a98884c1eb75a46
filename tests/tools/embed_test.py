"""scripts/embed: the same site gives the same bytes, and the table says what the files are."""
import gzip
import pathlib
import re
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


class EmbedTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.site = self.folder / "site"

    def put(self, name, raw):
        path = self.site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)

    def embed(self, out):
        done = subprocess.run([str(ROOT / "scripts" / "embed"), str(self.site),
                               str(self.folder / out)], stderr=subprocess.PIPE, text=True)
        return done, self.folder / out

    def test_a_missing_site_gives_an_empty_table(self):
        done, out = self.embed("out")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("return {};", (out / "assets.cpp").read_text())

    def test_the_same_site_gives_the_same_sources(self):
        self.put("index.html", b"<p>hello</p>" * 100)
        self.put("assets/app-1a2b.js", b"let a = 1;" * 100)
        _, first = self.embed("first")
        _, second = self.embed("second")
        self.assertEqual((first / "assets.cpp").read_bytes(), (second / "assets.cpp").read_bytes())
        for packed in (first / "packed").rglob("*.*"):
            twin = second / "packed" / packed.relative_to(first / "packed")
            if packed.is_file():
                self.assertEqual(packed.read_bytes(), twin.read_bytes())

    def test_rows_name_type_and_caching(self):
        self.put("index.html", b"<p>hello</p>" * 100)
        self.put("assets/app-1a2b.js", b"let a = 1;" * 100)
        _, out = self.embed("out")
        table = (out / "assets.cpp").read_text()
        self.assertRegex(table, r'"assets/app-1a2b.js", "text/javascript; charset=utf-8".*\n.*true')
        self.assertRegex(table, r'"index.html", "text/html; charset=utf-8".*\n.*false')

    def test_compressed_forms_give_the_file_back(self):
        raw = b"<p>hello</p>" * 100
        self.put("index.html", raw)
        _, out = self.embed("out")
        packed = out / "packed"
        self.assertEqual(gzip.decompress((packed / "index.html.gzip").read_bytes()), raw)
        unpacked = subprocess.run(["brotli", "-dc", str(packed / "index.html.brotli")],
                                  stdout=subprocess.PIPE, check=True).stdout
        self.assertEqual(unpacked, raw)

    def test_what_does_not_shrink_has_one_form(self):
        self.put("assets/logo.png", bytes(range(256)) * 4)
        self.put("small.txt", b"ok")
        _, out = self.embed("out")
        self.assertEqual((out / "assets.cpp").read_text().count("{}, {}"), 2)

    def test_the_etag_follows_the_content(self):
        def etag():
            _, out = self.embed("out")
            return re.search(r'\\"([0-9a-f]{32})\\"', (out / "assets.cpp").read_text())[1]
        self.put("index.html", b"one")
        first = etag()
        self.put("index.html", b"two")
        self.assertNotEqual(first, etag())

    def test_an_unknown_type_is_refused_by_name(self):
        self.put("odd.xyz", b"?")
        done, _ = self.embed("out")
        self.assertEqual(done.returncode, 1)
        self.assertIn("odd.xyz", done.stderr)


if __name__ == "__main__":
    unittest.main()
