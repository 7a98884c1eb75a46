"""The unit of docs/operating/install.md, as text, and what its sandbox means for a backup. The server runs in
mount namespaces like those that systemd would make, the command outside of them."""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import unittest

from process import BINARY, PATIENCE, ROOT, ProcessTest, clean_environment, free_address, run


def unit():
    """The directives of [Service] in the page's unit, name → value."""
    page = (ROOT / "docs/operating/install.md").read_text(encoding="utf-8")
    text = re.search(r"```ini\n# /etc/systemd/system/walkie\.service\n(.*?)```", page, re.S)[1]
    service = text.split("[Service]")[1].split("\n[")[0]
    return dict(re.findall(r"^(\w+)=(.*)$", service, re.M))


def can_unshare():
    return os.geteuid() == 0 and subprocess.run(["unshare", "-m", "true"], check=False,
                                                stderr=subprocess.DEVNULL).returncode == 0


# systemd.exec(5): strict makes the whole file system read-only but /dev, /proc, /sys and the state
# directory; PrivateTmp gives /tmp and /var/tmp of its own.
SANDBOX = r"""
set -e
mount --make-rprivate /
mount --bind "$STATE" "$STATE"
[ -z "$PRIVATE_TMP" ] || { mount -t tmpfs none /tmp; mount -t tmpfs none /var/tmp; }
if [ -n "$STRICT" ]; then
  mount --bind / / 2>/dev/null || true
  for point in $(awk '{print $2}' /proc/self/mounts | sort -u); do
    case $point in /proc*|/sys*|/dev*|"$STATE"|/tmp|/var/tmp) ;;
    *) mount -o remount,bind,ro "$point" 2>/dev/null || true ;; esac
  done
fi
exec "$@"
"""


@unittest.skipUnless(can_unshare(), "needs root and mount namespaces")
class ServiceTest(ProcessTest):
    def setUp(self):
        super().setUp()
        # Below /var, as StateDirectory= is; /tmp is another one for the server.
        self.state = pathlib.Path(f"/var/lib/walkie-test-{os.getpid()}-{id(self)}")
        self.state.mkdir(mode=0o700)
        self.addCleanup(shutil.rmtree, self.state, True)
        self.binary = self.state / "walkie"  # where both can see it
        shutil.copy(BINARY, self.binary)

    def start_as_service(self):
        said = unit()
        self.assertEqual(said["StateDirectory"], "walkie")
        command = said["ExecStart"].split()
        self.assertEqual(command[:2], ["/usr/local/bin/walkie", "serve"])
        address = free_address()
        arguments = [str(self.binary), "serve", "--data", str(self.state), "--listen", address]
        environment = {"STATE": str(self.state), "STRICT": "1" * (said["ProtectSystem"] == "strict"),
                       "PRIVATE_TMP": "1" * (said["PrivateTmp"] == "yes")}
        process = subprocess.Popen(["unshare", "-m", "/bin/sh", "-c", SANDBOX, "sh", *arguments],
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                   env=clean_environment(environment))
        self.addCleanup(lambda: (process.kill(), process.wait(PATIENCE), process.stdout.close()))
        for line in process.stdout:
            if line.startswith("listening on"):
                return process
        self.fail("the service did not start")

    def assert_whole(self, copy):
        self.assertTrue(copy.exists(), "the caller has the file")
        data = self.folder / f"from {copy.parent.name}"
        done = run("restore", "--data", data, "--from", copy)
        self.assertEqual(done.returncode, 0, done.stderr)
        listed = run("admin", "list-agents", "--data", data)
        self.assertIn("ana@example.com", listed.stdout, listed.stderr)

    def test_a_backup_lands_where_the_caller_wants_it(self):
        process = self.start_as_service()
        # The sandbox is real: what the caller sees in /tmp, the server does not.
        self.assertFalse(pathlib.Path(f"/proc/{process.pid}/root{self.folder}").exists())
        made = run("admin", "create-agent", "--data", self.state, "--email", "ana@example.com",
                   "--name", "Ana", stdin="correct horse battery\n")
        self.assertEqual(made.returncode, 0, made.stderr)
        home = pathlib.Path(f"/var/backups/walkie-test-{os.getpid()}-{id(self)}")
        home.mkdir(parents=True)
        self.addCleanup(shutil.rmtree, home, True)
        for place in (home, self.folder, self.state):
            copy = place / "copy.db"
            done = run("backup", "--data", self.state, "--to", copy)
            self.assertEqual(done.returncode, 0, f"{place}: {done.stderr}")
            self.assert_whole(copy)
            self.assertEqual(copy.stat().st_mode & 0o777, 0o600)
        self.assertEqual(list(self.state.glob("backups/*.part")), [], "and nothing is left behind")

    def test_a_place_that_cannot_be_written_is_said(self):
        self.start_as_service()
        for place, word in ((self.folder / "missing" / "copy.db", "No such file"),
                            (self.folder, "exists already")):
            self.assert_refused(run("backup", "--data", self.state, "--to", place), word)
        self.assertEqual(list(self.state.glob("backups/*")), [])


class BackupTest(ProcessTest):
    def test_a_relative_path_is_the_callers(self):
        self.serve()
        done = run("backup", "--data", self.data, "--to", "copy.db", cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue((self.folder / "copy.db").exists())

    def test_nothing_is_written_over(self):
        precious = self.folder / "precious"
        precious.write_text("precious")
        for start in (self.prepared, self.serve):
            start()
            done = run("backup", "--data", self.data, "--to", precious)
            self.assert_refused(done, "exists already")
            self.assertEqual(precious.read_text(), "precious")

    def test_copies_that_nobody_took_are_gone_after_a_start(self):
        server = self.serve()
        left = self.data / "backups" / "taken-0123456789abcdef.part"
        left.parent.mkdir(exist_ok=True)
        left.write_text("left")
        server.stop(signal.SIGKILL)
        self.serve()
        self.assertFalse(left.exists())


if __name__ == "__main__":
    unittest.main()
