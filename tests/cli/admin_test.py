"""walkie admin, with a running server (through its socket) and without one."""
import stat
import unittest

from process import ProcessTest, contents, run

PASSWORD = "correct horse battery"


class AdminTest(ProcessTest):
    def admin(self, *arguments, stdin=""):
        return run("admin", *arguments, "--data", self.data, stdin=stdin)

    def create_agent(self, email, role="agent", password=PASSWORD):
        return self.admin("create-agent", "--email", email, "--name", "Ana", "--role", role,
                          stdin=password + "\n")

    def assert_done(self, done):
        self.assertEqual(done.returncode, 0, done.stderr)

    def sign_in(self, server, email, password=PASSWORD):
        return server.request("POST", "/sessions", {"email": email, "password": password})

    def assert_signs_in(self, server, email, role):
        status, headers, answer = self.sign_in(server, email)
        self.assertEqual(status, 201, answer)
        cookie = headers["Set-Cookie"].split(";")[0]
        status, _, me = server.request("GET", "/me", headers={"Cookie": cookie})
        self.assertEqual((status, me["type"], me["role"]), (200, "agent", role))

    def test_create_agent_while_the_server_runs(self):
        server = self.serve()
        self.assert_done(self.create_agent("ana@example.com", "admin"))
        self.assert_signs_in(server, "ana@example.com", "admin")

    def test_create_agent_while_it_does_not(self):
        self.prepared()
        self.assert_done(self.create_agent("ana@example.com"))
        self.assert_signs_in(self.serve(), "ana@example.com", "agent")

    def test_create_agent_before_the_first_start(self):
        self.assert_done(self.create_agent("ana@example.com", "admin"))
        self.assert_signs_in(self.serve(), "ana@example.com", "admin")

    def test_a_wrong_password_does_not_sign_in(self):
        server = self.serve()
        self.assert_done(self.create_agent("ana@example.com"))
        self.assertEqual(self.sign_in(server, "ana@example.com", "wrong password")[0], 401)

    def test_create_key_with_and_without_a_server(self):
        self.prepared()
        before = self.admin("create-key", "--name", "importer")
        self.assert_done(before)
        server = self.serve()
        during = self.admin("create-key", "--name", "reporter")
        self.assert_done(during)
        for done in (before, during):
            key = max(done.stdout.split(), key=len)
            status, _, me = server.request("GET", "/me",
                                           headers={"Authorization": f"Bearer {key}"})
            self.assertEqual((status, me["type"]), (200, "bot"), me)

    def test_a_site_may_embed_the_widget_as_soon_as_the_command_says_so(self):
        server = self.serve()
        site = "https://shop.example"
        headers = {"Origin": site}
        self.assertEqual(server.request("POST", "/visitors", {}, headers)[0], 403)
        self.assert_done(self.admin("allow-origin", "--origin", site))
        self.assertEqual(server.request("POST", "/visitors", {}, headers)[0], 201)

    def test_refusals(self):
        self.prepared()
        self.assert_done(self.create_agent("ana@example.com"))
        before = contents(self.data)
        self.assert_refused(self.create_agent("ana@example.com"), "e-mail", "already")
        self.assert_refused(self.create_agent("no address"), "mail")
        self.assert_refused(self.create_agent("bea@example.com", role="king"), "role")
        self.assert_refused(self.create_agent("bea@example.com", password=""), "password")
        self.assertEqual(contents(self.data), before)

    def test_the_same_refusals_from_a_running_server(self):
        self.serve()
        self.assert_done(self.create_agent("ana@example.com"))
        self.assert_refused(self.create_agent("ana@example.com"), "e-mail", "already")
        self.assert_refused(self.create_agent("bea@example.com", password=""), "password")

    def test_the_socket_is_the_owners_alone_and_goes_with_the_server(self):
        server = self.serve()
        sockets = [path for path in self.data.iterdir() if stat.S_ISSOCK(path.stat().st_mode)]
        self.assertEqual(len(sockets), 1)
        self.assertEqual(stat.S_IMODE(sockets[0].stat().st_mode), 0o600)
        self.assertEqual(server.stop(), 0)
        self.assertFalse(sockets[0].exists())

    def test_a_password_is_never_shown(self):
        server = self.serve()
        done = self.create_agent("ana@example.com")
        server.stop()
        self.assertNotIn(PASSWORD, done.stdout + done.stderr + "\n".join(server.lines))


if __name__ == "__main__":
    unittest.main()
