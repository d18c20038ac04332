"""The whole of Redress for a test: five daemons of a build, on databases and ports of their own. Python 3, stdlib only.

    with System(bin) as system:           # a server in REDRESS_TEST_PGHOST (tests/run starts one)
        system.start()
        system.put_in_force()
        answer = system.post([event, ...])
        system.settle()                    # every judge has passed all that is posted
        events = system.events()
"""
import json, os, random, shutil, signal, socket, subprocess, sys, tempfile, time, urllib.error, urllib.request

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
DAEMONS = ["intake", "routing", "sla", "notification", "reporting"]
LANDLORD = "livin"
OPERATOR_SOURCE = "redressctl"


class Failure(Exception):
    pass


def free_ports(count):
    """Ports that nobody listens on, below those given to outgoing connections, so that none of them takes one before a daemon does."""
    sockets, choose = [], random.SystemRandom()
    while len(sockets) < count:
        each = socket.socket()
        try:
            each.bind(("127.0.0.1", choose.randrange(12000, 30000)))
            sockets.append(each)
        except OSError:
            each.close()
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def event(kind, time, data, id, source="housing", landlord=LANDLORD, subject=None):
    made = {"specversion": "1.0", "type": "redress.v1." + kind, "source": source, "id": id, "time": time,
            "landlord": landlord, "data": data}
    if subject:
        made["subject"] = subject
    return made


def policy_of(landlord):
    """The landlord's pack: one of those that come with Redress, or a made-up one of the scenarios."""
    packs = [folder + "/" + landlord + ".yaml" for folder in (ROOT + "/deploy/policies", ROOT + "/tests/scenarios/made-up/packs")]
    return next((pack for pack in packs if os.path.exists(pack)), packs[0])


class System:
    """`wrap` goes before each daemon's command line: ["valgrind", ...]. `env` is added to their environment."""

    def __init__(self, bin, landlord=LANDLORD, source="*", wrap=(), env=None, daemons=DAEMONS):
        self.bin, self.landlord, self.wrap, self.daemons = os.path.abspath(bin), landlord, list(wrap), list(daemons)
        self.folder = tempfile.mkdtemp(prefix="redress-system-")
        self.host = os.environ.get("REDRESS_TEST_PGHOST")
        self.port = os.environ.get("REDRESS_TEST_PGPORT", "5432")
        if not self.host:
            raise Failure("REDRESS_TEST_PGHOST is not set: run this by `sh tests/run`")
        self.name = "system_%d_%s" % (os.getpid(), os.path.basename(self.folder).rsplit("-", 1)[1].lower())
        self.running, self.ports = {}, {}
        for database in (self.name, self.name + "_keys"):
            self.sql('CREATE DATABASE "%s"' % database, "postgres")
        names = ["http-" + d for d in DAEMONS] + ["bus-" + d for d in DAEMONS] + ["commands", "alerts"]
        self.ports = dict(zip(names, free_ports(len(names))))
        self.environment = dict(os.environ, **(env or {}))
        self.environment.update({
            "REDRESS_DEPLOY_DIR": ROOT + "/deploy",
            "REDRESS_KEYS_DIR": self.folder + "/keys",
            "REDRESS_MASTER_KEY_FILE": self.folder + "/keys/master.key",
            "REDRESS_COMMANDS_KEY": self.folder + "/keys/server.key",
            "REDRESS_ALERTS_KEY": self.folder + "/keys/server.key",
            "REDRESS_COMMANDS": "tcp://127.0.0.1:%d" % self.ports["commands"],
            "REDRESS_ALERTS": "tcp://127.0.0.1:%d" % self.ports["alerts"],
            "REDRESS_INTAKE_URL": "http://127.0.0.1:%d" % self.ports["http-intake"],
            "REDRESS_REPORTING_URL": "http://127.0.0.1:%d" % self.ports["http-reporting"],
        })
        for daemon in DAEMONS:
            self.environment["REDRESS_LISTEN_" + daemon.upper()] = "127.0.0.1:%d" % self.ports["http-" + daemon]
            self.environment["REDRESS_BUS_" + daemon.upper()] = "tcp://127.0.0.1:%d" % self.ports["bus-" + daemon]
        self.ctl("setup", "--landlord", landlord, "--source", source, "--logins", user="postgres")

    # -- the database

    def conninfo(self, user, keys=False):
        return "host=%s port=%s dbname=%s user=%s" % (self.host, self.port, self.name + ("_keys" if keys else ""), user)

    def sql(self, text, database=None):
        """Rows of fields, as texts."""
        done = subprocess.run(["psql", "-qXAt", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-h", self.host, "-p", self.port, "-U",
                               "postgres", "-d", database or self.name, "-c", text], capture_output=True, text=True)
        if done.returncode:
            raise Failure("%s: %s" % (text, done.stderr))
        return [line.split("\t") for line in done.stdout.splitlines()]

    # -- processes

    def environment_of(self, user):
        return dict(self.environment, REDRESS_DATABASE=self.conninfo(user), REDRESS_KEYS_DATABASE=self.conninfo(user, True))

    def ctl(self, *words, user="redress-operator", check=True, stdin=None, timeout=300):
        done = subprocess.run([self.bin + "/redressctl", *words], env=self.environment_of(user), capture_output=True,
                              text=True, input=stdin, timeout=timeout)
        if check and done.returncode:
            raise Failure("redressctl %s: exit %d\n%s%s" % (" ".join(words), done.returncode, done.stdout, done.stderr))
        return done

    def start(self, *daemons, wait=60):
        for daemon in daemons or self.daemons:
            log = open("%s/%s.log" % (self.folder, daemon), "ab")
            self.running[daemon] = subprocess.Popen(
                [*self.wrap, "%s/redress-%s" % (self.bin, daemon)], stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                env=self.environment_of("redress-" + daemon))
            log.close()
        for daemon in daemons or self.daemons:
            self.wait_ready(daemon, wait)

    def wait_ready(self, daemon, seconds=60):
        end = time.time() + seconds
        while time.time() < end:
            if self.running[daemon].poll() is not None:
                raise Failure("%s ended with %d\n%s" % (daemon, self.running[daemon].returncode, self.log(daemon)))
            try:
                if self.get(daemon, "/readyz", token=None)[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.02)
        raise Failure("%s is not ready after %d s\n%s" % (daemon, seconds, self.log(daemon)))

    def log(self, daemon, last=15):
        with open("%s/%s.log" % (self.folder, daemon), errors="replace") as file:
            return "".join(file.readlines()[-last:])

    def kill(self, daemon, how=signal.SIGKILL):
        process = self.running.pop(daemon)
        process.send_signal(how)
        return process.wait(timeout=120)

    def stop(self):
        """{daemon: (exit status, seconds it took)}"""
        began, ended = time.time(), {}
        for process in self.running.values():
            process.terminate()
        for daemon, process in self.running.items():
            ended[daemon] = (process.wait(timeout=120), time.time() - began)
        self.running = {}
        return ended

    def close(self):
        for process in self.running.values():
            process.kill()
            process.wait()
        self.running = {}
        for database in (self.name, self.name + "_keys"):
            self.sql('DROP DATABASE IF EXISTS "%s" WITH (FORCE)' % database, "postgres")
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None:
            for daemon in self.daemons:
                try:
                    print("--- %s\n%s" % (daemon, self.log(daemon)), file=sys.stderr)
                except OSError:
                    pass
        self.close()

    # -- HTTP

    def token(self, who=None):
        with open("%s/keys/%s.bearer" % (self.folder, who or self.landlord)) as file:
            return file.read().strip()

    def request(self, daemon, path, body=None, kind=None, token="", method=None, timeout=60):
        """(status, text); token "" is the landlord's, None is none."""
        headers = {}
        if token is not None:
            headers["Authorization"] = "Bearer " + (token or self.token())
        if kind:
            headers["Content-Type"] = kind
        asked = urllib.request.Request("http://127.0.0.1:%d%s" % (self.ports["http-" + daemon], path), data=body,
                                       headers=headers, method=method)
        try:
            with urllib.request.urlopen(asked, timeout=timeout) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def get(self, daemon, path, token=""):
        return self.request(daemon, path, token=token)

    def post(self, events, token="", timeout=60):
        """(status, decoded answer). A list goes as a batch."""
        batch = isinstance(events, list)
        kind = "application/cloudevents-batch+json" if batch else "application/cloudevents+json"
        status, text = self.request("intake", "/v1/events", json.dumps(events).encode(), kind, token, timeout=timeout)
        return status, json.loads(text) if text else None

    def must_post(self, events, token=""):
        """Results of the events, all of which must be accepted."""
        results = []
        events = events if isinstance(events, list) else [events]
        for start in range(0, len(events), 400):
            status, answer = self.post(events[start:start + 400], token)
            if status != 202:
                raise Failure("posting: %d %s" % (status, json.dumps(answer)[:2000]))
            results += answer["results"]
        return results

    def operate(self, kind, at, data, id):
        return self.must_post(event(kind, at, data, id, source=OPERATOR_SOURCE, landlord="operator"), self.token("operator"))

    def advance(self, to):
        """Virtual time is `to`, an RFC 3339 text."""
        return self.operate("TimeAdvanced", to, {"to": to}, "time/" + to)

    def add_landlord(self, landlord, source="*"):
        """Another landlord, with a key of its own: token(landlord)."""
        self.ctl("setup", "--landlord", landlord, "--source", source, user="postgres")

    def put_in_force(self, start=None, landlords=()):
        """The calendars and the policy, or those of several landlords; on virtual time from `start` if given."""
        if start:
            self.advance(start)
        for landlord in landlords or (self.landlord,):
            self.ctl("put-in-force", "--landlord", landlord, "--policy", policy_of(landlord),
                     "--calendars", ROOT + "/deploy/calendars")

    def progress(self):
        status, text = self.get("intake", "/v1/progress", self.token("operator"))
        if status != 200:
            raise Failure("progress: %d %s" % (status, text))
        return json.loads(text)

    def settle(self, seconds=120):
        """Waits until every running judge has passed the newest root there is now."""
        last = int(self.sql("SELECT coalesce(max(position), 0) FROM event_log WHERE cause = position")[0][0])
        cursors = {"routing": "routing", "sla": "sla", "notification": "notification", "reporting": "reporting"}
        end = time.time() + seconds
        while time.time() < end:
            behind = [row[0] for row in self.sql("SELECT daemon FROM cursor WHERE through < %d" % last)
                      if cursors.get(row[0]) in self.running]
            if not behind:
                return last
            time.sleep(0.02)
        raise Failure("%s did not pass position %d in %d s" % (", ".join(behind), last, seconds))

    def export(self):
        """The log as CloudEvents, in order of position."""
        status, events, start = 200, [], 1
        while True:
            status, text = self.get("reporting", "/v1/events?from=%d&max=1000" % start, self.token("operator"))
            if status != 200:
                raise Failure("events: %d %s" % (status, text))
            lines = [json.loads(line) for line in text.splitlines()]
            if not lines:
                return events
            events += lines
            start = int(lines[-1]["redressposition"]) + 1


class Tap:
    """Prints a line for each check; its exit status says whether all held."""

    def __init__(self):
        self.count = self.failed = 0

    def check(self, name, holds, detail=""):
        self.count += 1
        self.failed += not holds
        print(("ok %d - %s" if holds else "not ok %d - %s") % (self.count, name))
        if not holds and detail:
            print("".join("# %s\n" % line for line in str(detail).splitlines()), end="")
        sys.stdout.flush()
        return holds

    def skip(self, name, why):
        self.count += 1
        print("ok %d - %s # SKIP %s" % (self.count, name, why))

    def end(self):
        print("1..%d" % self.count)
        return 1 if self.failed else 0
