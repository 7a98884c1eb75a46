"""What root's commands leave in another user's folder: that user's server starts on it."""
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import unittest

from process import BINARY, PATIENCE, ProcessTest, clean_environment, free_address, run

PASSWORD = "correct horse battery\n"


@unittest.skipUnless(os.geteuid() == 0, "only root can work on another user's folder")
class OwnerTest(ProcessTest):
    def setUp(self):
        super().setUp()
        self.user = pwd.getpwnam("nobody")
        self.folder.chmod(0o755)
        self.binary = self.folder / "walkie"  # where that user can run it
        shutil.copy2(BINARY, self.binary)
        self.home = self.folder / "home"
        self.data = self.home / "data"
        self.home.mkdir()
        self.data.mkdir(mode=0o700)
        os.chown(self.home, self.user.pw_uid, self.user.pw_gid)
        os.chown(self.data, self.user.pw_uid, self.user.pw_gid)
        self.secret = self.folder / "secret"  # root's alone
        self.secret.mkdir(mode=0o700)

    def as_owner(self, *arguments):
        process = subprocess.Popen([str(self.binary), *map(str, arguments), "--data", self.data],
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                   user=self.user.pw_uid, group=self.user.pw_gid, extra_groups=[],
                                   cwd="/", env=clean_environment())
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait, PATIENCE)
        self.addCleanup(process.kill)
        return process

    def assert_the_owner_can_serve(self):
        for path in [self.data, *self.data.rglob("*")]:
            self.assertEqual(path.lstat().st_uid, self.user.pw_uid, path)
            self.assertEqual(path.lstat().st_gid, self.user.pw_gid, path)
        server = self.as_owner("serve", "--listen", free_address())
        line = server.stdout.readline()
        self.assertTrue(line.startswith("listening on"), line)
        server.send_signal(signal.SIGTERM)
        self.assertEqual(server.wait(PATIENCE), 0)

    def admin(self, *arguments, stdin=""):
        done = run("admin", *arguments, "--data", self.data, stdin=stdin)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def create_agent(self):
        self.admin("create-agent", "--email", "ana@example.com", "--name", "Ana", stdin=PASSWORD)

    def test_commands_before_the_first_start(self):
        self.create_agent()
        self.admin("list-agents")
        self.assert_the_owner_can_serve()

    def test_commands_between_two_starts(self):
        self.assert_the_owner_can_serve()
        self.create_agent()
        self.assert_the_owner_can_serve()

    def test_a_backup_and_a_restore_of_files_that_only_root_reads(self):
        self.create_agent()
        copy = self.secret / "copy.db"
        done = run("backup", "--data", self.data, "--to", copy)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(copy.stat().st_mode & 0o777, 0o600)
        self.assertEqual(list(self.data.glob("backups/*.part")), [])
        self.assert_the_owner_can_serve()
        for again in range(2):
            done = run("restore", "--data", self.data, "--from", copy)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("ana@example.com", self.admin("list-agents"), again)
            self.assert_the_owner_can_serve()

    def test_a_backup_that_fails_leaves_no_file(self):
        self.create_agent()
        (self.data / "walkie.db").write_bytes(b"x" * 8192)
        copy = self.secret / "copy.db"
        self.assert_refused(run("backup", "--data", self.data, "--to", copy), "damaged")
        self.assertFalse(copy.exists())

    def test_a_restore_into_an_empty_folder(self):
        self.create_agent()
        copy = self.secret / "copy.db"
        self.assertEqual(run("backup", "--data", self.data, "--to", copy).returncode, 0)
        shutil.rmtree(self.data)
        self.data.mkdir(mode=0o700)
        os.chown(self.data, self.user.pw_uid, self.user.pw_gid)
        done = run("restore", "--data", self.data, "--from", copy)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assert_the_owner_can_serve()

    def test_a_running_server_of_the_owner(self):
        server = self.as_owner("serve", "--listen", free_address())
        self.assertTrue(server.stdout.readline().startswith("listening on"))
        self.create_agent()
        copy = pathlib.Path(self.secret / "online.db")
        done = run("backup", "--data", self.data, "--to", copy)
        self.assertEqual(done.returncode, 0, done.stderr)
        server.send_signal(signal.SIGTERM)
        self.assertEqual(server.wait(PATIENCE), 0)
        self.assert_the_owner_can_serve()


if __name__ == "__main__":
    unittest.main()
