"""`sh deploy/run`, as a new user types it: in a clone of this tree, with a folder and ports of its own.

    test_run.py SCRATCH
"""
import http.server, json, os, re, shutil, signal, socket, subprocess, sys, threading, time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))
from system import DAEMONS, ROOT, Failure, Tap, free_ports

SECONDS_TO_BUILD_AND_PLAY, SECONDS_AGAIN, SECONDS_TO_STOP = 900, 20, 10
# Nobody else writes here while a suite runs.
OTHERS = ["/etc", "/usr/local", "/opt", "/var/lib/postgresql", "/var/lib/redress"]
RUNNING = "Redress is running"
MONTH = r"^ +[A-Z][a-z]+ 20\d\d: +\d+ facts, +\d+ alerts"


def environment(scratch):
    """What is set says where it listens; everything else is as on a machine where Redress never was."""
    names = ["REDRESS_LISTEN_" + d.upper() for d in DAEMONS] + ["REDRESS_BUS_" + d.upper() for d in DAEMONS] + ["REDRESS_COMMANDS", "REDRESS_ALERTS"]
    made = {name: ("127.0.0.1:%d" if "LISTEN" in name else "tcp://127.0.0.1:%d") % port for name, port in zip(names, free_ports(len(names)))}
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("REDRESS_", "PG"))}
    os.makedirs(scratch + "/home")
    return dict(clean, **made, REDRESS_VAR=scratch + "/var", HOME=scratch + "/home", LC_ALL="C.UTF-8",
                CMAKE_BUILD_PARALLEL_LEVEL=os.environ.get("REDRESS_JOBS", "2"))


class Run:
    """One `sh deploy/run`."""

    def __init__(self, scratch, environment, *words):
        self.began, self.out, self.environment = time.time(), "%s/run-%d" % (scratch, time.time_ns()), environment
        with open(self.out, "wb") as out:
            # As from a terminal: a process group of its own, which Ctrl-C goes to.
            self.process = subprocess.Popen(["sh", "deploy/run", *words], cwd=scratch + "/tree", env=environment, stdin=subprocess.DEVNULL,
                                            stdout=out, stderr=out, start_new_session=True,
                                            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))

    def said(self):
        with open(self.out, errors="replace") as file:
            return file.read()

    def wait(self, seconds):
        """Seconds until it runs; None if it does not."""
        while time.time() - self.began < seconds and self.process.poll() is None:
            if "Ctrl-C stops it." in self.said():
                return time.time() - self.began
            time.sleep(0.05)
        return None

    def interrupt(self):
        """(exit status, seconds it took)"""
        began = time.time()
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        try:
            return self.process.wait(timeout=60), time.time() - began
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            return "no end", time.time() - began


class Stranger(http.server.BaseHTTPRequestHandler):
    """Listens, and knows nothing."""

    def log_message(self, *words):
        pass


class Machine:
    def __init__(self, scratch):
        self.scratch, self.tree, self.var = scratch, scratch + "/tree", scratch + "/var"
        self.environment = environment(scratch)

    def processes(self):
        """Those that have to do with the scratch folder, but us."""
        found = {}
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open("/proc/%s/cmdline" % pid) as file:
                    line = file.read().replace("\0", " ")
                where = [os.readlink("/proc/%s/%s" % (pid, link)) for link in ("exe", "cwd")]
            except OSError:
                continue
            if int(pid) != os.getpid() and any(each.startswith(self.scratch + "/") for each in where + line.split()) and HERE not in line and \
               "tests/deploy/test_run.py" not in line:
                found[int(pid)] = line
        return found

    def listening(self):
        ports = [int(value.rsplit(":", 1)[1]) for name, value in self.environment.items() if name.startswith("REDRESS_") and
                 re.search(r":\d+$", value)]
        taken = []
        for port in ports:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    taken.append(port)
        return taken

    def shell(self, text):
        """In a second terminal, in the tree, as the text that deploy/run prints has it."""
        plain = {name: value for name, value in self.environment.items() if not name.startswith("REDRESS_")}
        return subprocess.run(["sh", "-c", text], cwd=self.tree, env=plain, capture_output=True, text=True, timeout=120)

    def ctl(self, words):
        return self.shell(". %s/env.sh && redressctl %s" % (self.var, words))

    def touched(self, since):
        """Files outside the scratch folder that were written since then, of those that nobody else writes."""
        done = subprocess.run(["find", *[each for each in OTHERS if os.path.exists(each)], "-newermt", "@%f" % since, "-type", "f"],
                              capture_output=True, text=True)
        return done.stdout.split()


def curl_line(said):
    """The command that deploy/run tells its user to try."""
    found = re.search(r"^    curl .*?/v1/events$", said, re.M | re.S)
    if not found:
        raise Failure("no curl line in:\n" + said)
    return found[0]


def check_demo(tap, machine):
    run = Run(machine.scratch, machine.environment)
    took = run.wait(SECONDS_TO_BUILD_AND_PLAY)
    said = run.said()
    if not tap.check("a first run builds, plays the demo year and runs", took is not None, said[-3000:]):
        run.interrupt()
        raise Failure("it does not run")
    print("# after %.0f s, building included" % took)
    counted = re.search(r"(\d+) facts posted, (\d+) alerts heard", said)
    tap.check("its facts and alerts are counted%s" % (": " + counted[0] if counted else ""),
              counted and int(counted[1]) > 10000 and int(counted[2]) > 1000, said[-2000:])
    tap.check("a line for each month", len(re.findall(MONTH, said, re.M)) in (12, 13), said[-3000:])
    figures = said[counted.end() if counted else 0:]
    tap.check("the year's figures are printed, and what to try next", "Complaints handled within policy timescales" in figures and
              "To try next:" in figures and "not to be had" not in figures, figures[:1500])
    return run


def check_case(tap, machine, said):
    """The case that the printed curl line opens."""
    posted = machine.shell(curl_line(said))
    try:
        ref = json.loads(posted.stdout)["caseRef"]
    except (ValueError, KeyError):
        ref = ""
    tap.check("the curl line that it prints opens a case: %s" % ref, ref.startswith("LIVIN-"), posted.stdout + posted.stderr)
    # The judges follow within milliseconds; reporting shows it when it has heard.
    end = time.time() + 10
    while (shown := machine.ctl("case --json " + ref)).returncode and time.time() < end:
        time.sleep(0.1)
    tap.check("redressctl case shows it, in the customer's words", shown.returncode == 0 and "No hot water since Monday" in shown.stdout,
              shown.stdout + shown.stderr)
    explained = machine.ctl("explain %s stage-1-acknowledge" % ref)
    tap.check("redressctl explain derives its first date", explained.returncode == 0 and "8.9" in explained.stdout, explained.stdout + explained.stderr)
    return ref


def check_sound(tap, machine, name):
    for words in ("verify --database", "figures --landlord livin --recount", "tail --caught-up"):
        done = machine.ctl(words)
        tap.check("%s: redressctl %s is content" % (name, words), done.returncode == 0 and done.stdout, done.stdout[-1500:] + done.stderr[-1500:])


def check_examples(tap, machine, said):
    """What it says to try next works."""
    block = said[said.find("To try next:"):said.find(RUNNING)]
    examples = [line.strip() for line in block.splitlines() if line.startswith("  redressctl ") and "tail" not in line]
    failed = []
    for line in examples:
        done = machine.shell(". %s/env.sh && %s" % (machine.var, line))
        if done.returncode:
            failed.append(line + "\n" + done.stdout[-500:] + done.stderr[-500:])
    tap.check("the %d examples that it prints work" % len(examples), len(examples) >= 3 and not failed, "\n".join(failed))


def check_stopped(tap, machine, run, name):
    status, seconds = run.interrupt()
    tap.check("%s: Ctrl-C ends it, after %.1f s" % (name, seconds), status == 0 and seconds < SECONDS_TO_STOP, (status, run.said()[-1000:]))
    left = machine.processes()
    tap.check("%s: no process of it is left" % name, not left, left)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    tap.check("%s: and nothing listens" % name, not machine.listening(), machine.listening())


def check_twice(tap, machine):
    """A second one beside the first says so, and harms nothing."""
    second = subprocess.run(["sh", "deploy/run"], cwd=machine.tree, env=machine.environment, capture_output=True, text=True, timeout=60)
    alive = machine.ctl("verify --database")
    tap.check("started twice, the second says that it runs already", second.returncode == 1 and "runs already" in second.stderr and
              alive.returncode == 0, second.stdout + second.stderr + alive.stderr)


def check_again(tap, machine, ref):
    run = Run(machine.scratch, machine.environment)
    took = run.wait(120)
    tap.check("a second run is ready after %.1f s, without the demo" % (took or 0), took is not None and took < SECONDS_AGAIN and
              "facts posted" not in run.said(), run.said()[-2000:])
    shown = machine.ctl("case --json " + ref)
    tap.check("and has the case", shown.returncode == 0 and "No hot water since Monday" in shown.stdout, shown.stdout + shown.stderr)
    check_sound(tap, machine, "second run")
    return run


def check_fresh(tap, machine, ref):
    run = Run(machine.scratch, machine.environment, "--fresh", "--no-demo")
    took = run.wait(120)
    tap.check("--fresh --no-demo starts empty, after %.1f s" % (took or 0), took is not None and "facts posted" not in run.said() and
              machine.ctl("case " + ref).returncode == 1, run.said()[-2000:])
    check_case(tap, machine, run.said())
    check_stopped(tap, machine, run, "fresh")


def check_killed(tap, machine):
    """kill -9 of the script: its daemons end with it; the next run ends one that could not, and goes on."""
    run = Run(machine.scratch, machine.environment, "--no-demo")
    if not tap.check("it runs, to be killed", run.wait(120) is not None, run.said()[-2000:]):
        return
    with open(machine.var + "/run/reporting.pid") as file:
        held = int(file.read())
    os.kill(held, signal.SIGSTOP)
    run.process.kill()
    run.process.wait()
    end = time.time() + 10
    while (left := [line for pid, line in machine.processes().items() if "/bin/redress-" in line and pid != held]) and time.time() < end:
        time.sleep(0.1)
    tap.check("killed, its daemons end with it", not left, left)
    again = Run(machine.scratch, machine.environment, "--no-demo")
    while "left over" not in again.said() and again.process.poll() is None and time.time() < end + 10:
        time.sleep(0.1)
    os.kill(held, signal.SIGCONT)
    tap.check("the next run ends the one left over, says so, and runs", "reporting is left over" in again.said() and again.wait(120) is not None,
              again.said()[-2000:])
    check_stopped(tap, machine, again, "after the killed one")


def check_taken(tap, machine):
    """Someone else listens where a daemon is to: that is said, and nothing of ours is left."""
    with http.server.HTTPServer(("127.0.0.1", int(machine.environment["REDRESS_LISTEN_SLA"].rsplit(":", 1)[1])),
                                Stranger) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        run = subprocess.run(["sh", "deploy/run", "--no-demo"], cwd=machine.tree, env=machine.environment, capture_output=True, text=True, timeout=120)
        other.shutdown()
    tap.check("a port that is taken is named", run.returncode == 1 and "where sla is to" in run.stderr and not machine.processes(),
              (run.stderr, machine.processes()))


def check_broken_off(tap, machine):
    """Ctrl-C in the middle of the demo: the next run does not go on as if nothing had been."""
    run = Run(machine.scratch, machine.environment, "--fresh")
    end = time.time() + 120
    while not re.search(MONTH, run.said(), re.M) and run.process.poll() is None and time.time() < end:
        time.sleep(0.05)
    check_stopped(tap, machine, run, "in the middle of the demo")
    after = subprocess.run(["sh", "deploy/run"], cwd=machine.tree, env=machine.environment, capture_output=True, text=True, timeout=120)
    tap.check("after that a run says to begin anew", after.returncode == 1 and "--fresh" in after.stderr and not machine.processes(),
              after.stdout + after.stderr)


def main():
    tap, scratch = Tap(), os.path.realpath(sys.argv[1])
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))
    subprocess.run(["git", "clone", "-q", "--no-hardlinks", ROOT, scratch + "/tree"], check=True)
    machine, began, run = Machine(scratch), time.time(), None
    try:
        run = check_demo(tap, machine)
        said = run.said()
        ref = check_case(tap, machine, said)
        check_examples(tap, machine, said)
        check_sound(tap, machine, "first run")
        check_twice(tap, machine)
        check_stopped(tap, machine, run, "first run")
        run = check_again(tap, machine, ref)
        check_stopped(tap, machine, run, "second run")
        check_fresh(tap, machine, ref)
        check_killed(tap, machine)
        check_taken(tap, machine)
        check_broken_off(tap, machine)
        changed = subprocess.run(["git", "status", "--porcelain"], cwd=machine.tree, capture_output=True, text=True).stdout
        tap.check("the tree is as it was cloned", not changed, changed)
        tap.check("nothing was written outside its folders", not machine.touched(began) and not os.listdir(scratch + "/home"),
                  machine.touched(began) + os.listdir(scratch + "/home"))
    finally:
        if run is not None and run.process.poll() is None:
            run.interrupt()
        for pid in machine.processes():
            os.kill(pid, signal.SIGKILL)
    return tap.end()


sys.exit(main())
