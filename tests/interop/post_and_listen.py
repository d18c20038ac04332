#!/usr/bin/python3
"""Post CloudEvents to Redress over ZeroMQ and print the alerts that come of them.

    post_and_listen.py --key my.key --server-key redress.pub \\
        --intake tcp://127.0.0.1:7440 --alerts tcp://127.0.0.1:7442 contact.json

FILE holds one CloudEvent, a JSON array of them, or one a line; "-" is standard input. Results of posting go to standard
error, alerts to standard output, one a line. Exit 0: all was accepted, and as many alerts came as --count asks for; 1:
not; 2: usage. The protocol is proto/asyncapi.yaml. Needs python3-zmq.
"""

import argparse
import json
import struct
import sys
import time

import zmq

VERSION = b"redress/1"
SILENCE = 2.0


def number(value):
    return struct.pack(">Q", value)


def read_number(frame):
    return struct.unpack(">Q", frame)[0]


def read_key(path):
    with open(path, "rb") as file:
        return file.readline().strip()


def connect(context, endpoint, secret, server_key):
    socket = context.socket(zmq.DEALER)
    socket.setsockopt(zmq.LINGER, 0)
    socket.setsockopt(zmq.IMMEDIATE, 1)
    socket.setsockopt(zmq.IPV6, 1)
    socket.curve_secretkey = secret
    socket.curve_publickey = zmq.curve_public(secret)
    socket.curve_serverkey = server_key
    socket.connect(endpoint)
    return socket


def say(socket, *frames):
    """False when nobody is connected just now."""
    try:
        socket.send_multipart([VERSION, *frames], zmq.DONTWAIT)
        return True
    except zmq.Again:
        return False


class Poster:
    """Numbers bodies from 1, keeps within the credit, and begins again after silence."""

    def __init__(self, socket, bodies):
        self.socket = socket
        self.bodies = bodies  # not yet answered
        self.results = []
        self.greeted = False
        self.sent = self.limit = self.answered = 0
        self.quiet = 0.0  # when the server was last heard, or silence last noticed
        self.probed = False

    def hello(self):
        self.greeted = self.probed = False
        self.sent = self.limit = self.answered = 0
        self.quiet = time.monotonic()
        if not say(self.socket, b"HELLO", number(0), b""):
            self.quiet -= SILENCE - 0.1

    def pump(self):
        waiting = self.answered + len(self.bodies)
        while self.greeted and self.sent < min(self.limit, waiting):
            body = self.bodies[self.sent - self.answered]
            if not say(self.socket, b"POST", number(self.sent + 1), body):
                break
            self.sent += 1

    def tick(self):
        if not self.bodies or time.monotonic() - self.quiet < SILENCE:
            return
        if self.greeted and not self.probed and self.sent > self.answered:
            self.probed = True
            self.quiet = time.monotonic()
            say(self.socket, b"POST", number(self.answered + 1), self.bodies[0])
        else:
            self.hello()

    def hear(self, frames):
        _, word, durable, limit, body = frames
        answer = json.loads(body)
        if word == b"ERROR":
            self.hear_error(answer)
            return
        if not self.greeted:
            if word != b"CREDIT" or read_number(durable) != 0:
                return  # an answer to what was said before HELLO
            self.greeted = True
        self.quiet = time.monotonic()
        self.probed = False
        for result in answer["results"]:
            if result["seq"] == self.answered + 1:
                self.results += result["events"]
                self.bodies.pop(0)
                self.answered += 1
        self.limit = max(self.limit, read_number(limit))
        self.pump()

    def hear_error(self, answer):
        if answer["code"] == "hello":
            self.hello()
        elif answer["code"] == "gap":
            self.sent = max(self.answered, answer["expected"] - 1)
            self.pump()
        elif answer["code"] not in ("credit", "crowded"):
            sys.exit(f"refused: {answer['error']} ({answer['code']})")


class Listener:
    """Every alert from a position on, each once and in order."""

    CREDIT = 256

    def __init__(self, socket, start):
        self.socket = socket
        self.next = start
        self.listening = False
        self.received = self.limit = 0
        self.quiet = time.monotonic()

    def tick(self):
        if not self.listening:
            self.received, self.limit = 0, self.CREDIT
            self.listening = say(self.socket, b"LISTEN", number(self.next), number(self.limit))
        elif time.monotonic() - self.quiet >= SILENCE:
            self.quiet = time.monotonic()
            self.more()

    def more(self):
        self.limit = self.received + self.CREDIT
        say(self.socket, b"MORE", number(self.limit))

    def hear(self, frames):
        """The alert, if it is one and new."""
        self.quiet = time.monotonic()
        if frames[1] == b"ERROR":
            answer = json.loads(frames[2])
            if answer["code"] != "listen":
                sys.exit(f"refused: {answer['error']} ({answer['code']})")
            self.listening = False
            return None
        position = read_number(frames[2])
        if frames[1] == b"END":
            self.next = max(self.next, position)
            return None
        self.received += 1
        if self.received + self.CREDIT // 2 >= self.limit:
            self.more()
        if position < self.next:
            return None
        self.next = position + 1
        return frames[3]


def read_bodies(paths):
    """What to POST: each event by itself."""
    for path in paths:
        with sys.stdin.buffer if path == "-" else open(path, "rb") as file:
            text = file.read()
        try:
            found = json.loads(text)
        except ValueError:
            found = [json.loads(line) for line in text.splitlines() if line.strip()]
        for event in found if isinstance(found, list) else [found]:
            yield json.dumps(event, ensure_ascii=False).encode()


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--key", required=True, help="file with our secret key")
    parser.add_argument("--server-key", required=True, help="file with Redress's public key")
    parser.add_argument("--intake", help="where to post")
    parser.add_argument("--alerts", help="where to listen")
    parser.add_argument("--from", dest="start", type=int, default=1, help="first position to listen from")
    parser.add_argument("--count", type=int, default=0, help="alerts to wait for; 0: listen until --seconds are over")
    parser.add_argument("--seconds", type=float, default=30.0, help="when to give up")
    parser.add_argument("files", nargs="*", metavar="FILE")
    arguments = parser.parse_args()
    if arguments.files and not arguments.intake:
        parser.error("--intake is needed to post")
    return arguments


def run(arguments, bodies):
    context = zmq.Context()
    keys = read_key(arguments.key), read_key(arguments.server_key)
    posts, heard = len(bodies), 0
    poller, poster, listener = zmq.Poller(), None, None
    if bodies:
        poster = Poster(connect(context, arguments.intake, *keys), bodies)
        poller.register(poster.socket, zmq.POLLIN)
    if arguments.alerts:
        listener = Listener(connect(context, arguments.alerts, *keys), arguments.start)
        poller.register(listener.socket, zmq.POLLIN)
    end = time.monotonic() + arguments.seconds
    while time.monotonic() < end:
        if not bodies and (not listener or (arguments.count and heard >= arguments.count)):
            break
        if poster:
            poster.tick()
        if listener:
            listener.tick()
        ready = dict(poller.poll(50))
        if poster and poster.socket in ready:
            poster.hear(poster.socket.recv_multipart())
        if listener and listener.socket in ready:
            alert = listener.hear(listener.socket.recv_multipart())
            if alert is not None:
                heard += 1
                print(alert.decode(), flush=True)
    results = poster.results if poster else []
    for result in results:
        print(json.dumps(result, ensure_ascii=False), file=sys.stderr)
    context.destroy(linger=0)
    accepted = sum(result.get("status") in ("STATUS_ACCEPTED", "STATUS_REPEATED") for result in results)
    if accepted < posts:
        print(f"{accepted} of {posts} posts accepted", file=sys.stderr)
    return 0 if accepted == posts and heard >= arguments.count else 1


def main():
    arguments = parse_arguments()
    sys.exit(run(arguments, list(read_bodies(arguments.files))))


if __name__ == "__main__":
    main()
