"""A start that cannot succeed: one clear line, exit code 1, nothing touched."""
import os
import shutil
import socket
import sqlite3
import subprocess
import unittest

from process import BINARY, ProcessTest, contents, database_in, free_address, run


class RefuseTest(ProcessTest):
    def serve_once(self, address=None, **options):
        return run("serve", "--data", self.data, "--listen", address or free_address(), **options)

    def test_port_taken(self):
        before = self.prepared()
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            address = f"127.0.0.1:{taken.getsockname()[1]}"
            self.assert_refused(self.serve_once(address), address)
        self.assertEqual(contents(self.data), before)

    def test_an_address_that_is_none(self):
        self.assert_refused(self.serve_once("nowhere"), "listen")
        self.assertFalse(self.data.exists() and contents(self.data))

    def test_a_folder_below_a_file(self):
        (self.folder / "file").write_text("a file")
        self.data = self.folder / "file" / "data"
        self.assert_refused(self.serve_once(), str(self.data))

    @unittest.skipUnless(os.geteuid() == 0, "only root can become a user who may not write")
    def test_a_folder_that_is_not_writable(self):
        before = self.prepared()
        self.folder.chmod(0o755)
        self.data.chmod(0o555)
        binary = self.folder / "walkie"  # where that user can run it
        shutil.copy2(BINARY, binary)
        done = self.serve_once(binary=binary, user=65534, group=65534, extra_groups=[],
                               cwd=self.folder)
        self.assert_refused(done, str(self.data))
        self.assertEqual(contents(self.data), before)

    def test_a_second_process_on_the_same_data(self):
        first = self.serve()
        self.assert_refused(self.serve_once(), str(self.data))
        self.assertEqual(first.request("GET", "/healthz")[0], 200)
        self.assertEqual(first.stop(), 0)

    def test_a_schema_newer_than_the_binary(self):
        self.prepared()
        database = sqlite3.connect(database_in(self.data))
        database.execute("PRAGMA user_version = 99999")
        database.commit()
        database.close()
        before = contents(self.data)
        self.assert_refused(self.serve_once(), "newer")
        self.assertEqual(contents(self.data), before)

    def test_a_file_that_is_no_database(self):
        self.prepared()
        database_in(self.data).write_bytes(b"this is no database\n" * 500)
        before = contents(self.data)
        self.assert_refused(self.serve_once(), "damaged")
        self.assertEqual(contents(self.data), before)

    def test_a_database_cut_in_the_middle(self):
        self.prepared()
        path = database_in(self.data)
        os.truncate(path, path.stat().st_size // 2)
        before = contents(self.data)
        self.assert_refused(self.serve_once(), "damaged")
        self.assertEqual(contents(self.data), before)

    def test_a_database_whose_schema_is_overwritten(self):
        self.prepared()
        path = database_in(self.data)
        with open(path, "r+b") as file:
            file.seek(100)  # behind the header, which stays sound
            file.write(b"\xff" * 3996)
        before = contents(self.data)
        self.assert_refused(self.serve_once(), "damaged")
        self.assertEqual(contents(self.data), before)

    def test_an_unknown_setting(self):
        self.data.mkdir()
        (self.data / "walkie.toml").write_text("[limits]\nmesages_per_second = 3\n")
        before = contents(self.data)
        self.assert_refused(self.serve_once(), "mesages_per_second")
        self.assertEqual(contents(self.data), before)

    def test_an_unknown_variable(self):
        unknown = {"WALKIE_LIMITS_NOSUCH": "1"}
        self.assert_refused(self.serve_once(environment=unknown), "WALKIE_LIMITS_NOSUCH")
        self.assert_refused(run("check-config", environment=unknown), "WALKIE_LIMITS_NOSUCH")

    def test_a_variable_that_may_be_somebody_elses_is_named(self):
        server = self.serve(environment={"WALKIE_PORT_8080_TCP": "tcp://10.0.0.1:8080",
                                         "WALKIE_LIMITS_CONVERSATIONS_PER_HOUR": "7"})
        self.assertEqual(server.stop(), 0)
        named = [line for line in server.lines if "variable=" in line]
        self.assertEqual(len(named), 1, server.lines)
        self.assertIn("WALKIE_PORT_8080_TCP", named[0])

    def test_a_file_that_is_no_toml(self):
        self.data.mkdir()
        (self.data / "walkie.toml").write_text("[limits\n")
        self.assert_refused(self.serve_once(), "walkie.toml")

    def test_a_value_of_the_wrong_type(self):
        self.assert_refused(
            self.serve_once(environment={"WALKIE_LIMITS_CONVERSATIONS_PER_HOUR": "many"}), "many")

    def test_a_command_that_is_none(self):
        for words in (["dance"], ["admin", "dance"], ["dance", "--data", "x"]):
            done = run(*words)
            self.assertNotIn(done.returncode, (0, 1))
            self.assertIn("unknown command dance", done.stderr)
            self.assertIn("--help", done.stderr)

    def test_help_as_a_word(self):
        self.assertEqual(run("help").stdout, run("--help").stdout)
        self.assertEqual(run("admin", "help").stdout, run("admin", "--help").stdout)
        self.assertEqual(run("help").returncode, 0)

    def test_output_that_nobody_reads(self):
        """A closed pipe on standard output is no reason to crash."""
        done = subprocess.run(f"{BINARY} --help | true; exit ${{PIPESTATUS[0]}}", shell=True,
                              executable="/bin/bash", timeout=20)
        self.assertIn(done.returncode, (0, 141))


if __name__ == "__main__":
    unittest.main()
