"""TLS of `walkie serve` over certificates made here: versions, ciphers, resumption, reload, and
HTTPS and WSS from end to end."""
import http.client
import json
import pathlib
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import unittest

from wire import (BINARY, FIN, KEY, PATIENCE, PING, PONG, Case, Program, accept_for, cases, frame,
                  free_port)


def make_certificate(folder, name, kind):
    algorithm = {"ec": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"],
                 "rsa": ["-newkey", "rsa:2048"]}[kind]
    subprocess.run(["openssl", "req", "-x509", *algorithm, "-nodes", "-days", "2", "-subj", f"/CN={name}",
                    "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / "key.pem",
                    "-out", folder / "certificate.pem"], check=True, stderr=subprocess.PIPE)


class TlsTest(Case):
    KIND = "ec"

    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="walkie-tls-")
        cls.folder = pathlib.Path(cls.temporary.name)
        make_certificate(cls.folder, "first", cls.KIND)
        cls.program = Program(
            [BINARY, "serve", "--data", cls.folder / "data", "--listen", f"127.0.0.1:{free_port()}"],
            {"WALKIE_TLS_CERTIFICATE": str(cls.folder / "certificate.pem"),
             "WALKIE_TLS_KEY": str(cls.folder / "key.pem")})

    @classmethod
    def tearDownClass(cls):
        cls.program.stop()
        cls.temporary.cleanup()

    def context(self, lowest=ssl.TLSVersion.TLSv1_2, highest=ssl.TLSVersion.TLSv1_3, ciphers=None):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(self.folder / "certificate.pem")
        context.set_ciphers(ciphers or "ALL:@SECLEVEL=0")
        context.minimum_version, context.maximum_version = lowest, highest
        return context

    def secure(self, context, session=None):
        plain = socket.create_connection(("127.0.0.1", self.program.port), PATIENCE)
        self.addCleanup(plain.close)
        secured = context.wrap_socket(plain, server_hostname="127.0.0.1", session=session)
        self.addCleanup(secured.close)
        return secured

    def get(self, secured, path="/healthz"):
        secured.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        answer = http.client.HTTPResponse(secured)
        answer.begin()
        return answer.status, answer.headers, answer.read()

    @cases(("1_2", ssl.TLSVersion.TLSv1_2, "TLSv1.2"), ("1_3", ssl.TLSVersion.TLSv1_3, "TLSv1.3"))
    def test_version_is_spoken(self, version, name):
        secured = self.secure(self.context(version, version))
        self.assertEqual(secured.version(), name)
        self.assertEqual(self.get(secured)[0], 200)

    def test_the_newest_is_chosen(self):
        self.assertEqual(self.secure(self.context()).version(), "TLSv1.3")

    @cases(("1_0", ssl.TLSVersion.TLSv1), ("1_1", ssl.TLSVersion.TLSv1_1))
    def test_older_versions_are_refused(self, version):
        with self.assertRaises((ssl.SSLError, ConnectionError)):
            self.secure(self.context(version, version))

    @cases("AES128-GCM-SHA256", "AES256-SHA", "ECDHE-{kind}-AES128-SHA", "ECDHE-{kind}-AES256-SHA384",
           "DHE-RSA-AES128-GCM-SHA256", "ECDHE-{kind}-AES128-SHA256", "NULL")
    def test_no_cipher_without_aead_and_ecdhe(self, cipher):
        kind = "ECDSA" if self.KIND == "ec" else "RSA"
        context = self.context(highest=ssl.TLSVersion.TLSv1_2,
                               ciphers=cipher.format(kind=kind) + ":@SECLEVEL=0")
        with self.assertRaises((ssl.SSLError, ConnectionError)):
            self.secure(context)

    @cases("ECDHE-{kind}-AES128-GCM-SHA256", "ECDHE-{kind}-AES256-GCM-SHA384",
           "ECDHE-{kind}-CHACHA20-POLY1305")
    def test_aead_and_ecdhe(self, cipher):
        cipher = cipher.format(kind="ECDSA" if self.KIND == "ec" else "RSA")
        secured = self.secure(self.context(highest=ssl.TLSVersion.TLSv1_2, ciphers=cipher))
        self.assertEqual(secured.cipher()[0], cipher)
        self.assertEqual(self.get(secured)[0], 200)

    @cases(("1_2", ssl.TLSVersion.TLSv1_2), ("1_3", ssl.TLSVersion.TLSv1_3))
    def test_sessions_are_resumed(self, version):
        context = self.context(version, version)
        first = self.secure(context)
        self.assertFalse(first.session_reused)
        self.get(first)  # with 1.3 the ticket comes behind the handshake
        second = self.secure(context, first.session)
        self.assertTrue(second.session_reused)
        self.assertEqual(self.get(second)[0], 200)

    def test_plain_http_on_the_port_ends(self):
        with socket.create_connection(("127.0.0.1", self.program.port), PATIENCE) as plain:
            plain.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            received = b""
            try:
                while piece := plain.recv(4096):
                    received += piece
            except ConnectionResetError:
                pass
            self.assertNotIn(b"HTTP/1.1 200", received)

    @cases(1, 100)
    def test_a_large_answer_is_whole(self, count):
        secured = self.secure(self.context())
        lengths = {len(self.get(secured, "/openapi.json")[2]) for _ in range(count)}
        self.assertEqual(len(lengths), 1)
        self.assertGreater(min(lengths), 10_000)

    def test_hsts_and_secure_cookies(self):
        status, headers, _ = self.get(self.secure(self.context()), "/demo")
        self.assertEqual(status, 200)
        self.assertIn("max-age=", headers["Strict-Transport-Security"])
        answer = self.post("/visitors", {})
        self.assertIn("secure", answer.headers["Set-Cookie"].lower())

    def post(self, path, body, headers=None):
        connection = http.client.HTTPSConnection("127.0.0.1", self.program.port, timeout=PATIENCE,
                                                 context=self.context())
        self.addCleanup(connection.close)
        connection.request("POST", path, json.dumps(body),
                           {"Content-Type": "application/json", **(headers or {})})
        answer = connection.getresponse()
        answer.decoded = json.loads(answer.read())
        self.assertEqual(answer.status, 201, answer.decoded)
        return answer

    def test_wss_carries_a_message(self):
        token = self.post("/visitors", {}).decoded["token"]
        secured = self.secure(self.context())
        secured.sendall((f"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:{self.program.port}\r\nUpgrade: websocket\r\n"
                         "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                         f"Sec-WebSocket-Protocol: walkie.v1, walkie.token.{token}\r\n"
                         f"Sec-WebSocket-Key: {KEY}\r\n\r\n").encode() + frame(FIN | PING, "over TLS"))
        received = b""
        pong = bytes([FIN | PONG, 8]) + b"over TLS"
        while pong not in received:
            piece = secured.recv(4096)
            self.assertTrue(piece, received)
            received += piece
        self.assertIn(b"101 Switching", received)
        self.assertIn(accept_for(KEY).encode(), received)
        self.assertIn(b'"ready"', received)

    def name_presented(self):
        """The common name in the certificate that a new connection sees."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(self.folder / "certificate.pem")
        try:
            return dict(pair[0] for pair in self.secure(context).getpeercert()["subject"])["commonName"]
        except ssl.SSLCertVerificationError:
            return None  # another one than the file has

    def test_sighup_takes_a_new_certificate_and_keeps_connections(self):
        before = self.secure(self.context())
        self.assertEqual(self.get(before)[0], 200)
        make_certificate(self.folder, "renewed", self.KIND)
        self.assertIsNone(self.name_presented())
        self.program.process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + PATIENCE
        while self.name_presented() != "renewed":
            self.assertLess(time.monotonic(), deadline, "the old certificate stayed")
        self.assertEqual(self.get(before)[0], 200)

    def test_sighup_with_a_broken_file_keeps_the_old_certificate(self):
        good = (self.folder / "certificate.pem").read_text()
        context = self.context()
        (self.folder / "certificate.pem").write_text("no certificate")
        self.program.process.send_signal(signal.SIGHUP)
        try:
            for _ in range(20):
                self.assertEqual(self.get(self.secure(context))[0], 200)
        finally:
            (self.folder / "certificate.pem").write_text(good)
        self.assertIsNone(self.program.process.poll())


class RsaTest(TlsTest):
    """The same with an RSA key."""
    KIND = "rsa"


if __name__ == "__main__":
    unittest.main()
