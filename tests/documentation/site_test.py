"""The documentation as the binary (WALKIE_BINARY) has it at /docs: every link leads somewhere, nothing needs what the
pages' policy forbids, and all of it stays under a megabyte."""
import html.parser
import pathlib
import re
import sys
import unittest
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "cli"))
from process import ProcessTest  # noqa: E402

MOST_BYTES = 1024 * 1024
NAV = (ROOT / "docs" / "site" / "nav.mjs").read_text(encoding="utf-8")
# Pages that the site leaves out: reasons of single changes, and Chinese versions, which go by their own.
LEFT_OUT = re.compile(r"^docs/(decisions|zh|site)/")


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.links, self.loaded, self.ids, self.inline = [], [], set(), []
        self.script = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if found.get("id"):
            self.ids.add(found["id"])
        for name in ("href", "src"):
            if found.get(name):
                (self.links if tag == "a" else self.loaded).append(found[name])
        if tag == "script":
            self.script = "src" in found
        self.inline += [name for name in found if name.startswith("on")]

    def handle_endtag(self, tag):
        if tag == "script":
            self.script = None

    def handle_data(self, data):
        if self.script is False and data.strip():
            self.inline.append(data[:60])


class SiteTest(ProcessTest):
    def test_the_whole_site(self):
        server = self.serve()
        pages, sizes, waiting = {}, {}, ["/docs/"]
        while waiting:
            path = waiting.pop()
            if path in sizes:
                continue
            status, headers, body = server.request("GET", path, headers={"Accept-Encoding": "br"})
            self.assertEqual(status, 200, path)
            sizes[path] = len(body)
            if not headers["Content-Type"].startswith("text/html"):
                continue
            self.assertIn("script-src 'self';", headers["Content-Security-Policy"], path)
            _, _, plain = server.request("GET", path)
            pages[path] = Page(plain.decode() if isinstance(plain, bytes) else plain)
            for link in pages[path].loaded:
                self.assertTrue(link.startswith(("/docs/", "data:")), f"{path} loads {link}")
            for link in pages[path].links + pages[path].loaded:
                target = urllib.parse.urljoin(path, link.partition("#")[0])
                if target.startswith("/docs"):
                    waiting.append(target)
        self.links_lead_to_headings(pages)
        for path, page in pages.items():
            self.assertEqual(page.inline, [], f"{path}: the policy allows no inline script")
        for _, place in self.places():
            for at in (f"/docs/{place}.html", f"/docs/zh/{place}.html"):
                known = {at, at.replace("index.html", "")}
                self.assertTrue(known & set(pages), f"{at} is linked from nowhere")
        self.assertLess(sum(sizes.values()), MOST_BYTES)

    def links_lead_to_headings(self, pages):
        for path, page in pages.items():
            for link in page.links:
                target, _, anchor = link.partition("#")
                other = pages.get(urllib.parse.urljoin(path, target))
                if anchor and other:
                    self.assertIn(urllib.parse.unquote(anchor), other.ids, f"{path}: {link}")

    @staticmethod
    def places():
        return re.findall(r"\['([\w/.-]+\.md)', '([\w/-]+)',", NAV)


class NavigationTest(unittest.TestCase):
    def test_every_page_is_in_the_navigation(self):
        listed = {source for source, _ in SiteTest.places()}
        for path in sorted((ROOT / "docs").rglob("*.md")):
            name = path.relative_to(ROOT).as_posix()
            if not LEFT_OUT.match(name):
                self.assertIn(name, listed)

    def test_every_chinese_page_has_its_english_one(self):
        listed = {source for source, _ in SiteTest.places()}
        for path in sorted((ROOT / "docs" / "zh").rglob("*.md")):
            self.assertIn("docs/" + path.relative_to(ROOT / "docs/zh").as_posix(), listed)


if __name__ == "__main__":
    unittest.main()
