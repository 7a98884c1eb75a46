"""What documents may name: settings, metrics, routes and commands, read from the source.

Used by scripts/reference (the tables of docs/operating) and by scripts/pages.
"""
import ast
import dataclasses
import re

LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
LITERALS = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'
KINDS = {"std::int64_t": "number", "int": "number", "bool": "flag", "std::string": "text",
         "std::vector<std::string>": "list"}
BLOCK = re.compile(r"\{\.name = \"(\w+)\",\s*\.target = &config\.(\w+),\s*\.help =\s*" + LITERALS +
                   r"(?:,\s*\.least = ([\d']+))?(?:,\s*\.most = ([\d']+))?\s*\}")
GROUPS = {"add_input_limits": "Input", "add_rate_limits": "Rates, connections and time-outs",
          "add_inner_limits": "Slow readers, memory and answers",
          "add_session_limits": "Sessions, sign-in and queues"}


@dataclasses.dataclass
class Setting:
    name: str
    kind: str  # number, flag, text, list
    default: object
    written_default: str  # as walkie.toml has it
    least: int
    most: object  # None: no limit
    help: str
    group: str


@dataclasses.dataclass
class Metric:
    name: str
    kind: str
    labels: list
    help: str


def text_of(literals):
    """Adjacent C++ literals as one text."""
    return "".join(ast.literal_eval(f'"{part}"') for part in LITERAL.findall(literals))


def whole(expression):
    """64 * 1024, 10'000 → a number. Only digits and products are understood."""
    result = 1
    for factor in expression.replace("'", "").split("*"):
        result *= int(factor.strip())
    return result


def members(path):
    """member → (C++ type, initialiser or None) of a struct of settings."""
    text = path.read_text(encoding="utf-8")
    found = re.findall(r"^  (std::int64_t|int|bool|std::string|std::vector<std::string>) (\w+)"
                       r"(?: = ([^;]+))?;", text, re.M)
    return {name: (kind, value or None) for kind, name, value in found}


def default_of(kind, value):
    """(the value, as walkie.toml writes it)"""
    if KINDS[kind] == "number":
        number = whole(value or "0")
        return number, str(number)
    if KINDS[kind] == "flag":
        return value == "true", value or "false"
    return value, "[]" if KINDS[kind] == "list" else value or '""'


def made(name, member, bounds, words, group, table):
    kind, value = table[member]
    default, written = default_of(kind, value)
    numbers = [whole(bound) for bound in bounds if bound]
    least = numbers[0] if numbers else 0
    most = numbers[1] if len(numbers) > 1 else None
    return Setting(name, KINDS[kind], default, written, least, most, words, group)


def settings(root):
    """Every setting, in the order of the source."""
    files = sorted((root / "src/node").glob("config*.cpp"))
    source = "\n".join(path.read_text(encoding="utf-8") for path in files)
    config = members(root / "src/node/config.h")
    limits = members(root / "src/chat/limits.h")
    found = []
    for block in BLOCK.finditer(source):
        bounds = [block[4] or "0", block[5]]
        found.append(made(block[1], block[2], bounds, text_of(block[3]), "The server", config))
    for function in re.finditer(r"^void (add_\w+)\(Limits.*?^}", source, re.M | re.S):
        for add in re.finditer(r'add\("(\w+)", limits\.(\w+),\s*' + LITERALS
                               + r"(?:,\s*([\d']+))?(?:,\s*([\d']+))?\);", function[0]):
            found.append(made(f"limits.{add[1]}", add[2], [add[4], add[5]], text_of(add[3]),
                              GROUPS.get(function[1], "Limits"), limits))
    missed = source.count("add(\"") + source.count(".name = \"") - len(found)
    if missed:
        raise ValueError(f"src/node/config*.cpp has {missed} settings that no script can read; "
                         "teach scripts/documented.py their form")
    return found


def environment_name(setting):
    return "WALKIE_" + setting.upper().replace(".", "_")


CALL = re.compile(r"(?:\b(counter|gauge|histogram|gauge_from)|\bfrom_net)\(\s*"
                  r'"(walkie_\w+|process_\w+)",\s*' + LITERALS)
LABEL = re.compile(r'\{\{"(\w+)", ')


def arguments_of(text, begin):
    """The text of a call from `begin` to the bracket that closes it."""
    depth = 1
    for at in range(begin, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return text[begin:at]
    return text[begin:]


def metrics(root):
    """Every metric, by name."""
    found = {}
    for path in sorted((root / "src").rglob("*.cpp")):
        text = path.read_text(encoding="utf-8")
        for call in CALL.finditer(text):
            kind = call[1] if call[1] in ("counter", "histogram") else "gauge"
            kind = "counter" if call[2].endswith("_total") else kind  # as Metrics::gauge_from
            rest = arguments_of(text, call.end())
            words = text_of(call[3]).rstrip(".")
            metric = found.setdefault(call[2], Metric(call[2], kind, [], words))
            metric.labels += [name for name in LABEL.findall(rest) if name not in metric.labels]
    return [found[name] for name in sorted(found)]


def series(root):
    """Names that a query may use: a histogram has three for each."""
    names = set()
    for metric in metrics(root):
        names |= ({f"{metric.name}_{part}" for part in ("bucket", "sum", "count")}
                  if metric.kind == "histogram" else {metric.name})
    return names


def routes(root):
    """(method, pattern) of the API."""
    text = (root / "src/api/routes.cpp").read_text(encoding="utf-8")
    names = {"del": "DELETE"}
    return {(names.get(method, method.upper()), pattern) for method, pattern in
            re.findall(r'\{Method::(\w+), "([^"]+)"', text)}


def pages(root):
    """Paths of pages and files for browsers."""
    text = (root / "src/api/pages.cpp").read_text(encoding="utf-8")
    return {path.rstrip("/") or "/" for path in re.findall(r'files\.alias\("([^"]+)"', text)}


def commands(root):
    """The words after `walkie`: "serve", "admin create-agent" … → its own flags."""
    text = (root / "src/node/command_line.cpp").read_text(encoding="utf-8")
    found = {name: set() for name in re.findall(r'app\.add_subcommand\(\s*"([\w-]+)"', text)}
    assigned = re.findall(r'(\w+)\s*=\s*app\.add_subcommand\(\s*"([\w-]+)"', text)
    for variable, name in assigned:
        found[name] |= set(re.findall(variable + r'->add_(?:option|flag)\(\s*"--([\w-]+)"', text))
    admin = text.partition("admin_commands()")[2].partition("return commands")[0]
    one = re.compile(r'\{"([\w-]+)",\s*"[^"]*",\s*\{(.*?)\}(?:,\s*true)?\}[,;\s]', re.S)
    for name, options in one.findall(admin):
        found[f"admin {name}"] = set(re.findall(r'\{"([\w-]+)", "', options))
    for flags in found.values():
        flags |= {"data", "set", "help"}
    return found
