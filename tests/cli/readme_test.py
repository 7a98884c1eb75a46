"""README's walk through the API, run as it is printed."""
import json
import re
import subprocess
import unittest

from process import PATIENCE, ROOT, ProcessTest


class ReadmeTest(ProcessTest):
    def test_the_walk_through_works_as_printed(self):
        text = (ROOT / "README.md").read_text(encoding="utf-8")
        script = re.search(r"## Walk through the API.*?```sh\n(.*?)```", text, re.S)[1]
        server = self.serve()
        script = script.replace("http://127.0.0.1:8080", f"http://{server.address}")
        run = subprocess.run(["bash", "-euo", "pipefail", "-c", script], text=True,
                             stdout=subprocess.PIPE, timeout=PATIENCE, check=True)
        answers, rest = [], run.stdout.strip()
        while rest:  # one JSON object behind the other
            answer, end = json.JSONDecoder().raw_decode(rest)
            answers.append(answer)
            rest = rest[end:].strip()
        conversation, message, messages = answers
        self.assertEqual(conversation["status"], "open")
        self.assertEqual(message["content"], "你好")
        self.assertFalse(message["sender_is_agent"])
        self.assertEqual([m["content"] for m in messages["items"]], ["你好"])

    def test_every_page_and_file_it_names_exists(self):
        text = (ROOT / "README.md").read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!http)([^)#]+)", text):
            with self.subTest(target=target):
                self.assertTrue((ROOT / target).exists(), target)


if __name__ == "__main__":
    unittest.main()
