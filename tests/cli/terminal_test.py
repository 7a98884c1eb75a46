"""What is typed at a terminal: a password is asked for twice and never shown."""
import os
import pty
import select
import signal
import termios
import time
import unittest

from process import BINARY, PATIENCE, ProcessTest, clean_environment

PASSWORD = "correct horse battery"


class TerminalTest(ProcessTest):
    def start(self):
        pid, terminal = pty.fork()
        if pid == 0:
            os.execve(BINARY, [str(BINARY), "admin", "create-agent", "--data", str(self.data),
                               "--email", "ana@example.com", "--name", "Ana"], clean_environment())
        self.addCleanup(os.close, terminal)
        return pid, terminal

    def read_until(self, terminal, text):
        """What the terminal shows, up to `text`; to its end when that is None."""
        shown, deadline = "", time.monotonic() + PATIENCE
        while text is None or text not in shown:
            self.assertLess(time.monotonic(), deadline, shown)
            if not select.select([terminal], [], [], 0.2)[0]:
                continue
            try:
                block = os.read(terminal, 4096).decode()
            except OSError:  # the other end is closed
                block = ""
            if not block:
                break
            shown += block
        return shown

    def answer(self, first, second):
        pid, terminal = self.start()
        shown = self.read_until(terminal, "password: ")
        os.write(terminal, first.encode() + b"\n")
        shown += self.read_until(terminal, "repeat the password: ")
        os.write(terminal, second.encode() + b"\n")
        shown += self.read_until(terminal, None)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown

    def test_the_password_is_not_shown(self):
        code, shown = self.answer(PASSWORD, PASSWORD)
        self.assertEqual(code, 0, shown)
        self.assertIn("created agent Ana", shown)
        self.assertNotIn(PASSWORD, shown)

    def test_two_that_differ_change_nothing(self):
        code, shown = self.answer(PASSWORD, PASSWORD + "x")
        self.assertEqual(code, 1, shown)
        self.assertIn("differ", shown)
        self.assertFalse(self.data.exists())

    def test_an_interrupt_leaves_the_terminal_as_it_was(self):
        pid, terminal = self.start()
        self.read_until(terminal, "password: ")
        self.assertFalse(termios.tcgetattr(terminal)[3] & termios.ECHO)
        os.kill(pid, signal.SIGINT)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), -signal.SIGINT)
        self.assertTrue(termios.tcgetattr(terminal)[3] & termios.ECHO)


if __name__ == "__main__":
    unittest.main()
