"""A network namespace with one link to here, whose packets can be dropped without a word."""
import os
import subprocess


def run(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


class Namespace:
    """`refusal` says why this machine does not allow one. 198.18.0.0/15 is for tests of networks
    (RFC 2544) and no machine's own; nothing leaves the link."""

    def __init__(self):
        self.name = f"walkie{os.getpid()}"
        net = f"198.18.{os.getpid() % 256}"
        self.inside, outside = f"{net}.2", f"{net}.1"
        self.refusal, self.ours = None, False
        if f"inet {net}." in run("ip", "address").stdout:
            self.refusal = f"{net}.0 is in use"
            return
        here, there = f"wk{os.getpid()}a", f"wk{os.getpid()}b"
        self.ours = True
        for command in (("ip", "netns", "add", self.name),
                        ("ip", "link", "add", here, "type", "veth", "peer", "name", there,
                         "netns", self.name),
                        ("ip", "addr", "add", f"{outside}/30", "dev", here),
                        ("ip", "link", "set", here, "up"),
                        self.command("ip", "addr", "add", f"{self.inside}/30", "dev", there),
                        self.command("ip", "link", "set", there, "up"),
                        self.command("ip", "link", "set", "lo", "up"),
                        self.command("iptables", "-w", "-L", "-n")):
            try:
                done = run(*command)
            except FileNotFoundError as missing:
                self.refusal = str(missing)
                return
            if done.returncode:
                self.refusal = f"{' '.join(command)}: {done.stdout.strip()}"
                return

    def command(self, *command):
        return "ip", "netns", "exec", self.name, *command

    def drop(self, client_port, up=True, down=True):
        """From now on packets of this client's connection vanish: up to the server, down to it."""
        for wanted, chain, side in ((up, "INPUT", "--sport"), (down, "OUTPUT", "--dport")):
            if wanted:
                done = run(*self.command("iptables", "-w", "-A", chain, "-p", "tcp", side,
                                         str(client_port), "-j", "DROP"))
                assert done.returncode == 0, done.stdout

    def end(self):
        """The link goes with its end inside."""
        if self.ours and run("ip", "netns", "del", self.name).returncode == 0:
            run("ip", "link", "del", f"wk{os.getpid()}a")
