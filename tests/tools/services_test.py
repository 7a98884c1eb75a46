"""scripts/setup.sh installs packages that bring a service without starting it. Real apt, dpkg and
init scripts, on copies of /etc, /usr and /var that are gone afterwards."""
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import textwrap
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds that apt may take on a busy machine
NAME = "walkie-probe"

# The service writes down that it was started, and Debian's way of starting it is in the package.
INIT = f"""#!/bin/sh
### BEGIN INIT INFO
# Provides:          {NAME}
# Required-Start:
# Required-Stop:
# Default-Start:     2 3 4 5
# Default-Stop:      0 1 6
# Short-Description: says that it was started
### END INIT INFO
[ "$1" != start ] || touch /var/started
"""
POSTINST = f"""#!/bin/sh
set -e
update-rc.d {NAME} defaults >/dev/null
[ ! -e /var/slow ] || {{ touch /var/waiting; sleep 60; }}
invoke-rc.d {NAME} start
"""
# Whatever the tests do to the machine is done to copies.
NAMESPACE = r"""
set -e
mount --make-rprivate /
mount -t tmpfs none "$COPIES"
for each in etc usr var; do
  mkdir "$COPIES/$each" "$COPIES/$each.work"
  mount -t overlay overlay -o "lowerdir=/$each,upperdir=$COPIES/$each,workdir=$COPIES/$each.work" \
    "/$each"
done
rm -rf /etc/apt/sources.list /etc/apt/sources.list.d /usr/sbin/policy-rc.d
printf '#!/bin/sh\necho N 2\n' >/usr/sbin/runlevel  # a machine that runs, as after a boot
chmod 755 /usr/sbin/runlevel
echo "deb [trusted=yes] file:$REPOSITORY ./" >/etc/apt/sources.list
root=$ROOT
. "$ROOT/scripts/steps.sh"
. <(sed "s/^readonly packages_with_service=.*/readonly packages_with_service=(walkie-probe)/" \
  "$ROOT/scripts/setup.sh")
"""


def can_copy():
    """Root, with namespaces, overlays and Debian's tools for packages."""
    if os.geteuid() != 0 or not all(map(shutil.which, ("dpkg-deb", "dpkg-scanpackages",
                                                       "invoke-rc.d"))):
        return False
    with tempfile.TemporaryDirectory() as folder:
        tried = (f"mount -t tmpfs none {folder} && mkdir {folder}/u {folder}/w && mount -t overlay"
                 f" overlay -o lowerdir=/etc,upperdir={folder}/u,workdir={folder}/w /etc")
        return subprocess.run(["unshare", "-m", "sh", "-c", tried], check=False,
                              stderr=subprocess.DEVNULL).returncode == 0


@unittest.skipUnless(can_copy(), "needs root, mount namespaces, overlays and dpkg-dev")
class ServicesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.repository = pathlib.Path(tempfile.mkdtemp(prefix="walkie-repository-"))
        cls.addClassCleanup(shutil.rmtree, cls.repository)
        cls.repository.chmod(0o755)
        package = cls.repository / "package"
        for name, text in (("DEBIAN/control", f"Package: {NAME}\nVersion: 1\nArchitecture: all\n"
                            "Maintainer: nobody <nobody@example.org>\nDescription: a service\n"),
                           ("DEBIAN/postinst", POSTINST), (f"etc/init.d/{NAME}", INIT)):
            path = package / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            path.chmod(0o644 if name.endswith("control") else 0o755)
        subprocess.run(["dpkg-deb", "--build", str(package), str(cls.repository)], check=True,
                       stdout=subprocess.DEVNULL)
        shutil.rmtree(package)
        index = subprocess.run(["dpkg-scanpackages", "."], cwd=cls.repository, check=True,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        (cls.repository / "Packages").write_bytes(index)

    def begin(self, script):
        copies = tempfile.mkdtemp(prefix="walkie-copies-")
        self.addCleanup(shutil.rmtree, copies)
        return subprocess.Popen(
            ["unshare", "-m", "bash", "-c", NAMESPACE + textwrap.dedent(script)], cwd=ROOT,
            env={**os.environ, "COPIES": copies, "REPOSITORY": str(self.repository),
                 "ROOT": str(ROOT)},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True)

    def says(self, script):
        """The last word of what the script prints; every step of it has to succeed."""
        process = self.begin(script)
        output, _ = process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, 0, output)
        return output.split()[-1]

    def test_a_package_starts_its_service_when_nobody_holds_it(self):
        self.assertEqual(self.says(f"""
            apt-get update >/dev/null && apt-get install --yes {NAME}
            [ -e /var/started ] && echo started
        """), "started")

    def test_install_packages_starts_nothing_now_or_at_the_next_boot(self):
        self.assertEqual(self.says(f"""
            install_packages {NAME}
            dpkg-query -W -f '${{db:Status-Status}}\n' {NAME} | grep -qx installed
            [ ! -e /var/started ]
            [ ! -e /usr/sbin/policy-rc.d ]
            [ "$(readlink /etc/systemd/system/{NAME}.service)" = /dev/null ]
            ! ls /etc/rc[2-5].d/S??{NAME} 2>/dev/null
            echo held
        """), "held")

    def test_a_policy_that_is_there_stays_as_it_is(self):
        self.assertEqual(self.says(f"""
            printf '#!/bin/sh\nexit 101 # mine\n' >/usr/sbin/policy-rc.d
            chmod 755 /usr/sbin/policy-rc.d
            install_packages {NAME}
            [ ! -e /var/started ]
            grep -o mine /usr/sbin/policy-rc.d
        """), "mine")

    def test_an_installation_that_fails_leaves_no_policy(self):
        self.assertEqual(self.says(f"""
            bounded() {{ shift; "$@"; }} # once is enough
            ! (install_packages {NAME} walkie-no-such-package)
            [ ! -e /usr/sbin/policy-rc.d ] && echo gone
        """), "gone")

    def test_an_interrupted_installation_leaves_no_policy(self):
        process = self.begin(f"""
            set -m # so that the installation is a group of processes, as for Ctrl-C
            touch /var/slow
            (install_packages {NAME}) &
            until [ -e /var/waiting ]; do sleep 0.1; done
            [ -e /usr/sbin/policy-rc.d ]
            kill -INT -- -$!
            wait $! || true
            [ ! -e /usr/sbin/policy-rc.d ] && echo gone
        """)
        try:
            output, _ = process.communicate(timeout=PATIENCE)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
        self.assertEqual(output.split()[-1], "gone", output)


if __name__ == "__main__":
    unittest.main()
