"""README's commands of the API, run as they are printed. scripts/pages checks its links and names."""
import json
import re
import subprocess
import unittest

from process import PATIENCE, ROOT, ProcessTest


class ReadmeTest(ProcessTest):
    def test_the_walk_through_works_as_printed(self):
        text = (ROOT / "README.md").read_text(encoding="utf-8")
        script = re.search(r"## API.*?```sh\n(.*?)```", text, re.S)[1]
        server = self.serve()
        # Not the first conversation of this server: ids come from the answers.
        _, _, visitor = server.request("POST", "/visitors", {})
        server.request("POST", "/conversations", {},
                       {"Authorization": f"Bearer {visitor['token']}"})
        script = script.replace("http://127.0.0.1:8080", f"http://{server.address}")
        run = subprocess.run(["bash", "-euo", "pipefail", "-c", script], text=True,
                             stdout=subprocess.PIPE, timeout=PATIENCE, check=True)
        answers, rest = [], run.stdout.strip()
        while rest:  # one JSON object behind the other
            answer, end = json.JSONDecoder().raw_decode(rest)
            answers.append(answer)
            rest = rest[end:].strip()
        message, messages = answers
        self.assertEqual(message["content"], "你好")
        self.assertFalse(message["sender_is_agent"])
        self.assertEqual([m["content"] for m in messages["items"]], ["你好"])

    def test_a_first_start_prints_what_the_page_shows(self):
        text = (ROOT / "README.md").read_text(encoding="utf-8")
        shown = re.search(r"```\n(listening on .*?)```", text, re.S)[1].splitlines()
        server = self.serve()
        server.wait_for(r"^  set up ")
        printed = [re.sub(r"#\S+", "#…", line).replace(server.address, "127.0.0.1:8080")
                   for line in server.lines if not re.match(r"time=|\{", line)]
        self.assertEqual(printed, shown)


if __name__ == "__main__":
    unittest.main()
