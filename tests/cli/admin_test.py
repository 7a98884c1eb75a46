"""walkie admin, with a running server (through its socket) and without one."""
import contextlib
import sqlite3
import stat
import unittest

from process import ProcessTest, contents, database_in, run

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

    def origins(self):
        done = self.admin("list-origins")
        self.assert_done(done)
        return [line.split("\t")[1] for line in done.stdout.splitlines() if "\t" in line]

    def test_sites_are_stored_once_in_one_form_listed_and_removed(self):
        server = self.serve()
        self.assertEqual(self.origins(), [])
        for written in ("https://Shop.Example:443/", "https://shop.example",
                        "https://b\u00fccher.example"):
            self.assert_done(self.admin("allow-origin", "--origin", written))
        self.assertEqual(self.origins(), ["https://shop.example", "https://xn--bcher-kva.example"])
        headers = {"Origin": "https://shop.example"}
        self.assertEqual(server.request("POST", "/visitors", {}, headers)[0], 201)
        self.assert_done(self.admin("remove-origin", "--origin", "https://SHOP.example/"))
        self.assertEqual(server.request("POST", "/visitors", {}, headers)[0], 403)
        self.assert_refused(self.admin("remove-origin", "--origin", "https://shop.example"),
                            "not on the list")
        self.assertEqual(server.stop(), 0)
        self.assertEqual(self.origins(), ["https://xn--bcher-kva.example"])

    def test_sites_that_could_never_match_are_refused_with_a_sentence(self):
        self.prepared()
        for written, why in (("*", "every site"), ("null", "without an origin"),
                             ("javascript:", "http://"), ("https://*.shop.example", "wildcard"),
                             ("https://shop.example/chat", "more than"),
                             ("https://shop.example.", "dot"), ("http://[::1]", "ipv6")):
            self.assert_refused(self.admin("allow-origin", "--origin", written), why)
        self.assertEqual(self.origins(), [])

    def test_sites_of_an_older_version_are_rewritten_or_named_at_start(self):
        self.prepared()
        with contextlib.closing(sqlite3.connect(database_in(self.data))) as database:
            with database:
                database.execute("UPDATE inboxes SET allowed_origins = ?",
                                 ("https://Old.Example/\n*",))
        server = self.serve()
        self.assertIn("every site", server.wait_for("can never match"))
        self.assertEqual(server.request("POST", "/visitors", {},
                                        {"Origin": "https://old.example"})[0], 201)
        listed = self.admin("list-origins").stdout
        self.assertIn("\thttps://old.example\t", listed)
        self.assertIn("never matches", listed)
        self.assert_done(self.admin("remove-origin", "--origin", "*"))
        self.assertEqual(self.origins(), ["https://old.example"])

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
