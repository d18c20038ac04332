#!/usr/bin/python3
"""Runs the programs that a build registered with CTest, and prints one TAP line for each of their tests.

programs.py BUILD [--label L] [--not-label L] [--only REGEX] [--jobs N] [--timeout S] [--wrap "valgrind ..."] [--expect-failure]

A Criterion program's tests are counted one by one (it writes TAP where CRITERION_OUTPUTS says); any other program is one test. A report of
a sanitizer or of valgrind (%s in --wrap is where to, with .valgrind after it) fails the program that it came from. With --expect-failure, each program must fail: a negative control.
"""
import argparse, concurrent.futures, glob, json, os, re, shlex, signal, subprocess, sys, tempfile, time

SKIPPED = 77


def registered(build, label, not_label, only):
    listing = subprocess.run(["ctest", "--test-dir", build, "--show-only=json-v1"], capture_output=True, text=True, check=True)
    for test in json.loads(listing.stdout)["tests"]:
        properties = {each["name"]: each["value"] for each in test.get("properties", [])}
        labels = properties.get("LABELS", [])
        if (label and label not in labels) or set(not_label) & set(labels) or not re.search(only, test["name"]):
            continue
        yield test["name"], test.get("command"), properties


def run(name, command, properties, options, folder):
    """(lines to print, did it pass, how many of its own tests failed)"""
    if not command or not os.access(command[0], os.X_OK):
        return [f"not ok {name}: not built"], False, 0
    stem = os.path.join(folder, re.sub(r"[^\w.-]", "_", name))
    environment = dict(os.environ)
    for pair in properties.get("ENVIRONMENT", []):
        key, _, value = pair.partition("=")
        environment[key] = value
    environment["CRITERION_OUTPUTS"] = f"tap:{stem}.tap"
    if not options.wrap:
        environment.setdefault("CRITERION_JOBS", "2")
    environment["ASAN_OPTIONS"] = f"log_path={stem}.asan:print_legend=0:detect_stack_use_after_return=1:" + environment.get("ASAN_OPTIONS", "")
    environment["LSAN_OPTIONS"] = f"print_suppressions=0:suppressions={os.path.dirname(os.path.abspath(__file__))}/lsan.supp"
    environment["UBSAN_OPTIONS"] = f"log_path={stem}.ubsan:print_stacktrace=1"
    environment["TSAN_OPTIONS"] = f"log_path={stem}.tsan"
    limit = min(float(properties.get("TIMEOUT", options.timeout)), options.timeout)
    began = time.monotonic()
    with open(stem + ".out", "wb") as output:
        child = subprocess.Popen([word.replace("%s", stem) for word in shlex.split(options.wrap)] + command, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            cwd=properties.get("WORKING_DIRECTORY"), env=environment, start_new_session=True)
        try:
            status = child.wait(limit)
        except subprocess.TimeoutExpired:
            status = f"no end after {limit:.0f} s"
        # Whatever it left behind ends with it.
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        child.wait()
    seconds = time.monotonic() - began

    lines, bad = [], 0
    if os.path.exists(stem + ".tap"):
        for line in open(stem + ".tap", errors="replace"):
            if found := re.match(r"(ok|not ok)\b[ \d-]*(.*)", line):
                what = re.sub(r"\s*\(\d+\.\d+s\)$", "", found[2]).strip()
                if found[1] == "not ok":
                    bad += 1
                lines.append(f"{found[1]} {name} {what}")
    reports = [each for kind in ("asan", "ubsan", "tsan", "valgrind") for each in sorted(glob.glob(f"{glob.escape(stem)}.{kind}.*"))
        if os.path.getsize(each) > 0]
    if status == SKIPPED and not lines:
        with open(stem + ".out", errors="replace") as output:
            why = (output.read().strip().splitlines() or ["it says so"])[-1]
        return [f"ok {name} # SKIP {why}"], True, 0
    failures = bad
    if not lines or reports or (status != 0 and not bad):
        good = status == 0 and not reports
        why = "" if good else f": {'it was reported' if reports else status if isinstance(status, str) else f'status {status}'}"
        lines.append(f"{'ok' if good else 'not ok'} {name}{why}")
        bad += not good
    if bad:
        with open(stem + ".out", errors="replace") as output:
            lines += ["#   " + line for line in output.read().splitlines()[-150:]]
        for report in reports[:3]:
            with open(report, errors="replace") as text:
                lines += ["#   " + line for line in text.read().splitlines()[:40] if "0x" != line.strip(" =>")[:2]]
    lines.append(f"# {name}: {seconds:.1f} s")
    return lines, not bad, failures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--label")
    parser.add_argument("--not-label", action="append", default=[])
    parser.add_argument("--only", default="")
    parser.add_argument("--jobs", type=int, default=int(os.environ.get("REDRESS_JOBS", os.cpu_count())))
    parser.add_argument("--timeout", type=float, default=180)
    parser.add_argument("--wrap", default="")
    parser.add_argument("--expect-failure", action="store_true")
    options = parser.parse_args()
    tests = list(registered(options.build, options.label, options.not_label, options.only))
    alone = [test for test in tests if test[2].get("RUN_SERIAL")]
    together = [test for test in tests if not test[2].get("RUN_SERIAL")]
    together.sort(key=lambda test: -float(test[2].get("COST", 0)))
    failed = False

    def tell(name, outcome):
        nonlocal failed
        lines, good, failures = outcome
        if options.expect_failure:
            # A crash, a limit of time or a missing server would be no proof.
            failed |= failures == 0
            print(f"{'ok' if failures else 'not ok'} {name} fails, as it must ({failures} of its tests do)")
            lines = [] if failures else ["# " + line for line in lines]
        else:
            failed |= not good
        print("\n".join(lines), flush=True)

    with tempfile.TemporaryDirectory(prefix="redress-programs-") as folder:
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            running = {pool.submit(run, *test, options, folder): test[0] for test in together}
            for done in concurrent.futures.as_completed(running):
                tell(running[done], done.result())
        for test in alone:
            tell(test[0], run(*test, options, folder))
    if not tests:
        print(f"not ok no program is registered in {options.build}" + (f" with the label {options.label}" if options.label else ""))
        failed = True
    sys.exit(failed)


main()
