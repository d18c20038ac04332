"""The Python client against the real sockets: test_post_and_listen.py ECHO-PROGRAM"""

import json
import os
import subprocess
import sys
import tempfile
import unittest

CLIENT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "post_and_listen.py")
ECHO = sys.argv.pop(1)


def event(number, **more):
    return {"specversion": "1.0", "type": "redress.v1.ContactReceived", "source": "python", "id": str(number), **more}


class PostAndListen(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.echo = subprocess.Popen([ECHO, self.folder.name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.intake, self.alerts = self.echo.stdout.readline().split()

    def tearDown(self):
        self.echo.stdin.close()
        self.echo.wait()
        self.echo.stdout.close()
        self.folder.cleanup()

    def run_client(self, who, *arguments, given=None, seconds=20):
        command = ["/usr/bin/python3", CLIENT, "--key", os.path.join(self.folder.name, who)]
        command += ["--server-key", os.path.join(self.folder.name, "server.pub"), "--seconds", str(seconds)]
        done = subprocess.run([*command, *arguments], input=given, capture_output=True, text=True, check=False)
        return done, [json.loads(line) for line in done.stdout.splitlines()]

    def test_posts_and_hears_its_own(self):
        sent = [event(number, data={"text": "Wände feucht"}) for number in range(700)]
        lines = "\n".join(json.dumps(one) for one in sent)
        done, heard = self.run_client(
            "alice", "--intake", self.intake, "--alerts", self.alerts, "--count", "700", "-", given=lines
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(heard, sent)
        self.assertEqual(done.stderr.count("STATUS_ACCEPTED"), 700)

        done, heard = self.run_client("alice", "--alerts", self.alerts, "--from", "651", "--count", "50")
        self.assertEqual((done.returncode, heard), (0, sent[650:]))

        done, heard = self.run_client("bob", "--alerts", self.alerts, seconds=1.5)
        self.assertEqual((done.returncode, heard), (0, []))

    def test_stranger_gets_nothing(self):
        done, heard = self.run_client(
            "stranger", "--intake", self.intake, "--alerts", self.alerts, "-", given=json.dumps(event(1)), seconds=2
        )
        self.assertEqual((done.returncode, heard), (1, []))
        self.assertIn("0 of 1 posts accepted", done.stderr)

    def test_too_large_is_told(self):
        large = json.dumps([event(1), event(2, data={"text": "x" * 65536})])
        done, _ = self.run_client("alice", "--intake", self.intake, "-", given=large, seconds=5)
        self.assertEqual(done.returncode, 1)
        self.assertIn("larger than 64 KiB (body)", done.stderr)

    def test_usage(self):
        self.assertEqual(self.run_client("alice", "some.json")[0].returncode, 2)


if __name__ == "__main__":
    unittest.main()
