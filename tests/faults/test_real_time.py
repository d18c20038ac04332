"""Real time: what falls due is said at its instant, by a daemon that slept until then; and neither its death nor a second one beside it
changes what is said."""
import datetime, json, os, signal, statistics, subprocess, sys, threading, time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "../support"), os.path.join(HERE, "../interop")]
import zmq
from post_and_listen import Listener, connect, read_key
from system import System, Tap, event, free_ports

LANDLORD = "quickmere"
LIMIT, WARNING, ESCALATION, OPENING = 2 * 3600, 3600, 3600, 5 * 3600  # as the pack has them, in seconds
PROMPT, LATE = 0.25, 1.0
IDLE_SECONDS, IDLE_CPU = 2.0, 0.05


def text(at):
    return datetime.datetime.fromtimestamp(at, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def instant(said):
    return datetime.datetime.fromisoformat(said.replace("Z", "+00:00")).timestamp()


class Consumer(threading.Thread):
    """Hears alerts; says when each came."""

    def __init__(self, system):
        super().__init__(daemon=True)
        self.system, self.over, self.alerts = system, threading.Event(), []
        self.start()

    def run(self):
        keys = self.system.folder + "/keys/"
        context = zmq.Context()
        listener = Listener(connect(context, "tcp://127.0.0.1:%d" % self.system.ports["alerts"],
                                    read_key(keys + LANDLORD + "-consumer.key"), read_key(keys + "server.key.pub")), 1)
        while not self.over.is_set():
            listener.tick()
            if listener.socket.poll(50):
                heard = listener.hear(listener.socket.recv_multipart())
                if heard is not None:
                    self.alerts.append((time.time(), json.loads(heard)))
        context.destroy(linger=0)

    def of(self, kind, cases):
        """[(when it came, alert)] of these cases, in the order heard."""
        return [(at, alert) for at, alert in self.alerts if alert["type"] == "redress.v1." + kind and alert["subject"] in cases]

    def wait(self, kind, cases, until):
        while len(self.of(kind, cases)) < len(cases) and time.time() < until:
            time.sleep(0.01)
        return self.of(kind, cases)

    def close(self):
        self.over.set()
        self.join()


class RealTime:
    def __init__(self, system, tap):
        self.system, self.tap, self.count = system, tap, 0

    def open(self, received):
        """A complaint for each instant it was received at, in that order; their cases."""
        made = []
        for at in received:
            self.count += 1
            made.append(event("ContactReceived", text(at), {"nature": "complaint", "words": "w"}, "c%d" % self.count, landlord=LANDLORD))
        cases = [result["caseRef"] for result in self.system.must_post(made)]
        self.system.settle()
        return cases

    def due_at(self, instants):
        return self.open([at - LIMIT for at in instants])

    def judged(self, kind, cases):
        """[(case, id, occurred)] in order of position."""
        return self.system.sql("SELECT case_ref, id, extract(epoch FROM occurred_at) FROM event_log WHERE type = 'redress.v1.%s' AND case_ref IN (%s) "
                               "ORDER BY position" % (kind, ", ".join("'%s'" % case for case in cases)))

    def check_prompt(self, consumer, kind, before):
        """Alerts of several dues, some tenths of a second apart: how long after its due did each come?"""
        dues = [time.time() + 1.5 + 0.6 * i for i in range(5)]
        cases = self.open([due - before for due in dues])
        heard = consumer.wait(kind, cases, dues[-1] + 5)
        if not self.tap.check("each %s was told, once" % kind, sorted(alert["subject"] for _, alert in heard) == sorted(cases),
                              (cases, [alert["subject"] for _, alert in heard], self.system.log("sla"))):
            return
        late = [at - dues[cases.index(alert["subject"])] for at, alert in heard]
        self.tap.check("none before its instant, half of them %.0f ms after it, at most %.0f ms" %
                       (1000 * statistics.median(late), 1000 * max(late)),
                       min(late) >= 0 and statistics.median(late) <= PROMPT and max(late) <= LATE, late)

    def statements(self):
        """When sla and routing last asked the database anything. (The others look for new keys every few seconds.)"""
        return {user: asked for user, asked in self.system.sql(
            "SELECT usename, max(query_start) FROM pg_stat_activity WHERE datname = '%s' AND usename IN ('redress-sla', 'redress-routing') "
            "GROUP BY 1" % self.system.name)}

    def check_sleep(self, consumer):
        """Something is due soon: until then nobody asks."""
        due = time.time() + IDLE_SECONDS + 2.5
        cases = self.due_at([due])
        # What is said of the new case has reached everybody after a while.
        time.sleep(1.0)
        pid, asked = self.system.running["sla"].pid, self.statements()
        used = cpu_seconds(pid)
        time.sleep(IDLE_SECONDS)
        used, asked_since = cpu_seconds(pid) - used, self.statements()
        self.tap.check("sla used %.0f ms of CPU in %.0f s" % (1000 * used, IDLE_SECONDS), used < IDLE_CPU, used)
        self.tap.check("and neither it nor routing asked the database anything in that time", asked == asked_since and len(asked) == 2,
                       (asked, asked_since))
        heard = consumer.wait("ClockMissed", cases, due + 5)
        self.tap.check("it woke when it was due", len(heard) == 1 and 0 <= heard[0][0] - due <= LATE, (due, heard))

    def check_order(self, consumer):
        """Dues 15 ms apart, posted latest first."""
        first = time.time() + 1.5
        dues = [first + 0.015 * i for i in range(6)]
        cases = self.due_at(reversed(dues))
        wanted = list(reversed(cases))
        heard = [alert["subject"] for _, alert in consumer.wait("ClockMissed", cases, first + 5)]
        rows = self.judged("ClockMissed", cases)
        self.tap.check("dues close to each other are said in order, each at its own instant",
                       [row[0] for row in rows] == wanted and all(abs(float(row[2]) - due) < 2e-6 for row, due in zip(rows, dues)), (dues, rows))
        self.tap.check("and told in that order", heard == wanted, (wanted, heard))

    def check_escalation(self, consumer):
        """Missed before we hear of it: said at once; the step up the line falls due an hour after the miss."""
        due = time.time() + 1.5
        cases = self.open([due - LIMIT - ESCALATION])
        missed = consumer.wait("ClockMissed", cases, due + 5)
        heard = consumer.wait("CaseEscalated", cases, due + 5)
        self.tap.check("a miss told late is said at once, with its true due time",
                       len(missed) == 1 and missed[0][0] < due and abs(instant(missed[0][1]["data"]["dueAt"]) - (due - ESCALATION)) < 2e-6, missed)
        self.tap.check("and the step up the line comes at its own instant", len(heard) == 1 and 0 <= heard[0][0] - due <= LATE, (due, heard))

    def check_answered(self, consumer):
        """What was answered in time falls due in silence."""
        due = time.time() + 1.2
        cases = self.due_at([due, due])
        self.system.must_post(event("ResponseIssued", text(time.time()), {"stage": 1, "outcome": "upheld"}, "answer", subject=cases[0],
                                    landlord=LANDLORD))
        heard = consumer.wait("ClockMissed", cases[1:], due + 5)
        self.system.settle()
        self.tap.check("of two, the one answered in time is not missed", len(heard) == 1 and not self.judged("ClockMissed", cases[:1]), heard)

    def opened(self, cases, until):
        """{case: (stage 2's opening, the start of its clock)}, once all that are wanted are there or the time is over."""
        while True:
            found = [{case: float(at) for case, id, at in self.judged(kind, cases) if part in id}
                     for kind, part in (("StageOpened", "/stage-s2/"), ("ClockStarted", "/second-answer-s2/"))]
            if all(len(each) == len(cases) for each in found) or time.time() > until:
                return {case: (at, found[1].get(case)) for case, at in found[0].items()}
            time.sleep(0.02)

    def check_opening(self):
        """Nothing was agreed in time: routing opens the next stage at its own instant, and sla counts from there."""
        due = time.time() + 1.5
        dues = [due + 0.2 * i for i in range(3)]
        cases = self.open([at - OPENING for at in dues])
        self.system.must_post(event("ResponseIssued", text(time.time()), {"stage": 1, "outcome": "upheld"}, "agreed", subject=cases[0],
                                    landlord=LANDLORD))
        early = self.opened(cases[1:], 0)
        found = self.opened(cases[1:], due + 5)
        prompt = time.time() - dues[-1]
        self.system.settle()
        self.tap.check("a stage opens by itself at its instant, and its clock starts with it; not where an answer was given in time",
                       not early and sorted(found) == sorted(cases[1:]) and not self.opened(cases[:1], 0) and 0 <= prompt <= LATE and
                       all(at is not None and abs(at - dues[cases.index(case)]) < 2e-6 for case in found for at in found[case]),
                       (dues, cases, early, found, prompt))

    def check_opening_in_death(self):
        """routing is dead when the instant comes."""
        due = time.time() + 1.0
        cases = self.open([due - OPENING])
        self.system.kill("routing", signal.SIGKILL)
        died = time.time()
        time.sleep(max(0, due + 0.5 - time.time()))
        early = self.opened(cases, 0)
        self.system.start("routing")
        found = self.opened(cases, time.time() + 5)
        self.tap.check("routing dead at the instant: the stage opens once it lives again, at its true instant",
                       died < due and not early and all(abs(at - due) < 2e-6 for at in found.get(cases[0], (0, 0))), (due, died, early, found))

    def check_death(self, consumer):
        """sla dies before the due, and is started after it."""
        due = time.time() + 1.0
        cases = self.due_at([due])
        self.system.kill("sla", signal.SIGKILL)
        died = time.time()
        time.sleep(max(0, due + 0.7 - time.time()))
        early = self.judged("ClockMissed", cases)
        self.system.start("sla")
        heard = consumer.wait("ClockMissed", cases, time.time() + 5)
        rows = self.judged("ClockMissed", cases)
        self.tap.check("sla dead at the due: the miss is said once it lives again, with its true due time",
                       died < due and not early and len(heard) == 1 and len(rows) == 1 and abs(float(rows[0][2]) - due) < 2e-6 and
                       abs(instant(heard[0][1]["data"]["dueAt"]) - due) < 2e-6, (due, died, early, rows, heard))

    def check_second(self, consumer):
        """A second sla beside the first."""
        http, bus = free_ports(2)
        said = self.system.folder + "/second.log"
        with open(said, "wb") as log:
            second = subprocess.Popen(
                [self.system.bin + "/redress-sla"], stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                env=dict(self.system.environment_of("redress-sla"), REDRESS_LISTEN_SLA="127.0.0.1:%d" % http,
                         REDRESS_BUS_BIND="tcp://127.0.0.1:%d" % bus))
        try:
            end = time.time() + 20
            while b'"started"' not in read(said) and time.time() < end:
                time.sleep(0.02)
            cases, dues = [], []
            for turn in range(3):
                dues.append(time.time() + 1.0)
                cases += self.due_at(dues[-1:])
                consumer.wait("ClockMissed", cases, dues[-1] + 10)
            self.system.settle()
            rows = self.judged("ClockMissed", cases)
            heard = consumer.of("ClockMissed", cases)
            twice = self.system.sql("SELECT id, count(*) FROM event_log WHERE speaker = 'sla' GROUP BY landlord_id, source, id HAVING count(*) > 1")
            self.tap.check("with a second sla each judgement is made once, at its instant", [row[0] for row in rows] == cases and not twice and
                           all(abs(float(row[2]) - due) < 2e-6 for row, due in zip(rows, dues)), (cases, rows, twice))
            self.tap.check("and told once", [alert["subject"] for _, alert in heard] == cases, (cases, heard))
            logs = read(said) + read(self.system.folder + "/sla.log")
            self.tap.check("and the logs say that there are two", b"another instance of this daemon is at work" in logs, logs[-1500:])
            self.tap.check("both are alive", second.poll() is None and self.system.running["sla"].poll() is None)
        finally:
            second.terminate()
            ended = second.wait(timeout=20)
        self.tap.check("the second ends as it should", ended == 0, ended)
        due = time.time() + 1.2
        cases = self.due_at([due])
        heard = consumer.wait("ClockMissed", cases, due + 10)
        self.tap.check("without it all goes on", len(heard) == 1 and 0 <= heard[0][0] - due <= LATE, (due, heard))


def read(path):
    with open(path, "rb") as file:
        return file.read()


def cpu_seconds(pid):
    fields = read("/proc/%d/stat" % pid).decode().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def put_in_force(system):
    system.ctl("put-in-force", "--landlord", LANDLORD, "--policy", HERE + "/packs/%s.yaml" % LANDLORD)


def check_sound(tap, system, name):
    for words in (["verify", "--database"], ["replay"]):
        done = system.ctl(*words, check=False)
        tap.check("%s: redressctl %s is content" % (name, words[0]), done.returncode == 0, done.stdout + done.stderr)


def real_from_the_start(bin, tap):
    with System(bin, landlord=LANDLORD) as system:
        system.start()
        put_in_force(system)
        consumer, real = Consumer(system), RealTime(system, tap)
        real.check_prompt(consumer, "ClockMissed", LIMIT)
        real.check_prompt(consumer, "ClockWarned", LIMIT - WARNING)
        real.check_sleep(consumer)
        real.check_order(consumer)
        real.check_escalation(consumer)
        real.check_answered(consumer)
        real.check_opening()
        real.check_opening_in_death()
        real.check_death(consumer)
        real.check_second(consumer)
        consumer.close()
        check_sound(tap, system, "real time")


def released(bin, tap):
    """Virtual time until ClockReleased: what fell due in between is said then, the rest at its real instant."""
    with System(bin, landlord=LANDLORD) as system:
        system.start()
        began = time.time()
        system.advance(text(began - 600))
        put_in_force(system)
        consumer, real = Consumer(system), RealTime(system, tap)
        between = real.due_at([began - 200, began - 300])
        due = time.time() + 2.0
        later = real.due_at([due])
        time.sleep(0.5)
        early = consumer.of("ClockMissed", between + later)
        system.operate("ClockReleased", text(began - 600), {}, "released")
        at_once = consumer.wait("ClockMissed", between, due)
        tap.check("while time is virtual nothing falls due; released, it is said at once, in order",
                  not early and [alert["subject"] for _, alert in at_once] == list(reversed(between)) and at_once[-1][0] < due, (early, at_once))
        heard = consumer.wait("ClockMissed", later, due + 5)
        tap.check("from then on what falls due is said at its real instant", len(heard) == 1 and 0 <= heard[0][0] - due <= LATE, (due, heard))
        real.check_prompt(consumer, "ClockMissed", LIMIT)
        real.check_sleep(consumer)
        consumer.close()
        check_sound(tap, system, "released")


def main():
    tap = Tap()
    real_from_the_start(sys.argv[1], tap)
    released(sys.argv[1], tap)
    return tap.end()


sys.exit(main())
