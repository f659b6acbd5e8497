#!/usr/bin/env python3
"""Stands in for `docker`, which the emulator wants for running functions, and runs them on this machine instead.

The emulator calls this program by FAKECLOUD_CONTAINER_CLI. A "container" is a folder with a function's code, environment, log
and port; `start` runs runtime.py in it. Nothing is isolated: the code is our own.

REHEARSAL_HOME holds the folders. A log outlives its container, since what a function said as it died is what one wants to read.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = Path(os.environ["REHEARSAL_HOME"]) / "containers"
LOGS = HOME.parent / "logs"
# The emulator's names of this machine when it speaks to a container. Here both are the same machine.
HOST_ALIASES = ("host.docker.internal", "host.containers.internal")
# Options of `create` that take a value; every other word that begins with a dash stands alone.
WITH_VALUE = set("-p --publish -e --env --env-file --label -l --add-host --tmpfs --name --network -v --volume --mount --entrypoint -w --workdir -u --user --memory -m --cpus --platform".split())


def folder(name):
    """The folder of a container, by its id or the beginning of it."""
    found = [path for path in HOME.glob(f"{name}*") if path.is_dir()] if name else []
    if len(found) != 1:
        sys.exit(f"Error: No such container: {name}")
    return found[0]


def on_this_machine(value):
    for alias in HOST_ALIASES:
        value = value.replace(alias, "127.0.0.1")
    return value


def create(words):
    environment, rest, words = {}, [], list(words)
    while words:
        word = words.pop(0)
        if rest or not word.startswith("-"):
            rest.append(word)  # the image, then the handler
            continue
        name, _, value = word.partition("=") if word.startswith("--") else (word, "", "")
        if name in WITH_VALUE and not value:
            value = words.pop(0)
        if name in ("-e", "--env"):
            key, given, text = value.partition("=")
            # By its name alone: the value is in the environment of this process, so that no list of processes shows it.
            environment[key] = on_this_machine(text if given else os.environ.get(key, ""))
        elif name == "--env-file":
            for line in Path(value).read_text(encoding="utf-8").splitlines():
                key, _, text = line.partition("=")
                environment[key] = on_this_machine(text)
    made = uuid.uuid4().hex
    (HOME / made / "var/task").mkdir(parents=True)
    (HOME / made / "tmp").mkdir()
    file = HOME / made / "config.json"
    file.touch(0o600)
    file.write_text(json.dumps({"handler": rest[1] if len(rest) > 1 else "", "env": environment}), encoding="utf-8")
    print(made)


def copy(source, target):
    name, _, path = target.partition(":")
    if path.rstrip("/") == "/var/runtime":
        return  # the same code once more: a custom runtime is given it twice
    shutil.copytree(source.removesuffix("/."), folder(name) / path.lstrip("/"), dirs_exist_ok=True)


def start(name):
    root = folder(name)
    with (root / "log").open("ab") as log:
        environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "REHEARSAL_HOME": str(HOME.parent)}
        child = subprocess.Popen([sys.executable, str(HERE / "runtime.py"), str(root)], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, env=environment)
    (root / "pid").write_text(str(child.pid), encoding="utf-8")
    until = time.monotonic() + 30
    while not (root / "port").exists():  # written as soon as it listens
        if child.poll() is not None or time.monotonic() > until:
            sys.exit(f"the function's runtime does not listen; its exit code is {child.poll()}")
        time.sleep(0.02)
    print(name)


def stop(name, how=signal.SIGTERM):
    root = folder(name)
    if (root / "pid").exists():
        try:
            os.killpg(int((root / "pid").read_text(encoding="utf-8")), how)  # runtime.py leads a group, its function is in it
        except ProcessLookupError:
            pass
        (root / "pid").unlink()
    return root


def remove(names):
    for name in (word for word in names if not word.startswith("-")):
        root = stop(name, signal.SIGKILL)
        LOGS.mkdir(exist_ok=True)
        if (root / "log").exists():
            shutil.copy(root / "log", LOGS / f"{root.name}.log")
        shutil.rmtree(root)
        print(name)


def main():
    HOME.mkdir(parents=True, exist_ok=True)
    verb, *rest = sys.argv[1:] or [""]
    if verb == "create":
        create(rest)
    elif verb == "cp":
        copy(*rest[:2])
    elif verb == "start":
        start(rest[0])
    elif verb == "port":
        print("127.0.0.1:" + (folder(rest[0]) / "port").read_text(encoding="utf-8"))
    elif verb in ("stop", "kill"):
        stop(rest[-1])
        print(rest[-1])
    elif verb == "rm":
        remove(rest)
    elif verb == "logs":
        sys.stdout.buffer.write((folder(rest[-1]) / "log").read_bytes()[-65536:])
    elif verb == "inspect":
        print(json.dumps([{"State": {"Running": (folder(rest[-1]) / "pid").exists()}}]))
    elif verb == "network" and rest[:1] == ["inspect"]:
        print("127.0.0.1")  # how a container reaches this machine
    elif verb == "info":
        print("{}")
    elif verb in ("version", "--version"):
        print("Docker version 0, a stand-in")
    # `ps`, `pull`, `tag` and the like have nothing to say or do here.


main()
