"""Plain words as a test: the length of sentences in comments and help texts, and words to avoid.

STYLE.md, "Words": sentences for an engineer whose first language is not English. A script cannot
tell whether a sentence is clear; it can tell that one is too long, or uses a rare word.
"""
import re

SENTENCE_WORDS = 30
# What is rare, archaic or empty, with what to write instead.
AVOID = {
    "whence": "from where", "thereof": "of it", "thereby": "so", "herein": "here",
    "wherein": "in which", "lest": "so that … not", "nought": "nothing", "hitherto": "so far",
    "heretofore": "so far", "henceforth": "from now on", "forthwith": "at once",
    "whoever": "the caller, a client …", "whomever": "the caller, a client …",
    "whomsoever": "the caller, a client …", "whosoever": "the caller, a client …",
    "betimes": "early", "anew": "again", "amiss": "wrong", "utilize": "use", "utilise": "use",
    "leverage": "use", "obviously": "(nothing)", "basically": "(nothing)", "simply": "(nothing)",
}
AVOIDED = re.compile(r"\b(" + "|".join(AVOID) + r")\b", re.I)
# In src/ a comment names who: a client, a visitor, the caller, another process.
UNNAMED = re.compile(r"\b(somebody|anybody|everybody)\b", re.I)
WORD = re.compile(r"[^\W\d_][\w'’.-]*")
END = re.compile(r"(?<=[.!?:;])[)\"'”’]*\s+|\s+[→|]\s+|\n")
MARKS = {True: re.compile(r"\s*///? ?(.*)$"), False: re.compile(r"\s*# ?(.*)$")}
BESIDE = {True: re.compile(r"\s// (.*)$"), False: re.compile(r"\s# (.*)$")}
SLASHED = (".h", ".cpp", ".ts", ".tsx", ".mjs", ".js")
STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')


def sentences(text):
    """(offset, sentence) of each sentence of a block of prose; a table's cell is a sentence."""
    begin = 0
    for end in [*(match.end() for match in END.finditer(text)), len(text)]:
        if text[begin:end].strip():
            yield begin, text[begin:end].strip()
        begin = end


def check_text(lines, source=False):
    """[(line, what is wrong)] of prose given as [(line number, text)]. source: it is in src/."""
    found, text, starts = [], "", []
    for number, line in lines:
        starts.append((len(text), number))
        text += line.strip() + (" " if line.strip() else "\n")
    for offset, sentence in sentences(text):
        number = max(line for start, line in starts if start <= offset)
        words = len(WORD.findall(sentence))
        if words > SENTENCE_WORDS:
            found.append((number, f"a sentence of {words} words; at most {SENTENCE_WORDS}"))
        for word in AVOIDED.findall(sentence):
            found.append((number, f"\"{word}\": write \"{AVOID[word.lower()]}\""))
        for word in UNNAMED.findall(sentence) if source else []:
            found.append((number, f"\"{word}\": say who: a client, the caller …"))
    return found


def comment_blocks(lines, slashed):
    """Runs of line comments as [(line number, text)]; an empty line, an item of a list or an
    indented line (a table, an example) begins a new one."""
    block = []
    for number, line in enumerate(lines, 1):
        match = MARKS[slashed].match(line)
        text = match[1] if match else ""
        if not match:  # behind code
            beside = BESIDE[slashed].search(line)
            if block:
                yield block
            block = []
            if beside and line[:beside.start()].count('"') % 2 == 0:
                yield [(number, beside[1])]
            continue
        if not text.strip() or re.match(r"\s{2,}|[-*|] ", text):
            if block:
                yield block
            block = []
            if not text.strip() or re.match(r"\s{2,}|\|", text):
                continue
        block.append((number, text))
    if block:
        yield block


def strings(lines):
    """Texts for people in C++: adjacent string literals with several words."""
    run = []
    for number, line in enumerate(lines, 1):
        code = line.strip()
        pieces = STRING.findall(code)
        alone = re.fullmatch(r'(?:[.\w]+ = |return |: |\? )?(?:"(?:[^"\\]|\\.)*"\s*)+[,;)}]*', code)
        if pieces and not code.startswith(("//", "#")):
            run += [(number, piece) for piece in pieces]
        if not (alone and code.endswith('"')) and run:
            yield run
            run = []
    if run:
        yield run


def descriptions(lines):
    """The texts of `description:` and `summary:` of a YAML file, with their blocks."""
    deep, block = 0, []
    for number, line in enumerate(lines, 1):
        text = line.strip()
        indent = len(line) - len(line.lstrip())
        begins = re.match(r"(?:- )?(?:description|summary):\s*(.*)$", text)
        if block and text and indent <= deep or begins:
            yield block
            block = []
        if begins:
            deep = indent
            block = [(number, "" if begins[1] in (">-", ">", "|", "|-") else begins[1])]
        elif block:
            block.append((number, text))
    yield block


def check(name, lines):
    """[(line, what is wrong)] of one file."""
    found = []
    if name.endswith((".yaml", ".yml")):
        for block in descriptions(lines):
            found += check_text(block)
        return found
    for block in comment_blocks(lines, name.endswith(SLASHED)):
        found += check_text(block, name.startswith("src/"))
    if name.startswith("src/") and name.endswith((".cpp", ".h")):
        for run in strings(lines):
            markup = any(re.search(r"[<{]\w*[^>]*[;=]", text) for _, text in run)
            if not markup and sum(len(WORD.findall(text)) for _, text in run) > 8:
                found += check_text([(number, text) for number, text in run])
    return found
