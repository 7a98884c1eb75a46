"""Finds long functions in C++ without a compiler, by braces: good enough for a limit on lines."""
import re

NOISE = re.compile(
    r"//[^\n]*|/\*.*?\*/|R\"(\w*)\(.*?\)\1\"|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])+'"
    r"|^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", re.S | re.M)
TRANSPARENT = re.compile(r"\b(?:namespace|extern)\b")
TYPE = re.compile(r"\b(?:class|struct|union|enum)\b[^()]*$")


def blank(match):
    return re.sub(r"[^\n]", " ", match[0])


def longer_than(limit, text):
    """[(line, length)] of functions with more than limit lines, braces included."""
    text = re.sub(r"(?<=\d)'(?=\d)", " ", text)  # 1'000: no character literal
    text = NOISE.sub(blank, text)
    found, stack, header, line, initialisers = [], [], "", 1, False
    for index, char in enumerate(text):
        if char == "\n":
            line += 1
        if char == "{":
            outer = stack[-1][0] if stack else "scope"
            if outer == "scope" and (TRANSPARENT.search(header) or TYPE.search(header)):
                kind = "scope"
            elif outer == "scope" and ("(" in header or initialisers):
                kind = "function"
            else:
                kind = "inner"
            stack.append((kind, line))
            header, initialisers = "", False
        elif char == "}":
            kind, opened = stack.pop() if stack else ("inner", line)
            if kind == "function":
                if line - opened + 1 > limit:
                    found.append((opened, line - opened + 1))
                # `: a_{1}, b_{2} {`: what closes here may be an initialiser before the body.
                initialisers = text[index + 1:index + 200].lstrip()[:1] in (",", "{")
            header = ""
        elif char == ";":
            header, initialisers = "", False
        else:
            header += char
    return found
