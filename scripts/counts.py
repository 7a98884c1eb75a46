"""Counts of tests from what the runners themselves report. Each function returns a Count.

A runner that ended badly without a report counts as one failure: a crash is never "0 failed".
"""
import dataclasses
import json
import pathlib
import re
import xml.etree.ElementTree as xml


@dataclasses.dataclass
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    failures: list = dataclasses.field(default_factory=list)  # names, for the reader

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.failures += other.failures
        return self


def truthful(count, exit_code, name):
    """The runner's exit code has the last word: bad without a failed test is a failure too."""
    if exit_code != 0 and count.failed == 0:
        count.failed = 1
        count.failures.append(f"{name} (exit code {exit_code})")
    if exit_code == 0 and count.passed + count.failed + count.skipped == 0:
        count.failed = 1
        count.failures.append(f"{name} (no test ran)")
    return count


def load_json(path):
    try:
        return json.loads(pathlib.Path(path).read_text())
    except (OSError, ValueError):
        return None


def googletest(report):
    """One program's --gtest_output=json report."""
    count = Count()
    for group in report.get("testsuites", []):
        for case in group.get("testsuite", []):
            if case.get("failures"):
                count.failed += 1
                count.failures.append(f"{group['name']}.{case['name']}")
            elif case.get("result") == "SKIPPED":
                count.skipped += 1
            elif case.get("status") == "RUN":
                count.passed += 1
    return count


def ctest(junit, reports, labels):
    """label → Count from ctest's --output-junit file and the folder of GoogleTest reports.

    labels: test name → label, from `ctest --show-only=json-v1`."""
    counts = {}
    for case in xml.parse(junit).getroot().iter("testcase"):
        name, status = case.get("name"), case.get("status")
        report = load_json(pathlib.Path(reports) / f"{name}.json")
        count = googletest(report) if report else Count(passed=1 if status == "run" else 0)
        counts.setdefault(labels.get(name, "other"), Count()).add(
            truthful(count, 0 if status == "run" else 1, f"{name} {case.get('message') or status}"))
    return counts


def vitest(report):
    count = Count()
    if report is None:
        return count
    count.passed = report["numPassedTests"]
    count.failed = report["numFailedTests"]
    count.skipped = report.get("numPendingTests", 0) + report.get("numTodoTests", 0)
    for file in report["testResults"]:
        cases = file.get("assertionResults", [])
        failed = [case["fullName"] for case in cases if case["status"] == "failed"]
        if file["status"] == "failed" and not failed:  # the file itself could not be loaded
            count.failed += 1
            failed = [file["name"]]
        count.failures += failed
    return count


def playwright(report):
    count = Count()
    if report is None:
        return count

    def walk(suite, prefix):
        for inner in suite.get("suites", []):
            walk(inner, f"{prefix}{inner['title']} › ")
        for spec in suite.get("specs", []):
            for test in spec["tests"]:
                if test["status"] in ("expected", "flaky"):
                    count.passed += 1
                elif test["status"] == "skipped":
                    count.skipped += 1
                else:
                    count.failed += 1
                    count.failures.append(prefix + spec["title"])

    walk(report, "")
    for error in report.get("errors", []):
        count.failed += 1
        count.failures.append(error.get("message", "error").splitlines()[0])
    return count


def unittest(output):
    """The end of what python3 -m unittest prints."""
    count = Count()
    ran = re.findall(r"^Ran (\d+) tests? in", output, re.M)
    if not ran:
        return count
    numbers = dict(re.findall(r"(failures|errors|skipped|unexpected successes)=(\d+)",
                              output[output.rindex("\nRan "):]))
    count.skipped = int(numbers.pop("skipped", 0))
    count.failed = sum(map(int, numbers.values()))
    count.passed = max(0, int(ran[-1]) - count.failed - count.skipped)
    count.failures = re.findall(r"^(?:FAIL|ERROR): (.+)$", output, re.M)
    return count


def closing_line(output):
    """A program that ends with "N passed, M failed" (and may say ", K skipped")."""
    count = Count()
    found = re.findall(r"^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*$", output, re.M)
    if found:
        passed, failed, skipped = found[-1]
        count = Count(int(passed), int(failed), int(skipped or 0))
        count.failures = re.findall(r"^(?:FAIL|not ok)[: ]+(.+)$", output, re.M)
    return count
