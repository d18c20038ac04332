"""A demo month through the five daemons, watched by the sanitizers or by valgrind: they find nothing, in the daemons or in redressctl.

    test_month.py BIN [--days N] [--sanitized] [--wrap "valgrind ... --log-file=%s.%p"]

--sanitized: the daemons must be built with AddressSanitizer. --wrap: a command line that goes before each program's; %s in it is where to
report to, and each program must have reported. Without either the month is played all the same, and the log must be sound after it.
"""
import argparse, glob, json, os, re, shlex, signal, subprocess, sys, threading, time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))
from system import DAEMONS, ROOT, Failure, System, Tap, event

SECONDS_TO_START, SECONDS_TO_PLAY = 240, 600


def sanitizers(reports):
    """Whatever they find ends in a file below reports/."""
    return {
        "ASAN_OPTIONS": "log_path=%s/asan:detect_leaks=1:detect_stack_use_after_return=1:print_legend=0:exitcode=99" % reports,
        "LSAN_OPTIONS": "print_suppressions=0:suppressions=%s/tests/support/lsan.supp" % ROOT,
        "UBSAN_OPTIONS": "log_path=%s/ubsan:print_stacktrace=1" % reports,
        "TSAN_OPTIONS": "log_path=%s/tsan" % reports,
    }


class Reader(threading.Thread):
    """Reads every page again and again, asks what must be refused, and hangs up in the middle."""

    PAGES = {
        "intake": ["/livez", "/readyz", "/metrics", "/v1/refusals", "/v1/nothing"],
        "reporting": ["/livez", "/readyz", "/metrics", "/v1/cases", "/v1/events?from=1&max=300", "/v1/events?from=x",
                      "/v1/figures?from=2026-01-01&until=2026-12-31", "/v1/figures?from=soon", "/v1/cases/LIVIN-00000-00000"],
        "routing": ["/livez", "/readyz", "/metrics"], "sla": ["/livez", "/readyz", "/metrics"],
        "notification": ["/livez", "/readyz", "/metrics"],
    }
    BODIES = [b"{", b"[]", b'{"id":"\xff"}', b'{"a":' * 40 + b"1" + b"}" * 40, json.dumps(
        event("ContactReceived", "2031-01-01T00:00:00Z", {"nature": "complaint", "words": "w"}, "ahead")).encode(), json.dumps(
        [event("ContactReceived", "2026-01-01T00:00:00Z", {"words": 5}, "w%d" % i) for i in range(20)]).encode()]

    def __init__(self, system):
        super().__init__(daemon=True)
        self.system, self.over, self.read, self.wrong = system, threading.Event(), 0, []

    def turn(self):
        for daemon, pages in self.PAGES.items():
            for page in pages:
                for token in ("", None):
                    status, _ = self.system.get(daemon, page, token)
                    self.read += 1
                    if status >= 500 and not page.endswith("readyz"):
                        self.wrong.append((daemon, page, status))
        for body in self.BODIES:
            status, _ = self.system.request("intake", "/v1/events", body, "application/json")
            self.read += 1
            if not 400 <= status < 500 and status != 207:
                self.wrong.append(("intake", body[:40], status))
        try:
            self.system.request("reporting", "/v1/events?from=1&max=1000", timeout=0.02)
        except OSError:
            pass

    def run(self):
        try:
            while not self.over.is_set():
                self.turn()
                self.over.wait(0.2)
        except Exception as failure:
            self.wrong.append(failure)


class Month:
    def __init__(self, system, tap, options, reports):
        self.system, self.tap, self.options, self.reports = system, tap, options, reports

    def ctl(self, *words, timeout=SECONDS_TO_PLAY):
        """redressctl, watched too."""
        return subprocess.run([*self.system.wrap, self.system.bin + "/redressctl", *words], env=self.system.environment_of("redress-operator"),
                              capture_output=True, text=True, timeout=timeout)

    def play(self):
        """A consumer listens and pages are read while the month passes."""
        system, tap = self.system, self.tap
        with open(system.folder + "/tail", "wb") as file:
            tail = subprocess.Popen([*system.wrap, system.bin + "/redressctl", "tail", "--json"], stdout=file, stderr=subprocess.DEVNULL,
                                    env=system.environment_of("redress-operator"))
        reader = Reader(system)
        try:
            reader.start()
            # What plays is no daemon: unwatched, so that it is quick.
            played = system.ctl("play", "--landlord", system.landlord, "--days", str(self.options.days), check=False, timeout=SECONDS_TO_PLAY)
            said = re.search(r"(\d+) facts posted, (\d+) alerts heard", played.stdout)
            tap.check("a month of %d days was played%s" % (self.options.days, ": " + said[0] if said else ""),
                      played.returncode == 0 and said and int(said[1]) > 300 and int(said[2]) > 100, played.stdout + played.stderr)
            self.real_time()
            alerts = int(system.sql("SELECT count(*) FROM event_log WHERE type = 'redress.v1.MessageQueued'")[0][0])
            end = time.time() + 30
            while self.heard() < alerts and time.time() < end:
                time.sleep(0.1)
            tap.check("a consumer heard each alert as it came: %d" % alerts, self.heard() == alerts, self.heard())
        finally:
            reader.over.set()
            reader.join()
            tail.send_signal(signal.SIGINT)
            tail.wait(timeout=60)
        tap.check("the consumer ended well", tail.returncode == 0, tail.returncode)
        tap.check("%d pages were read in the meantime" % reader.read, reader.read > 100 and not reader.wrong, reader.wrong[:5])

    def heard(self):
        with open(self.system.folder + "/tail", "rb") as file:
            return sum(1 for _ in file)

    def real_time(self):
        """After the month time is real: a fact, and a repeat of it."""
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        made = event("ContactReceived", now, {"nature": "complaint", "words": "No heating", "customer": {"ref": "C-1", "name": "A. Person"}},
                     "after-the-month")
        first, again = (self.system.must_post(made)[0] for _ in range(2))
        self.system.settle(120)
        page = self.system.get("reporting", "/v1/cases/" + first["caseRef"])
        self.tap.check("a fact after it is taken, once, and its case can be read", again["status"] == "STATUS_REPEATED" and page[0] == 200 and
                       "A. Person" in page[1], (first, again, page))

    def look_back(self):
        """What redressctl says of it all."""
        ref, clock = self.system.sql("SELECT case_ref, split_part(id, '/', 2) FROM event_log WHERE type = 'redress.v1.ClockMissed' "
                                     "ORDER BY position LIMIT 1")[0]
        for words in (["verify", "--database"], ["replay"], ["tail", "--caught-up"], ["case", ref], ["explain", ref, clock],
                      ["figures", "--landlord", self.system.landlord, "--recount"]):
            done = self.ctl(*words)
            self.tap.check("redressctl %s is content" % words[0], done.returncode == 0 and done.stdout, done.stdout[-2000:] + done.stderr[-2000:])

    def end(self):
        running = {daemon: process.pid for daemon, process in self.system.running.items()}
        for daemon, (status, seconds) in self.system.stop().items():
            log = self.system.log(daemon)
            self.tap.check("%s ended cleanly, after %.1f s" % (daemon, seconds), status == 0 and "did not stop in time" not in log, log)
            if self.options.wrap:
                summary = read("%s/wrap.%d" % (self.reports, running[daemon]))
                self.tap.check("%s was watched to its end" % daemon, "ERROR SUMMARY: 0 errors" in summary, summary[-4000:])
        # The undefined-behaviour sanitizer speaks on standard error.
        for daemon in DAEMONS:
            strange = [line for line in read("%s/%s.log" % (self.system.folder, daemon)).splitlines() if not line.startswith("{")]
            self.tap.check("%s wrote nothing but its log" % daemon, not strange, "\n".join(strange[:40]))

    def reported(self):
        """What was found, by file."""
        found = {}
        for file in sorted(glob.glob(self.reports + "/*")):
            text = read(file)
            if text and not (os.path.basename(file).startswith("wrap.") and "ERROR SUMMARY: 0 errors" in text):
                found[os.path.basename(file)] = text
        return found


def read(file):
    try:
        with open(file, errors="replace") as opened:
            return opened.read()
    except OSError:
        return ""


def parse_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("bin")
    parser.add_argument("--days", type=int, default=31)
    parser.add_argument("--sanitized", action="store_true")
    parser.add_argument("--wrap", default="")
    return parser.parse_args()


def main():
    tap, options = Tap(), parse_arguments()
    if options.sanitized:
        for program in ["redress-" + daemon for daemon in DAEMONS] + ["redressctl"]:
            needs = subprocess.run(["readelf", "-d", "%s/%s" % (options.bin, program)], capture_output=True, text=True).stdout
            tap.check("%s is built with the sanitizers" % program, "libasan" in needs and "libubsan" in needs, needs)
    reports = os.path.abspath(os.environ.get("REDRESS_SCRATCH", ".")) + "/reports"
    os.makedirs(reports)
    wrap = [word.replace("%s", reports + "/wrap") for word in shlex.split(options.wrap)]
    with System(options.bin, wrap=wrap, env=sanitizers(reports)) as system:
        month = Month(system, tap, options, reports)
        system.start(wait=SECONDS_TO_START)
        month.play()
        month.look_back()
        month.end()
    found = month.reported()
    tap.check("nothing was found", not found, "\n".join("%s:\n%s" % (name, text[:6000]) for name, text in list(found.items())[:4]))
    return tap.end()


sys.exit(main())
