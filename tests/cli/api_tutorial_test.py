"""docs/api-tutorial.md: its code, taken out of the page and run against a new server."""
import os
import re
import subprocess
import unittest

from process import BINARY, PATIENCE, ROOT, ProcessTest, clean_environment, run

PAGE = ROOT / "docs" / "api-tutorial.md"
BLOCK = re.compile(r"^```(\w+)(?: file=(\S+))?\n(.*?)^```", re.M | re.S)
QUESTION = "Is my order on its way?"
ANSWER = f"You wrote: {QUESTION} It left this morning."


def blocks():
    """[(language, file or "", code)] of the page."""
    return BLOCK.findall(PAGE.read_text(encoding="utf-8"))


class ApiTutorialTest(ProcessTest):
    def setUp(self):
        super().setUp()
        self.server = self.serve()
        # The page's conversations are not the first ones, as its readers' are not.
        self.first = self.server.request("POST", "/visitors", {})[2]["token"]
        self.server.request("POST", "/conversations", {}, self.bearer(self.first))

    def bearer(self, token):
        return {"Authorization": f"Bearer {token}"}

    def environment(self, **more):
        path = f"{BINARY.parent}{os.pathsep}{os.environ['PATH']}"
        return clean_environment({"CHAT_URL": f"http://{self.server.address}", "PATH": path,
                                  "DIR": str(self.data), **more})

    def key(self):
        return run("admin", "create-key", "--data", self.data, "--name", "bot").stdout.strip()

    def write_files(self):
        for _, name, code in blocks():
            if name:
                with open(self.folder / name, "a", encoding="utf-8") as file:
                    file.write(code)

    def start(self, *command, **environment):
        started = subprocess.Popen(command, cwd=self.folder, env=self.environment(**environment),
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(started.stdout.close)
        self.addCleanup(started.wait)
        self.addCleanup(started.kill)
        return started

    def finish(self, *command):
        done = subprocess.run(command, cwd=self.folder, env=self.environment(), text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE)
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def messages(self, key):
        """What every conversation says, by its id."""
        _, _, page = self.server.request("GET", "/conversations", None, self.bearer(key))
        said = {}
        for row in page["items"]:
            path = f"/messages?conversation_id={row['id']}"
            _, _, found = self.server.request("GET", path, None, self.bearer(key))
            said[row["id"]] = [message["content"] for message in found["items"]]
        return said

    def test_curl(self):
        script = "".join(code for language, _, code in blocks() if language == "sh")
        printed = self.finish("bash", "-euo", "pipefail", "-c", script)
        self.assertEqual(printed.splitlines(), ["It left this morning."] * 2)

    def bot_and_visitor(self, interpreter, suffix):
        self.write_files()
        key = self.key()
        bot = self.start(interpreter, f"bot.{suffix}", CHAT_KEY=key)
        printed = self.finish(interpreter, f"visitor.{suffix}")
        shown = next(code for language, _, code in blocks() if language == "text")
        self.assertEqual(printed, shown)
        # Killed and started again, it answers what is new, and nothing twice.
        bot.kill()
        bot.wait()
        self.start(interpreter, f"bot.{suffix}", CHAT_KEY=key)
        self.assertEqual(self.finish(interpreter, f"visitor.{suffix}"), shown)
        said = sorted(self.messages(key).values())
        self.assertEqual(said, [[], [QUESTION, ANSWER], [QUESTION, ANSWER]])

    def test_python(self):
        self.bot_and_visitor("python3", "py")

    def test_javascript(self):
        self.bot_and_visitor("node", "mjs")

    def test_a_bot_whose_key_is_wrong_ends_and_says_so(self):
        self.write_files()
        for interpreter, suffix in (("python3", "py"), ("node", "mjs")):
            bot = self.start(interpreter, f"bot.{suffix}", CHAT_KEY="nonsense")
            printed, _ = bot.communicate(timeout=PATIENCE)
            self.assertNotEqual(bot.returncode, 0)
            self.assertIn("bad_credential", printed)
            self.assertIn("the key is not valid", printed)

    def test_no_id_is_written_into_the_code(self):
        code = "\n".join(code for _, _, code in blocks())
        self.assertEqual(re.findall(r"""_id\\?["']?[:=] ?\d+|/conversations/\d+""", code), [])


if __name__ == "__main__":
    unittest.main()
