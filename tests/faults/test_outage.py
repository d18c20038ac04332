"""The database goes away, and comes back: posters are told to wait, nothing accepted is lost, nothing is said twice, and every daemon finds
its way back by itself. On a PostgreSQL cluster of the test's own, crashed again and again while facts are posted and judged in real time."""
import datetime, http.client, json, os, random, shutil, signal, subprocess, sys, tempfile, threading, time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "../support"), os.path.join(HERE, "../interop")]
import zmq
from post_and_listen import Listener, Poster, connect, read_key
from system import DAEMONS, ROOT, Failure, System, Tap, event

LANDLORD = "quickmere"
LIMIT = 2 * 3600  # as the pack has it, in seconds
# How long the database is away each time. Posts are held for 5 s before they are told to come back.
OUTAGES = [0.0, 7.0, 1.0, 2.5, 0.0]
CALM = 1.2
STOP_WITHIN = 1.0


def text(at):
    return datetime.datetime.fromtimestamp(at, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Cluster:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="redress-outage-")
        os.chmod(self.folder, 0o755)
        self.do("postgres_start")
        os.environ["REDRESS_TEST_PGHOST"] = self.do("postgres_socket")
        os.environ["REDRESS_TEST_PGPORT"] = "5432"

    def do(self, function):
        done = subprocess.run(["sh", "-c", '. deploy/lib/postgres.sh; %s "$1"' % function, "sh", self.folder + "/postgres"], cwd=ROOT,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            raise Failure("%s: %s%s" % (function, done.stdout, done.stderr))
        return done.stdout.strip()

    def start(self):
        self.do("postgres_start")

    def crash(self):
        self.do("postgres_crash")

    def processes(self):
        """The postmaster and its children."""
        with open(self.do("postgres_place") + "/data/postmaster.pid") as file:
            first = int(file.readline())
        children = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open("/proc/%s/stat" % pid) as file:
                    parent = int(file.read().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            if parent == first:
                children.append(int(pid))
        return [first] + children

    def close(self):
        self.do("postgres_crash")
        place, socket = self.do("postgres_place"), self.do("postgres_socket")
        for folder in (self.folder, place, socket):
            shutil.rmtree(folder, ignore_errors=True)


class Facts:
    """Complaints that are missed within seconds, and answers to some of those that were taken."""

    def __init__(self, name):
        self.name, self.chance, self.count, self.cases = name, random.Random(name), 0, []

    def next(self):
        self.count += 1
        id = "%s-%d" % (self.name, self.count)
        if self.cases and self.chance.random() < 0.3:
            return event("ResponseIssued", text(time.time()), {"stage": 1, "outcome": "upheld"}, id, landlord=LANDLORD,
                         subject=self.cases.pop(0))
        received = time.time() - LIMIT + self.chance.uniform(-1, 3)
        return event("ContactReceived", text(received), {"nature": "complaint", "words": "w", "customer": {"ref": "C-" + id, "name": "A. Person"}},
                     id, landlord=LANDLORD)

    def opened(self, fact, result):
        if fact["type"].endswith("ContactReceived"):
            self.cases.append(result["caseRef"])


class Posting(threading.Thread):
    """What was posted and taken: results by id."""

    def __init__(self, system, name):
        super().__init__(daemon=True)
        self.system, self.facts, self.over, self.taken, self.wrong, self.failure = system, Facts(name), threading.Event(), {}, [], None

    def note(self, fact, result):
        if result["status"] not in ("STATUS_ACCEPTED", "STATUS_REPEATED") or fact["id"] in self.taken:
            self.wrong.append(result)
            return
        self.taken[fact["id"]] = result
        self.facts.opened(fact, result)

    def run(self):
        try:
            self.post()
        except Exception as failure:
            self.failure = failure


class HttpPosting(Posting):
    """Posts some facts, and the same again until they are taken; keeps each answer that was no 202."""

    def __init__(self, system, name, batch):
        super().__init__(system, name)
        self.batch, self.put_off, self.slowest = batch, [], 0.0

    def once(self, body, kind):
        connection = http.client.HTTPConnection("127.0.0.1", self.system.ports["http-intake"], timeout=30)
        try:
            connection.request("POST", "/v1/events", body, {"Content-Type": kind, "Authorization": "Bearer " + self.system.token()})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode()
        finally:
            connection.close()

    def post(self):
        while not self.over.is_set():
            facts = [self.facts.next() for _ in range(self.batch)]
            body = json.dumps(facts if self.batch > 1 else facts[0]).encode()
            kind = "application/cloudevents%s+json" % ("-batch" if self.batch > 1 else "")
            while True:
                began = time.time()
                status, headers, answer = self.once(body, kind)
                self.slowest = max(self.slowest, time.time() - began)
                if status == 202:
                    break
                self.put_off.append((status, headers, answer))
                time.sleep(0.1)
            decoded = json.loads(answer)
            for fact, result in zip(facts, decoded["results"] if self.batch > 1 else [decoded]):
                self.note(fact, result)
            time.sleep(0.04)


class ZmqPosting(Posting):
    """Facts over ZeroMQ, whether or not those before it are answered."""

    def post(self):
        context, keys, sent = zmq.Context(), self.system.folder + "/keys/", {}
        poster = Poster(connect(context, "tcp://127.0.0.1:%d" % self.system.ports["commands"], read_key(keys + LANDLORD + ".key"),
                                read_key(keys + "server.key.pub")), [])
        while not self.over.is_set() or poster.bodies:
            if not self.over.is_set() and len(poster.bodies) < 400:
                fact = self.facts.next()
                sent[fact["id"]] = fact
                poster.bodies.append(json.dumps(fact).encode())
                poster.pump()
            poster.tick()
            if poster.socket.poll(20):
                poster.hear(poster.socket.recv_multipart())
            for result in poster.results:
                self.note(sent[result["id"]], result)
            poster.results.clear()
        context.destroy(linger=0)


class Consumer(threading.Thread):
    """Hears every alert, once."""

    def __init__(self, system):
        super().__init__(daemon=True)
        self.system, self.over, self.alerts = system, threading.Event(), []

    def run(self):
        context, keys = zmq.Context(), self.system.folder + "/keys/"
        listener = Listener(connect(context, "tcp://127.0.0.1:%d" % self.system.ports["alerts"],
                                    read_key(keys + LANDLORD + "-consumer.key"), read_key(keys + "server.key.pub")), 1)
        while not self.over.is_set():
            listener.tick()
            if listener.socket.poll(50):
                heard = listener.hear(listener.socket.recv_multipart())
                if heard is not None:
                    self.alerts.append(json.loads(heard)["redressalert"])
        context.destroy(linger=0)


class Outage:
    def __init__(self, cluster, system, tap):
        self.cluster, self.system, self.tap = cluster, system, tap

    def health(self):
        """{daemon: (livez status, readyz status, what readyz says of the database)}"""
        found = {}
        for daemon in DAEMONS:
            status, page = self.system.get(daemon, "/readyz", None)
            found[daemon] = (self.system.get(daemon, "/livez", None)[0], status, json.loads(page)["parts"].get("database"))
        return found

    def wait_ready(self):
        for daemon in DAEMONS:
            self.system.wait_ready(daemon, 30)

    def away(self, seconds):
        """The database is away for so long; how the daemons say they were when it came back."""
        self.cluster.crash()
        time.sleep(seconds)
        health = self.health()
        self.cluster.start()
        return health

    def go_through(self, postings):
        healths = []
        for seconds in OUTAGES:
            time.sleep(CALM)
            health = self.away(seconds)
            began = time.time()
            self.wait_ready()
            healths.append((seconds, health, time.time() - began))
        time.sleep(CALM)
        for posting in postings:
            posting.over.set()
        for posting in postings:
            posting.join(60)
        return healths

    def check_health(self, healths):
        alive = all(live == 200 for _, health, _ in healths for live, _, _ in health.values())
        self.tap.check("every daemon was alive all the time", alive, healths)
        for daemon in DAEMONS:
            said = [health[daemon] for seconds, health, _ in healths if seconds > 2]
            self.tap.check("%s is not ready without the database, and says why" % daemon,
                           all(ready == 503 and "PostgreSQL" in (why or "") for _, ready, why in said), said)
        slowest = max(took for _, _, took in healths)
        self.tap.check("all were ready again %.1f s after it was back, at most" % slowest, slowest < 8, healths)

    def check_put_off(self, postings):
        """Who posts over HTTP is told to wait."""
        put_off = [each for posting in postings if isinstance(posting, HttpPosting) for each in posting.put_off]
        self.tap.check("posters got a 503 in the meantime: %d times" % len(put_off), put_off and all(status == 503 for status, _, _ in put_off),
                       put_off[:3])
        self.tap.check("each with Retry-After, and a problem that says why",
                       all(headers.get("Retry-After", "").isdigit() and json.loads(answer)["status"] == 503 and json.loads(answer)["detail"]
                           for _, headers, answer in put_off), put_off[:3])
        slowest = max(posting.slowest for posting in postings if isinstance(posting, HttpPosting))
        self.tap.check("no post waited longer for its answer than %.1f s" % slowest, slowest < 10, slowest)

    def check_taken(self, postings):
        taken = {id: result for posting in postings for id, result in posting.taken.items()}
        self.tap.check("what was posted was all taken in the end: %d facts" % len(taken), len(taken) == sum(p.facts.count for p in postings) and
                       all(posting.taken for posting in postings) and not any(posting.failure or posting.is_alive() for posting in postings),
                       [(posting.name, posting.facts.count, len(posting.taken), posting.failure) for posting in postings])
        self.tap.check("nothing was refused", not any(posting.wrong for posting in postings), [posting.wrong[:2] for posting in postings])
        there = {row[0]: row for row in self.system.sql("SELECT id, position, case_ref FROM event_log WHERE speaker = 'intake' AND source = 'housing'")}
        lost = [id for id, result in taken.items() if id not in there]
        self.tap.check("nothing taken was lost", not lost, lost[:5])
        other = [(result, there[id]) for id, result in taken.items() if id in there and
                 (str(result["position"]) != there[id][1] or result.get("caseRef", "") != there[id][2])]
        self.tap.check("each stands where its poster was told", not other, other[:3])
        self.tap.check("and nothing else is there", len(there) == len(taken), (len(there), len(taken)))

    def check_said(self, name, consumer):
        """Nothing twice, nothing missing, nothing wrong."""
        self.system.settle(60)
        twice = self.system.sql("SELECT speaker, source, id, count(*) FROM event_log GROUP BY landlord_id, speaker, source, id HAVING count(*) > 1")
        self.tap.check("%s: nothing is in the log twice" % name, not twice, twice[:5])
        missed = self.system.sql("SELECT count(*) FROM event_log WHERE type = 'redress.v1.ClockMissed'")[0][0]
        self.tap.check("%s: the judges had work: %s misses" % (name, missed), int(missed) > 500, missed)
        for words in (["verify", "--database"], ["replay"]):
            done = self.system.ctl(*words, check=False)
            self.tap.check("%s: redressctl %s is content" % (name, words[0]), done.returncode == 0, done.stdout + done.stderr)
        wanted = sorted(row[0] for row in self.system.sql("SELECT id FROM event_log WHERE type = 'redress.v1.MessageQueued'"))
        end = time.time() + 15
        while len(consumer.alerts) < len(wanted) and time.time() < end:
            time.sleep(0.05)
        self.tap.check("%s: the consumer heard each of %d alerts, once" % (name, len(wanted)), sorted(consumer.alerts) == wanted,
                       (len(consumer.alerts), len(wanted)))

    def check_logs(self):
        """An outage needs nobody to look into the log."""
        alarms = []
        for daemon in DAEMONS:
            with open("%s/%s.log" % (self.system.folder, daemon)) as file:
                alarms += [line for line in file if json.loads(line)["level"] == "alarm"]
        self.tap.check("no daemon raised an alarm", not alarms, "".join(alarms[:5]))

    def check_stop(self, name):
        for daemon, (status, seconds) in self.system.stop().items():
            self.tap.check("%s: %s ends by SIGTERM after %.2f s" % (name, daemon, seconds), status == 0 and seconds < STOP_WITHIN, (
                status, seconds, self.system.log(daemon)))

    def start_without(self):
        """Daemons started while the database is away are alive, and get ready when it comes."""
        failures = []

        def start(daemon):
            try:
                self.system.start(daemon, wait=30)
            except Exception as failure:
                failures.append(failure)

        threads = [threading.Thread(target=start, args=(daemon,)) for daemon in DAEMONS]
        for thread in threads:
            thread.start()
        time.sleep(1.5)
        health = self.health()
        self.cluster.start()
        for thread in threads:
            thread.join()
        self.tap.check("started without the database all are alive, not ready, and ready once it is there", not failures and
                       all(live == 200 and ready == 503 and "PostgreSQL" in why for live, ready, why in health.values()), (failures, health))

    def freeze(self):
        """The server stands still, with posts under way, instead of being gone."""
        frozen = self.cluster.processes()
        posting = HttpPosting(self.system, "frozen", 1)
        try:
            for pid in frozen:
                os.kill(pid, signal.SIGSTOP)
            posting.start()
            time.sleep(0.7)
            self.check_stop("with a database that stands still")
        finally:
            for pid in frozen:
                os.kill(pid, signal.SIGCONT)
        posting.over.set()
        posting.join(10)


def run(cluster, system, tap):
    outage = Outage(cluster, system, tap)
    system.start()
    system.ctl("put-in-force", "--landlord", LANDLORD, "--policy", HERE + "/packs/%s.yaml" % LANDLORD)
    consumer = Consumer(system)
    postings = [HttpPosting(system, "one", 1), HttpPosting(system, "some", 7), HttpPosting(system, "many", 40), ZmqPosting(system, "zmq")]
    for thread in [consumer, *postings]:
        thread.start()
    healths = outage.go_through(postings)
    outage.check_health(healths)
    outage.check_put_off(postings)
    outage.check_taken(postings)
    # The last complaints are missed within seconds.
    time.sleep(3.5)
    outage.check_said("after %d outages" % len(OUTAGES), consumer)
    outage.check_logs()
    cluster.crash()
    time.sleep(1.0)
    outage.check_stop("without the database")
    outage.start_without()
    outage.freeze()
    outage.system.start()
    outage.check_said("at the end", consumer)
    consumer.over.set()
    consumer.join()


def main():
    # So that the cluster is stopped, whatever ends this.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))
    tap, cluster = Tap(), Cluster()
    try:
        with System(sys.argv[1], landlord=LANDLORD) as system:
            try:
                run(cluster, system, tap)
            finally:
                cluster.start()
    finally:
        cluster.close()
    return tap.end()


sys.exit(main())
