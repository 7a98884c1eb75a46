"""walkie restore: what is no backup is refused by a sentence that names the file, and nothing is
changed; what is one is taken."""
import os
import pathlib
import shutil
import sqlite3
import unittest

from process import ProcessTest, contents, run


class RestoreTest(ProcessTest):
    def setUp(self):
        super().setUp()
        self.prepared()
        self.copy = self.folder / "copy.db"
        done = run("backup", "--data", self.data, "--to", self.copy)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.file = self.folder / "candidate.db"

    def restore(self, data=None):
        return run("restore", "--data", data or self.data, "--from", self.file)

    def assert_no_backup(self, *words):
        """Also where there is no folder yet: none is made."""
        before = contents(self.data)
        self.assert_refused(self.restore(), str(self.file), *words)
        self.assertEqual(contents(self.data), before)
        self.assertFalse((self.data / "restore").exists())
        fresh = self.folder / "fresh"
        self.assert_refused(self.restore(fresh), str(self.file), *words)
        self.assertFalse(fresh.exists())

    def changed(self, sql):
        shutil.copy(self.copy, self.file)
        database = sqlite3.connect(self.file)
        database.executescript(sql)
        database.close()

    def test_files_that_are_no_database(self):
        for bytes_, word in ((b"", "empty"), (b"hello", "no database"),
                             (b"SQLite format 3\0", "no database"), (b"x" * 8192, "no database")):
            with self.subTest(word=word, size=len(bytes_)):
                self.file.write_bytes(bytes_)
                self.assert_no_backup(word)

    def test_no_plain_file(self):
        self.assert_no_backup("No such file")
        self.file.mkdir()
        self.assert_no_backup("no plain file")
        self.file.rmdir()
        os.mkfifo(self.file)
        self.assert_no_backup("no plain file")

    def test_databases_of_other_programs(self):
        for sql in ("CREATE TABLE t(x)", "VACUUM",
                    "CREATE TABLE agents(x); PRAGMA user_version = 3",
                    "CREATE TABLE agents(x); PRAGMA application_id = 1466002539"):
            with self.subTest(sql=sql):
                self.file.unlink(missing_ok=True)
                database = sqlite3.connect(self.file)
                database.executescript(sql)
                database.close()
                self.assert_no_backup("not a database of Walkie")

    def test_every_table_is_needed(self):
        database = sqlite3.connect(self.copy)
        tables = [name for (name,) in database.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
        database.close()
        self.assertIn("agents", tables)
        for table in tables:
            with self.subTest(table=table):
                self.changed(f"PRAGMA foreign_keys = OFF; DROP TABLE {table}")
                self.assert_no_backup("damaged", table, "nothing was changed")

    def test_every_column_that_is_used_is_needed(self):
        self.changed("ALTER TABLE agents RENAME COLUMN email TO mail")
        self.assert_no_backup("damaged", "email", "nothing was changed")

    def test_a_schema_of_tomorrow(self):
        self.changed("PRAGMA user_version = 9999")
        self.assert_no_backup("schema 9999", "newer Walkie")

    def test_damaged_pages(self):
        raw = self.copy.read_bytes()
        for cut in (raw[:len(raw) // 2], raw[:100] + b"\xff" * 3996 + raw[4096:]):
            self.file.write_bytes(cut)
            self.assert_no_backup("damaged", "nothing was changed")

    def test_an_old_schema_without_a_table(self):
        """A migration that cannot run says so of the file."""
        self.changed("PRAGMA foreign_keys = OFF; DROP TABLE messages; PRAGMA user_version = 1")
        self.assert_no_backup("nothing was changed")

    def test_a_backup_is_taken(self):
        shutil.copy(self.copy, self.file)
        for data in (self.data, self.folder / "fresh"):
            done = self.restore(data)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(pathlib.Path(data / "walkie.db").stat().st_mode & 0o777, 0o600)
            self.assertEqual(run("admin", "list-inboxes", "--data", data).stdout, "1\tWebsite\n")

    def test_serve_refuses_the_same_databases(self):
        self.changed("PRAGMA foreign_keys = OFF; DROP TABLE agents")
        shutil.copy(self.file, self.data / "walkie.db")
        before = contents(self.data)
        done = run("serve", "--data", self.data, "--listen", "127.0.0.1:0")
        self.assert_refused(done, "walkie.db is damaged", "agents", "backup")
        self.assertEqual(contents(self.data), before)
        other = self.folder / "other"
        other.mkdir(mode=0o700)
        database = sqlite3.connect(other / "walkie.db")
        database.executescript("CREATE TABLE t(x)")
        database.close()
        before = contents(other)
        done = run("serve", "--data", other, "--listen", "127.0.0.1:0")
        self.assert_refused(done, "another program")
        self.assertEqual(contents(other), before)


if __name__ == "__main__":
    unittest.main()
