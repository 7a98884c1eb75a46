"""scripts/counts: real output of each runner gives its real numbers, and a crash is a failure."""
import json
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "scripts"))
import counts  # noqa: E402 (the path comes first)


def numbers(count):
    return count.passed, count.failed, count.skipped


class CountsTest(unittest.TestCase):
    def test_googletest(self):
        cases = [{"name": "a", "status": "RUN", "result": "COMPLETED"},
                 {"name": "b", "status": "RUN", "result": "COMPLETED", "failures": [{}]},
                 {"name": "c", "status": "RUN", "result": "SKIPPED"},
                 {"name": "d", "status": "NOTRUN", "result": "SUPPRESSED"}]
        count = counts.googletest({"testsuites": [{"name": "Hub", "testsuite": cases}]})
        self.assertEqual(numbers(count), (1, 1, 1))
        self.assertEqual(count.failures, ["Hub.b"])

    def test_ctest_counts_a_crash_without_report(self):
        with tempfile.TemporaryDirectory() as folder:
            junit = pathlib.Path(folder) / "junit.xml"
            junit.write_text('<testsuite><testcase name="unit_a" status="run"/>'
                             '<testcase name="unit_b" status="fail"/></testsuite>')
            report = {"testsuites": [{"name": "A", "testsuite": [
                {"name": n, "status": "RUN", "result": "COMPLETED"} for n in "xyz"]}]}
            (pathlib.Path(folder) / "unit_a.json").write_text(json.dumps(report))
            rows = counts.ctest(junit, folder, {"unit_a": "unit", "unit_b": "unit"})
        self.assertEqual(numbers(rows["unit"]), (3, 1, 0))

    def test_vitest_counts_a_file_that_does_not_load(self):
        report = {"numPassedTests": 4, "numFailedTests": 1, "numPendingTests": 2, "testResults": [
            {"name": "a", "status": "failed",
             "assertionResults": [{"fullName": "a b", "status": "failed"}]},
            {"name": "broken.test.ts", "status": "failed", "assertionResults": []}]}
        self.assertEqual(numbers(counts.vitest(report)), (4, 2, 2))

    def test_playwright(self):
        def spec(title, status):
            return {"title": title, "tests": [{"status": status}]}
        report = {"suites": [{"title": "f", "specs": [spec("a", "expected")], "suites": [
            {"title": "g", "specs": [spec("b", "unexpected"), spec("c", "skipped")]}]}]}
        count = counts.playwright(report)
        self.assertEqual(numbers(count), (1, 1, 1))

    def test_unittest(self):
        output = ("FAIL: test_a (x.Y)\n\nRan 7 tests in 0.1s\n\n"
                  "FAILED (failures=1, errors=2, skipped=1)\n")
        self.assertEqual(numbers(counts.unittest(output)), (3, 3, 1))
        self.assertEqual(numbers(counts.unittest("x\nRan 7 tests in 1.5s\n\nOK\n")), (7, 0, 0))

    def test_closing_line(self):
        output = "FAIL: kill\n3 passed, 0 failed\n8 passed, 1 failed, 2 skipped\n"
        self.assertEqual(numbers(counts.closing_line(output)), (8, 1, 2))

    def test_a_bad_exit_code_is_a_failure_and_no_tests_too(self):
        self.assertEqual(counts.truthful(counts.Count(passed=3), 1, "x").failed, 1)
        self.assertEqual(counts.truthful(counts.Count(), 0, "x").failed, 1)
        self.assertEqual(counts.truthful(counts.Count(passed=3), 0, "x").failed, 0)


if __name__ == "__main__":
    unittest.main()
