"""walkie admin, with a running server (through its socket) and without one."""
import contextlib
import http.client
import sqlite3
import stat
import time
import unittest

from process import PATIENCE, ProcessTest, contents, database_in, run

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

    def test_addresses_and_passwords_that_are_no_good_are_refused(self):
        for email, password, said in (("ada@shop", PASSWORD, "look like ana@example.org"),
                                      ("ada", PASSWORD, "look like ana@example.org"),
                                      ("ada@shop.example", "password1234", "too common"),
                                      ("ada@shop.example", "short", "at least 8")):
            with self.subTest(email=email, password=password):
                done = self.create_agent(email, password=password)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(said, done.stderr)
        self.assertIn("no agents yet", self.admin("list-agents").stdout)

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


    def test_who_is_made_before_the_first_start_belongs_to_the_first_inbox(self):
        self.assert_done(self.create_agent("ana@example.com"))
        key = self.admin("create-key", "--name", "importer")
        self.assert_done(key)
        server = self.serve()
        visitor = server.request("POST", "/visitors", {})[2]["token"]
        opened = server.request("POST", "/conversations", {},
                                {"Authorization": f"Bearer {visitor}"})[2]
        _, headers, _ = self.sign_in(server, "ana@example.com")
        cookie = {"Cookie": headers.get_all("Set-Cookie")[0].split(";")[0]}
        for who in (cookie, {"Authorization": f"Bearer {key.stdout.strip()}"}):
            status, _, rows = server.request("GET", "/conversations", headers=who)
            self.assertEqual(status, 200, rows)
            self.assertEqual([row["id"] for row in rows["items"]], [opened["id"]])

    def test_every_command_makes_the_first_inbox(self):
        for command in (["setup-link"], ["create-key", "--name", "importer"]):
            self.data = self.folder / command[0]
            self.assert_done(self.admin(*command))
            self.assertEqual(self.admin("list-inboxes").stdout, "1\tWebsite\n")

    def test_commands_on_what_there_is_make_no_installation(self):
        self.data.mkdir(mode=0o700)
        for command in (["list-agents"], ["list-keys"], ["list-inboxes"], ["list-origins"],
                        ["metrics"], ["unlock", "--email", "ana@example.com"],
                        ["remove-agent", "--email", "ana@example.com"],
                        ["restore-agent", "--email", "ana@example.com"],
                        ["revoke-key", "--id", "1"],
                        ["allow-origin", "--origin", "https://shop.example"]):
            for data in (self.data, self.folder / "mistyped"):
                with self.subTest(command=command, data=data.name):
                    done = run("admin", *command, "--data", data)
                    self.assert_refused(done, str(data), "has no Walkie database", "--data")
                    self.assertEqual(list(self.folder.rglob("*")), [self.data])
        copy = self.folder / "copy"
        self.assert_refused(run("backup", "--data", self.data, "--to", copy), "has no Walkie database")
        self.assertEqual(list(self.folder.rglob("*")), [self.data])

    def test_a_password_file_may_end_its_line_as_windows_does(self):
        self.assert_done(self.admin("create-agent", "--email", "ana@example.com", "--name", "Ana",
                                    stdin=PASSWORD + "\r\n"))
        self.assert_signs_in(self.serve(), "ana@example.com", "agent")

    def test_keys_are_listed_and_revoked_at_once(self):
        server = self.serve()
        self.assertIn("no keys", self.admin("list-keys").stdout)
        key = self.admin("create-key", "--name", "importer").stdout.strip()
        bearer = {"Authorization": f"Bearer {key}"}
        listed = self.admin("list-keys")
        self.assertEqual(listed.stdout, "1\timporter\t1\tactive\n")
        self.assertNotIn(key, listed.stdout)
        self.assertEqual(server.request("GET", "/me", headers=bearer)[0], 200)
        stream = http.client.HTTPConnection(server.address, timeout=PATIENCE)
        self.addCleanup(stream.close)
        visitor = server.request("POST", "/visitors", {})[2]["token"]
        opened = server.request("POST", "/conversations", {},
                                {"Authorization": f"Bearer {visitor}"})[2]["id"]
        stream.request("GET", f"/conversations/{opened}/events", headers={
            **bearer, "Accept": "text/event-stream"})
        answer = stream.getresponse()
        self.assertEqual(answer.status, 200)
        while b"subscribed" not in answer.readline():
            self.assertFalse(answer.isclosed())
        began = time.monotonic()
        self.assert_done(self.admin("revoke-key", "--id", "1"))
        while answer.readline():
            pass
        self.assertLess(time.monotonic() - began, PATIENCE)
        self.assertEqual(server.request("GET", "/me", headers=bearer)[0], 401)
        self.assertEqual(self.admin("list-keys").stdout, "1\timporter\t1\trevoked\n")
        for bad in ("2", "0", "-1", "x", "1x", "99999999999999999999"):
            self.assert_refused(self.admin("revoke-key", f"--id={bad}"), "id")

    def test_membership_can_be_set(self):
        server = self.serve()
        self.assert_done(self.create_agent("ana@example.com"))
        self.assert_done(self.admin("create-key", "--name", "importer"))
        done = self.admin("set-inboxes", "--email", " Ana@Example.COM ", "--inboxes", "1")
        self.assertEqual(done.stdout, "ana@example.com belongs to inbox 1\n")
        done = self.admin("set-inboxes", "--key", "1", "--inboxes", "all")
        self.assertEqual(done.stdout, "the key 1 (importer) belongs to inbox 1\n")
        for wrong in (("--email", "ana@example.com", "--inboxes", "7"),
                      ("--email", "ana@example.com", "--inboxes", "1,"),
                      ("--email", "bea@example.com", "--inboxes", "1"),
                      ("--key", "9", "--inboxes", "1"),
                      ("--inboxes", "1"),
                      ("--email", "ana@example.com", "--key", "1", "--inboxes", "1")):
            self.assert_refused(self.admin("set-inboxes", *wrong))
        self.assertEqual(server.stop(), 0)

    def test_unlock_lets_a_locked_agent_try_again(self):
        server = self.serve()
        self.assert_done(self.create_agent("ana@example.com"))
        for _ in range(5):
            self.assertEqual(self.sign_in(server, "ana@example.com", "wrong password")[0], 401)
        for spelling in ("ana@example.com", " ANA@example.com", "Ana@Example.Com "):
            self.assertEqual(self.sign_in(server, spelling)[0], 429)
        self.assertEqual(self.sign_in(server, "ana@example.com\t")[0], 400)
        self.assert_done(self.admin("unlock", "--email", "Ana@example.com"))
        self.assertEqual(self.sign_in(server, "ana@example.com")[0], 201)
        self.assert_done(self.admin("unlock", "--address", "127.0.0.1"))
        self.assert_refused(self.admin("unlock", "--email", "bea@example.com"), "no agent")
        self.assert_refused(self.admin("unlock", "--address", "here"), "address")
        self.assert_refused(self.admin("unlock"), "--email")

    def test_a_new_argon2_setting_tells_nobody_who_exists(self):
        self.assert_done(self.create_agent("ana@example.com"))
        server = self.serve("--set", "limits.argon2_memory_bytes=8388608",
                            "--set", "limits.argon2_passes=1")

        def cost(email):
            began = time.monotonic()
            self.assertEqual(self.sign_in(server, email, "wrong password")[0], 401)
            return time.monotonic() - began

        # 64 MiB and three passes against 8 MiB and one: 24 times the work. Noise is far below.
        known = min(cost("ana@example.com") for _ in range(3))
        unknown = min(cost(f"nobody{i}@example.com") for i in range(3))
        self.assertGreater(unknown, known / 3)
        self.assertLess(unknown, known * 3)


if __name__ == "__main__":
    unittest.main()
