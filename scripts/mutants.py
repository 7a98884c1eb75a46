"""What scripts/mutate may change: one small mistake in a line of C++, found without a compiler."""
import re
from dataclasses import dataclass

from cpp_functions import NOISE, blank

SWAPPED = {"==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">",
           "&&": "||", "||": "&&", "+": "-", "-": "+"}
BINARY = re.compile(r"(?<= )(==|!=|<=|>=|<|>|&&|\|\||\+|-)(?= )")
CONDITION = re.compile(r"\b(?:if|while) \(")
NUMBER = re.compile(r"(?<![\w.'])(\d+)(?![\w.'])")
SWITCH = re.compile(r"\b(true|false)\b")
STATEMENT = re.compile(r"^(\s*)(?!(?:return|else|using|delete|throw|case|break|continue)\b)"
                       r"(?:(?:[\w.:\[\]]|->)+\(.*\)|(?:\+\+|--)?(?:[\w.\[\]]|->)+"
                       r"(?: (?:[-+|&]?=) [^;]+)?(?:\+\+|--)?);$")
# What says something to the compiler and not to the program.
DECLARES = re.compile(r"\b(?:static_assert|template|using|namespace|typedef|enum|struct|class|"
                      r"extern|friend|operator)\b|^\s*#|WALKIE_ASSERT")
BEFORE_STATEMENT = re.compile(r"(?:[;{}:]|\)|else)$")


@dataclass(frozen=True)
class Mutant:
    path: str  # below the root
    line: int  # 1 is the first
    kind: str
    before: str
    after: str

    def __str__(self):
        return (f"{self.path}:{self.line}: {self.kind}: {self.before.strip()}"
                f"  →  {self.after.strip()}")


def closing(line, opened):
    """Where the bracket that opens at `opened` closes; -1: not on this line."""
    depth = 0
    for at in range(opened, len(line)):
        depth += {"(": 1, ")": -1}.get(line[at], 0)
        if depth == 0:
            return at
    return -1


def changes(code, line, before):
    """(kind, changed line) for one line; `code` is the line without comments and texts, `before`
    the code of the last line that has any."""
    if DECLARES.search(code) or "constexpr auto" in code:
        return
    for found in CONDITION.finditer(code):
        opened = found.end() - 1
        end = closing(code, opened)
        if end > 0 and ";" not in code[opened:end]:
            yield ("condition negated",
                   line[:opened + 1] + "!(" + line[opened + 1:end] + ")" + line[end:])
    for found in BINARY.finditer(code):
        # Words cannot be subtracted.
        if found[1] in "+-" and '"' in line:
            continue
        kind = {"&&": "and/or", "||": "and/or", "+": "sum", "-": "sum"}.get(found[1], "comparison")
        yield (f"{kind} swapped", line[:found.start()] + SWAPPED[found[1]] + line[found.end():])
    for found in SWITCH.finditer(code):
        other = "false" if found[1] == "true" else "true"
        yield "switch turned", line[:found.start()] + other + line[found.end():]
    for found in NUMBER.finditer(code):
        yield ("number changed",
               line[:found.start()] + str(int(found[1]) + 1) + line[found.end():])
    whole = STATEMENT.match(code.rstrip())
    if whole and BEFORE_STATEMENT.search(before) and code.count("(") == code.count(")"):
        yield "statement dropped", whole[1] + "{}"


def mutants_of(path, text):
    """Every mutant of one file, in the order of its lines."""
    masked = re.sub(r"(?<=\d)'(?=\d)", "_", text)  # 1'000: no character literal
    masked = NOISE.sub(blank, masked)
    lines, codes = text.split("\n"), masked.split("\n")
    found, before = [], ""
    for number, (line, code) in enumerate(zip(lines, codes), 1):
        if code.strip():
            for kind, after in changes(code, line, before):
                found.append(Mutant(path, number, kind, line, after))
            before = code.rstrip()
    return found
