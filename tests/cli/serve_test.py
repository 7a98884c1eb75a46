"""serve: what it prints, how it stops, what survives a kill; check-config and version."""
import re
import signal
import unittest

from process import ProcessTest, database_in, run


class ServeTest(ProcessTest):
    def test_it_says_where_it_listens_and_serves(self):
        server = self.serve()
        line = server.wait_for(r"^listening on http://")
        self.assertIn(server.address, line)
        self.assertEqual(server.request("GET", "/healthz")[0], 200)
        self.assertEqual(server.request("GET", "/readyz")[0], 200)

    def test_behind_a_name_it_says_at_which_address_it_listens(self):
        server = self.serve("--set", "public_url=https://chat.example")
        self.assertIn(f"listening on https://chat.example, at {server.address}", server.lines)

    def test_sigterm_and_sigint_end_it_with_zero(self):
        for how in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(how=how):
                self.assertEqual(self.serve().stop(how), 0)

    def test_a_first_start_prints_the_setup_link_and_the_demo_page(self):
        server = self.serve()
        link = server.wait_for(r"/agent/setup#")
        self.assertRegex(link, re.escape(f"http://{server.address}") + r"/agent/setup#[\w-]{20,}")
        self.assertTrue(any("/demo" in line for line in server.lines) or
                        server.wait_for(r"/demo"))

    def test_the_setup_link_makes_the_first_admin_once(self):
        server = self.serve()
        token = re.search(r"setup#([\w-]+)", server.wait_for(r"/agent/setup#"))[1]
        body = {"token": token, "email": "ana@example.com", "name": "Ana",
                "password": "correct horse battery"}
        status, headers, answer = server.request("POST", "/setup", body)
        self.assertEqual(status, 201, answer)
        self.assertEqual(answer["agent"]["role"], "admin")
        port = server.address.rpartition(":")[2]
        self.assertIn(f"walkie_agent_{port}=", headers["Set-Cookie"])
        again, _, _ = server.request("POST", "/setup", {**body, "email": "eve@example.com"})
        self.assertGreaterEqual(again, 400)
        server.stop()
        later = self.serve()
        later.stop()
        self.assertFalse(any("/agent/setup#" in line for line in later.lines))

    def test_kill_loses_nothing_that_was_acknowledged(self):
        server = self.serve(environment={"WALKIE_LIMITS_CONVERSATIONS_PER_HOUR": "0"})
        _, _, visitor = server.request("POST", "/visitors", {})
        bearer = {"Authorization": f"Bearer {visitor['token']}"}
        _, _, conversation = server.request("POST", "/conversations", {}, bearer)
        sent = []
        for text in ("one", "two", "你好"):
            status, _, message = server.request(
                "POST", "/messages", {"conversation_id": conversation["id"], "content": text},
                bearer)
            self.assertEqual(status, 201, message)
            sent.append((message["seq"], message["content"]))
        self.assertEqual(server.stop(signal.SIGKILL), -signal.SIGKILL)
        server = self.serve()
        status, _, listed = server.request(
            "GET", f"/messages?conversation_id={conversation['id']}", headers=bearer)
        self.assertEqual(status, 200, listed)
        self.assertEqual([(m["seq"], m["content"]) for m in listed["items"]], sent)

    def test_files_are_the_owners_alone(self):
        self.prepared()
        self.assertEqual(self.data.stat().st_mode & 0o077, 0)
        self.assertEqual(database_in(self.data).stat().st_mode & 0o077, 0)


class CheckConfigTest(ProcessTest):
    def check(self, *flags, environment=None):
        self.data.mkdir(exist_ok=True)
        done = run("check-config", "--data", self.data, *flags, environment=environment)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def line_of(self, output, name):
        found = [line for line in output.splitlines() if line.startswith(f"{name} = ")]
        self.assertEqual(len(found), 1, output)
        return found[0]

    def test_every_setting_with_value_and_source(self):
        output = self.check()
        for name in ("listen", "limits.conversations_per_hour"):
            self.assertIn("default", self.line_of(output, name))

    def test_file_environment_and_flag_win_in_this_order(self):
        self.data.mkdir()
        (self.data / "walkie.toml").write_text(
            'listen = "127.0.0.1:1111"\n[limits]\nconversations_per_hour = 7\n')
        environment = {"WALKIE_LIMITS_CONVERSATIONS_PER_HOUR": "0",
                       "WALKIE_LISTEN": "127.0.0.1:2222"}
        output = self.check()
        self.assertRegex(self.line_of(output, "limits.conversations_per_hour"), r"\b7\b.*toml")
        output = self.check(environment=environment)
        self.assertRegex(self.line_of(output, "limits.conversations_per_hour"), r"\b0\b")
        self.assertIn("127.0.0.1:2222", self.line_of(output, "listen"))
        output = self.check("--listen", "127.0.0.1:3333", environment=environment)
        self.assertIn("127.0.0.1:3333", self.line_of(output, "listen"))

    def test_it_makes_no_database(self):
        self.check()
        self.assertEqual(list(self.data.iterdir()), [])

    def test_version(self):
        done = run("version")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"\d+\.\d+\.\d+")


if __name__ == "__main__":
    unittest.main()
