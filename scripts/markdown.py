"""Markdown as the lint of documents sees it: prose, code, links and anchors, each with its line."""
import re
import unicodedata

FENCE = re.compile(r"^(\s*)(```+|~~~+)\s*([\w+-]*)")
HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]"
                  r"\(([^()\s]*(?:\([^()\s]*\))?[^()\s]*)(?:\s+\"[^\"]*\")?\)")
INLINE = re.compile(r"(`+)(.+?)\1")


class Document:
    def __init__(self, text):
        self.blocks = []  # [(line number, text)] of one paragraph, item or cell
        self.code = []  # (line number, language, text) of each line of a fence
        self.inline = []  # (line number, text) of each `code`
        self.links = []  # (line number, target)
        self.anchors = set()
        self.read(text)

    def read(self, text):
        fence, language, block, comment = None, "", [], False
        seen = {}
        for number, line in enumerate(text.splitlines(), 1):
            opened = FENCE.match(line)
            if fence:
                if opened and opened[2].startswith(fence) and not opened[3]:
                    fence = None
                else:
                    self.code.append((number, language, line))
                continue
            if opened:
                fence, language = opened[2], opened[3]
                block = self.end(block)
                continue
            comment = comment or line.lstrip().startswith("<!--")
            if comment:
                comment = "-->" not in line
                block = self.end(block)
                continue
            block = self.line(number, line, block, seen)
        self.end(block)

    def line(self, number, line, block, seen):
        """The block that goes on after this line."""
        for link in LINK.finditer(INLINE.sub("code", line)):
            self.links.append((number, link[3]))
        self.inline += [(number, found[2]) for found in INLINE.finditer(line)]
        self.anchors |= set(re.findall(r'<a (?:id|name)="([^"]+)"', line))
        if heading := HEADING.match(line):
            slug = slug_of(heading[2])
            count = seen.get(slug, 0)
            seen[slug] = count + 1
            self.anchors.add(f"{slug}-{count}" if count else slug)
            self.blocks.append([(number, heading[2])])
            return self.end(block)
        if line.lstrip().startswith("|"):
            if not re.fullmatch(r"[\s|:-]+", line):
                masked = INLINE.sub("code", line)
                self.blocks += [[(number, cell)] for cell in masked.strip().strip("|").split("|")]
            return self.end(block)
        if not line.strip() or line.startswith("    ") and not block:
            return self.end(block)
        if re.match(r"\s*([-*+]|\d+\.)\s", line):
            self.end(block)
            block = []
        return [*block, (number, re.sub(r"^\s*([-*+]|\d+\.|>)\s+", "", line))]

    def end(self, block):
        if block:
            self.blocks.append(block)
        return []


def slug_of(heading):
    """A heading's anchor as GitHub and VitePress agree on it for plain headings."""
    text = INLINE.sub(lambda found: found[2], LINK.sub(lambda link: link[2], heading))
    text = unicodedata.normalize("NFC", text).strip().lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def plain(text):
    """Prose without marks: code is one word, a link is its text."""
    text = INLINE.sub("code", text)
    text = LINK.sub(lambda link: "" if link[1] else link[2], text)
    return re.sub(r"[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}", "", text)
