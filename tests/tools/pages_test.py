"""scripts/pages bites: each rule finds a planted fault and passes its neighbour that is allowed."""
import unittest

from documented_source import FILES
from planted import PlantedTree

LONG = " ".join(["word"] * 26) + ".\n"


class PagesTest(PlantedTree):
    def setUp(self):
        super().setUp()
        for name, text in FILES.items():
            self.put(name, text)

    def bites(self, text, *parts, name="docs/page.md"):
        self.put(name, text)
        self.assert_bites("pages", f"{name}:", *parts)

    def passes(self, text, name="docs/page.md"):
        self.put(name, text)
        self.assert_clean("pages")

    def test_a_long_sentence_with_its_line(self):
        self.bites("# Page\n\nShort.\n" + LONG, ":4:", "26 words")
        self.bites("- an item\n- " + LONG, ":2:", "26 words")
        self.bites("| a | b |\n|---|---|\n| c | " + LONG.strip() + " |\n", ":3:", "26 words")

    def test_a_semicolon_does_not_end_a_sentence(self):
        self.bites("word " * 13 + "word; " + "word " * 12 + ".\n", "26 words")

    def test_sentences_of_25_words_and_code_are_fine(self):
        self.passes(("word " * 25).strip() + ".\n\n```sh\n" + LONG + "```\n\n`" + LONG.strip() + "`\n")
        self.passes("One " + "word " * 20 + "end: " + "word " * 20 + "end.\n")

    def test_pages_of_history_and_of_rooms_may_have_long_sentences(self):
        self.passes(LONG, "docs/decisions/0001-one.md")
        self.passes(LONG, "src/base/README.md")

    def test_a_rare_word(self):
        self.bites("He came hence" + "forth.\n", "from now on")

    def test_dead_links(self):
        self.put("docs/other.md", "# A title: `x`, and more\n\n## Twice\n\n## Twice\n")
        self.passes("[a](other.md) [b](other.md#a-title-x-and-more) [c](other.md#twice-1) [d](#page)\n"
                    "\n# Page\n\n[e](https://example.com/none) `[f](none.md)`\n")
        self.bites("[a](none.md)\n", "there is no none.md")
        self.bites("![a](none.png)\n", "there is no none.png")
        self.bites("[a](other.md#none)\n", "no heading #none")
        self.bites("[a](#none)\n", "no heading #none", name="src/base/README.md")

    def test_settings(self):
        self.passes("`limits.content_bytes`\n\n```toml\nlisten = \"x\"\n[limits]\ncontent_bytes = 1\n```\n")
        self.bites("`limits.contents`\n", "there is no setting limits.contents")
        self.bites("```toml\nlisen = 1\n```\n", ":2:", "there is no setting lisen")
        self.bites("```toml\n[limits]\nlisten = 1\n```\n", "there is no setting limits.listen")
        self.put("docs/page.md", "Mended.\n")
        self.passes("`limits.contents`\n", "CHANGELOG.md")

    def test_variables_and_metrics(self):
        self.passes("`WALKIE_LIMITS_CONTENT_BYTES=1` `walkie_reads_total`\n")
        self.bites("`WALKIE_LIMITS_CONTENTS=1`\n", "is called WALKIE_LIMITS_CONTENTS")
        self.bites("`walkie_writes_total`\n", "is called walkie_writes_total")

    def test_routes_and_pages(self):
        self.passes("`POST /messages` `GET /conversations/7?limit=2` `/demo` `/agent/c/7` `/etc/x`\n")
        self.bites("`POST /message`\n", "no route POST /message")
        self.bites("```sh\ncurl -X GET /conversation/7\n```\n", "no route GET /conversation/7")
        self.bites("Open `/demos`.\n", "no route or page /demos")

    def test_commands_and_flags(self):
        self.passes("`walkie serve --listen A` `walkie admin create-key --name N` `./walkie up`\n"
                    "\n```sh\nsudo -u walkie walkie admin list-keys --data DIR | less --raw\n```\n")
        self.bites("`walkie server`\n", "no command server")
        self.bites("`walkie admin make-key`\n", "no command admin make-key")
        self.bites("`walkie admin list-keys --name N`\n", "no flag --name")
        self.bites("`./walkie start`\n", "./walkie has no command start")


if __name__ == "__main__":
    unittest.main()
