"""Pages that a script writes, whole or between two marks.

    scripts/NAME [ROOT]          fails when a page is stale, or when there is another complaint
    scripts/NAME --write [ROOT]  writes the pages

Used by codes, decisions, examples, reference and rooms.
"""
import pathlib
import sys

END = "\n<!-- to here -->"


def between_marks(page, script, middle):
    """The page with what stands between the marks of the script replaced."""
    begin = f"<!-- scripts/{script} --write makes this -->\n"
    before, found, rest = page.partition(begin)
    _, end, after = rest.partition(END)
    if not found or not end:
        raise ValueError(f"no place for what scripts/{script} writes: {begin.strip()}")
    return f"{before}{begin}{middle}{END}{after}"


def run(script, pages, complaints=lambda root: ()):
    """The exit code of a script. pages: name → what makes its text, of the root and the text of
    today."""
    write = "--write" in sys.argv
    words = [word for word in sys.argv[1:] if word != "--write"]
    root = pathlib.Path(words[0] if words else pathlib.Path(__file__).resolve().parent.parent)
    wrong = list(complaints(root))
    for name, made in pages.items():
        page = root / name
        today = page.read_text(encoding="utf-8") if page.exists() else ""
        try:
            text = made(root, today)
        except ValueError as error:
            wrong.append(f"{name}:1: {error}")
            continue
        if write:
            page.write_text(text, encoding="utf-8")
        elif text != today:
            wrong.append(f"{name}:1: stale; run scripts/{script} --write")
    print("\n".join(wrong) if wrong else f"{script}: current: {', '.join(pages)}")
    return 1 if wrong else 0
