"""The data folder when something was taken from it, before a start and while the server runs."""
import http.client
import os
import signal
import stat
import subprocess
import time
import unittest

from process import BINARY, PATIENCE, ProcessTest, clean_environment, free_address, run


class DataFolderTest(ProcessTest):
    def visitor(self, server):
        status, _, answer = server.request("POST", "/visitors", {})
        self.assertEqual(status, 201, answer)
        headers = {"Authorization": "Bearer " + answer["token"]}
        status, _, conversation = server.request("POST", "/conversations", {}, headers)
        self.assertEqual(status, 201, conversation)
        return conversation["id"], headers

    def say(self, server, chat):
        return server.request("POST", "/messages", {"conversation_id": chat[0], "content": "hello"},
                              chat[1])

    def killed(self):
        """A folder whose server was killed after it had acknowledged a few messages."""
        server = self.serve()
        chat = self.visitor(server)
        for _ in range(5):
            self.assertEqual(self.say(server, chat)[0], 201)
        server.stop(signal.SIGKILL)
        return chat

    def refusal(self, *words):
        self.assert_refused(run("serve", "--data", self.data, "--listen", free_address()), *words)

    def test_a_database_that_is_gone_is_no_new_installation(self):
        self.prepared()
        (self.data / "walkie.db").unlink()
        self.refusal("walkie.db is gone", "restore", "--accept-loss")
        self.assert_refused(run("admin", "list-agents", "--data", self.data), "walkie.db is gone")
        server = self.serve("--accept-loss")
        self.visitor(server)
        self.assertEqual(server.stop(), 0)
        self.assertEqual(self.serve().stop(), 0)

    def test_a_database_that_is_empty_is_no_new_installation(self):
        self.prepared()
        os.truncate(self.data / "walkie.db", 0)
        self.refusal("walkie.db is empty", "restore")

    def test_a_log_that_is_gone_is_noticed_and_clients_start_anew(self):
        chat = self.killed()
        server = self.serve()  # all is there
        events = f"/conversations/{chat[0]}/events?after=0"
        epoch = server.request("GET", events, headers=chat[1])[2]["epoch"]
        for _ in range(3):
            self.assertEqual(self.say(server, chat)[0], 201)
        server.stop(signal.SIGKILL)
        (self.data / "walkie.db-wal").unlink()
        self.refusal("walkie.db-wal is gone", "--accept-loss")
        server = self.serve("--accept-loss")
        status, _, answer = server.request("GET", events, headers=chat[1])
        if status == 200:
            self.assertNotEqual(answer["epoch"], epoch)

    def test_a_restore_is_taken_whatever_was_lost(self):
        chat = self.killed()
        copy = self.folder / "copy.db"
        self.assertEqual(run("backup", "--data", self.data, "--to", copy).returncode, 0)
        for name in ("walkie.db", "walkie.db-wal", "walkie.db-shm"):
            for before in (lambda: None, self.killed):
                before()
                (self.data / name).unlink(missing_ok=True)
                done = run("restore", "--data", self.data, "--from", copy)
                self.assertEqual(done.returncode, 0, name + done.stderr)
                server = self.serve()
                status, _, page = server.request(
                    "GET", f"/messages?conversation_id={chat[0]}", headers=chat[1])
                self.assertEqual((status, len(page["items"])), (200, 5), page)
                self.assertEqual(server.stop(), 0)

    def notices(self, act, word):
        server = self.serve()
        chat = self.visitor(server)
        self.assertEqual(self.say(server, chat)[0], 201)
        act()
        server.wait_for("the files of the server are lost")
        ready, _, said = server.request("GET", "/readyz")
        self.assertEqual((ready, said["checks"]["files"]), (503, "lost"), said)
        status, _, answer = self.say(server, chat)
        self.assertEqual(status, 503, answer)
        self.assertNotIn(str(self.data), str(answer))
        self.assertEqual(server.process.wait(PATIENCE), 1)
        server.stop()
        self.assertIn(word, "\n".join(server.lines))
        return chat

    def test_a_rename_while_it_runs_stops_it(self):
        database = self.data / "walkie.db"
        chat = self.notices(lambda: database.rename(self.folder / "taken"), "walkie.db is gone")
        self.refusal("walkie.db is gone", "put it back")
        (self.folder / "taken").rename(database)
        server = self.serve()
        _, _, page = server.request("GET", f"/messages?conversation_id={chat[0]}", headers=chat[1])
        self.assertEqual(len(page["items"]), 1, "nothing that was acknowledged is lost")

    def test_a_log_that_is_deleted_while_it_runs_stops_it(self):
        self.notices(lambda: (self.data / "walkie.db-wal").unlink(), "walkie.db-wal is gone")

    def test_a_lock_that_is_deleted_stops_it_and_lets_no_other_in(self):
        def act():
            (self.data / "walkie.lock").unlink()
            self.refusal("in use")
        self.notices(act, "walkie.lock is gone")

    def test_a_folder_that_everybody_may_write_is_refused(self):
        self.prepared()
        self.data.chmod(0o777)
        self.refusal("every user", "chmod 700")

    def test_a_file_is_no_folder(self):
        file = self.folder / "file"
        file.write_text("x")
        for command in (["serve", "--listen", free_address()], ["admin", "list-agents"],
                        ["backup", "--to", self.folder / "copy"], ["check-config"]):
            self.assert_refused(run(*command, "--data", file), "is a file", "folder")
        self.assertFalse((self.folder / "copy").exists())

    def test_settings_that_are_no_file_are_refused(self):
        self.data.mkdir(mode=0o700)
        settings = self.data / "walkie.toml"
        settings.mkdir()
        self.refusal("walkie.toml", "is not a file")
        settings.rmdir()
        os.mkfifo(settings)
        self.refusal("walkie.toml", "is not a file")
        settings.unlink()
        settings.symlink_to(self.folder / "real.toml")
        self.refusal("walkie.toml", "link", "does not exist")
        self.assert_refused(run("check-config", "--data", self.data), "walkie.toml", "link")
        (self.folder / "real.toml").write_text('log_level = "nonsense"\n')
        self.refusal("nonsense")

    def test_a_link_in_place_of_the_lock_keeps_its_target(self):
        self.data.mkdir(mode=0o700)
        precious = self.folder / "precious"
        precious.write_text("precious")
        (self.data / "walkie.lock").symlink_to(precious)
        self.refusal("walkie.lock", "link")
        self.assertEqual(precious.read_text(), "precious")


class ProcessDoorsTest(ProcessTest):
    def test_version(self):
        self.assertEqual(run("--version").stdout, run("version").stdout)
        self.assertEqual(run("--version").returncode, 0)

    def test_signals_that_mean_nothing_to_it_do_not_end_it(self):
        server = self.serve()
        for name in ("SIGHUP", "SIGUSR1", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGVTALRM", "SIGPROF",
                     "SIGIO", "SIGPWR", "SIGXFSZ", "SIGWINCH", "SIGCHLD", "SIGURG", "SIGCONT"):
            server.process.send_signal(getattr(signal, name))
        for number in (signal.SIGRTMIN, signal.SIGRTMIN + 5, signal.SIGRTMAX):
            server.process.send_signal(number)
        self.assertEqual(server.request("GET", "/healthz")[0], 200)
        self.assertEqual(server.stop(), 0)

    def test_closed_standard_streams_leak_nothing_into_files(self):
        for closed in (">&-", "2>&-", "<&-", ">&- 2>&- <&-"):
            data = self.folder / f"data{len(closed)}{closed[0]}"
            address = free_address()
            process = subprocess.Popen(
                ["/bin/sh", "-c", f'exec "$0" serve --data "$1" --listen "$2" {closed}',
                 str(BINARY), str(data), address], stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, env=clean_environment())
            self.addCleanup(process.kill)
            deadline = time.monotonic() + PATIENCE
            while not stat.S_ISSOCK((data / "walkie.sock").stat().st_mode
                                    if (data / "walkie.sock").exists() else 0):
                self.assertLess(time.monotonic(), deadline)
                self.assertIsNone(process.poll(), closed)
            # The link is printed after the socket is there: until somebody can sign in with it.
            while self.can_answer(address) is False:
                self.assertLess(time.monotonic(), deadline)
            process.terminate()
            process.wait(PATIENCE)
            self.assertEqual((data / "walkie.lock").read_text(), f"{process.pid}\n", closed)
            for path in data.iterdir():
                if path.is_file():
                    self.assertNotIn(b"/agent/setup#", path.read_bytes(), f"{closed} {path}")

    @staticmethod
    def can_answer(address):
        connection = http.client.HTTPConnection(address, timeout=PATIENCE)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


if __name__ == "__main__":
    unittest.main()
