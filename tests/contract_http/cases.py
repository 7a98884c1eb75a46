"""Requests out of the contract's schemas, in a fixed order: what is allowed and what is forbidden."""
import copy
import re

WRONG = {"string": "text", "integer": 7, "number": 1.5, "boolean": True, "array": [1], "object": {"a": 1}}
LARGEST = 9007199254740991  # what JavaScript reads exactly


class Contract:
    def __init__(self, document):
        self.document = document

    def resolve(self, node):
        """The node itself, or what its $ref leads to with what stands beside the $ref."""
        if not isinstance(node, dict) or "$ref" not in node:
            return node
        target = self.document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        beside = {key: value for key, value in node.items() if key != "$ref"}
        return {**self.resolve(target), **beside}

    def operations(self):
        """(operation, METHOD, path, parameters) of all."""
        for path, item in self.document["paths"].items():
            shared = item.get("parameters", [])
            for method, operation in item.items():
                if method == "parameters":
                    continue
                parameters = [self.resolve(one) for one in shared + operation.get("parameters", [])]
                for one in parameters:
                    one["schema"] = self.resolve(one["schema"])
                yield operation, method.upper(), path, parameters

    def body_schema(self, operation):
        body = self.resolve(operation.get("requestBody"))
        return body and self.resolve(body["content"]["application/json"]["schema"])


def types_of(schema):
    types = schema.get("type", [])
    return [types] if isinstance(types, str) else types


def plain(length):
    """A text that is on no list of passwords."""
    return ("xq7kv2mzt" * (length // 9 + 1))[:length]


# What is an e-mail address and what is not; the schema's pattern says which.
EMAILS = ("ana@example.org", "  Ana@Example.ORG ", "", "  ", "ana", "ana@", "@example.org", "ana@example", "ana@127.0.0.1",
          "ana@1.org", "a@b@c.org", "a..b@c.org", ".a@c.org", "a.@c.org", '"a b"@c.org', '"a"@c.org', "a b@c.org", "a@-c.org",
          "a@c-.org", "a@c..org", "a@c.org.", "a@c-d.org", "a@c_d.org", "a@b.c?bcc=x", "a@c.org\t", "\na@c.org", "a@[1.2.3.4]",
          "a+b=c!#$%&'*/?^_`{|}~@c.org", "a<b@c.org", "a;b@c.org", "ana@bücher.example", "日本@example.org", "a@c.or g",
          "m" * 64 + "@c.org", "m" * 65 + "@c.org", "a@" + "l" * 63 + ".org", "a@" + "l" * 64 + ".org",
          "a@" + ("l" * 60 + ".") * 4 + "abcdefgh", "a@" + ("l" * 60 + ".") * 4 + "abcdefghi")


def strings(schema):
    """(label, text, allowed) for the bounds of a string."""
    least, most = schema.get("minLength", 0), schema.get("maxLength")
    pattern = schema.get("pattern")
    if "enum" in schema:
        for word in schema["enum"]:
            if word is not None:
                yield f"word {word}", word, True
        for word in ("", "unknown", str(schema["enum"][0]).upper(), f" {schema['enum'][0]}"):
            yield f"word {word!r}", word, False
        return
    samples = [("shortest", plain(max(least, 1)))]
    if pattern and "@" in pattern:
        samples += [(f"e-mail {text!r}", text) for text in EMAILS]
    if most:
        samples += [("longest", plain(most)), ("too long", plain(most + 1))]
    if least:
        samples.append(("empty", ""))
    if pattern:
        samples += [("a space", "a b"), ("beyond ASCII", "日本"), ("a control character", "a\u0001b"),
                    ("a line break", "a\nb"), ("a number", "17"), ("zero", "0"), ("me", "me"), ("none", "none"), ("a zero before", "01"), ("a plus before", "+1"),
                    ("16 digits", "9" * 16), ("17 digits", "1" * 17), ("two numbers", "0.1"), ("a cursor", "1700000000000.12"),
                    ("a cursor with a zero before", "17.012"), ("half a cursor", "17.")]
    for label, text in samples:
        fits = least <= len(text) and (most is None or len(text) <= most)
        yield label, text, fits and (pattern is None or re.search(pattern, text) is not None)


def integers(schema):
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is not None:
        yield "least", least, True
        yield "below the least", least - 1, False
    if most is not None:
        yield "most", most, True
        yield "above the most", most + 1, False
    yield "huge", 10 ** 30, False
    yield "negative", -10 ** 18, False


def values(schema):
    """(label, value, allowed) of one member of a body."""
    types = types_of(schema)
    if "string" in types:
        yield from strings(schema)
    if "integer" in types:
        yield from integers(schema)
        yield "with a point", float(schema.get("minimum", 1)), True
        yield "a fraction", schema.get("minimum", 0) + 0.5, False
    if "boolean" in types:
        yield "true", True, True
        yield "false", False, True
    for name, value in WRONG.items():
        if name not in types and not (name == "integer" and "number" in types):
            if name == "number" and "integer" in types:
                continue
            yield f"type {name}", value, False
    yield "null", None, "null" in types


def bodies(contract, schema, valid):
    """(label, body, allowed, field): the valid one, and it with one member changed."""
    yield "valid", valid, True, None
    yield "more members", {**valid, "nobody_knows": {"a": [1]}}, True, None
    for name in schema.get("required", []):
        yield f"without {name}", {k: v for k, v in valid.items() if k != name}, False, name
    if "anyOf" in schema:
        yield "none of its members", {"nobody_knows": 1}, False, None
    for name, member in schema["properties"].items():
        for label, value, allowed in values(contract.resolve(member)):
            yield f"{name}: {label}", {**copy.deepcopy(valid), name: value}, allowed, name


# (label, bytes): no JSON object at all.
NO_BODIES = (("nothing", b""), ("no JSON", b"x"), ("cut", b'{"a":'), ("more behind", b"{} x"), ("array", b"[]"),
             ("null", b"null"), ("text", b'"a"'), ("not UTF-8", b'{"a":"\xff"}'), ("deep", b"[" * 1000))


def queries(parameter):
    """(label, text, allowed) of one parameter of the query."""
    schema = parameter["schema"]
    if types_of(schema) == ["integer"]:
        for label, value, allowed in integers(schema):
            yield label, str(value), allowed
        for text in ("", "abc", "1.5", "1x", " 1", "+1", "01", "-0", "1.0", "0x1", "null", "%", "1%00"):
            yield f"text {text!r}", text, False
    elif types_of(schema) == ["boolean"]:
        for text in ("true", "false"):
            yield f"text {text!r}", text, True
        for text in ("", "yes", "TRUE", "1", "0", "null", "true ", "%"):
            yield f"text {text!r}", text, False
    else:
        for label, text, allowed in strings(schema):
            if "enum" in schema or "pattern" in schema or allowed:
                yield label, text, allowed
        if "pattern" in schema:
            yield "empty", "", re.search(schema["pattern"], "") is not None


# In a path: nothing of that name exists.
PATH_IDS = ("0", "-1", "01", "+1", "abc", "1.0", "1x", str(LARGEST), str(LARGEST + 1), "9" * 40, "%20", "%C3%A4", "1%2F2", "null")
