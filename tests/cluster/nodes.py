"""A real OpenSearch cluster on this machine: a few nodes, each a process of its own.

The nodes are made of published artifacts (``pom.xml``, ``artifacts.sha256``), which Maven fetches
once into the user's cache. They listen on loopback, and are ended by their process ids.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError

from platformdirs import user_cache_path

HERE = Path(__file__).parent
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"
FETCHED_S, JOINED_S, LOOK_S = 300.0, 300.0, 0.5
HEAP = "512m"
SOON = "-XX:TieredStopAtLevel=1"
"""Compiles little: three nodes are up after a third of the time, for half of the processor time."""


class NoCluster(Exception):
    """Why no cluster can be had here."""


def artifacts() -> Path:
    """The directory with the jars and the compiled class.

    Raises:
        NoCluster: Java or Maven is missing, or the artifacts are not those that are pinned.
    """
    for tool in ("java", "javac", "mvn"):
        if shutil.which(tool) is None:
            raise NoCluster(f"{tool} is not installed")
    pinned = (HERE / "artifacts.sha256").read_text(encoding="ascii")
    stamp = hashlib.sha256(pinned.encode() + (HERE / "TestNode.java").read_bytes()).hexdigest()
    directory = user_cache_path("wence-tests", appauthor=False) / f"opensearch-{stamp[:12]}"
    if not directory.is_dir():
        new = directory.with_name(f"{directory.name}.new")
        shutil.rmtree(new, ignore_errors=True)
        _fetch(new)
        _check(new, pinned)
        _run("javac", "-cp", f"{new}/*", "-d", str(new), str(HERE / "TestNode.java"))
        new.rename(directory)
    return directory


def _fetch(directory: Path) -> None:
    _run("mvn", "-B", "-q", "-f", str(HERE / "pom.xml"), COPY, "-DincludeScope=runtime",
         f"-DoutputDirectory={directory}")  # fmt: skip


def _run(*command: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=FETCHED_S)
    except subprocess.TimeoutExpired:
        raise NoCluster(f"{command[0]} took more than {FETCHED_S:.0f} s") from None
    if done.returncode:
        raise NoCluster(f"{command[0]} failed: {(done.stdout + done.stderr)[-400:]}")


def _check(directory: Path, pinned: str) -> None:
    found = {path.name: hashlib.sha256(path.read_bytes()) for path in directory.glob("*.jar")}
    expected = {name: digest for digest, name in map(str.split, pinned.splitlines())}
    if {name: digest.hexdigest() for name, digest in found.items()} != expected:
        raise NoCluster("the artifacts are not those of artifacts.sha256")


def free_ports(count: int) -> list[int]:
    """Ports on which nothing listens now."""
    with_sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in with_sockets]
    for each in with_sockets:
        each.close()
    return ports


@dataclass
class Nodes:
    """The nodes of one cluster."""

    directory: Path
    http: Sequence[int]
    transport: Sequence[int]
    lasting: bool = False
    processes: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def urls(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in self.http]

    def start(self, number: int) -> None:
        """Start one node, in its directory."""
        home, jars = self.directory / f"n{number}", artifacts()
        (home / "config").mkdir(parents=True, exist_ok=True)
        seeds = ",".join(f"127.0.0.1:{port}" for port in self.transport)
        names = ",".join(f"n{each}" for each in range(len(self.http)))
        settings = {
            "cluster.name": self.directory.name,
            "node.name": f"n{number}",
            "network.host": "127.0.0.1",
            "http.port": self.http[number],
            "transport.port": self.transport[number],
            "discovery.seed_hosts": seeds,
            "cluster.initial_cluster_manager_nodes": names,
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            "path.data": home / "data",
            "path.logs": home / "logs",
        }
        java = ["java", f"-Xms{HEAP}", f"-Xmx{HEAP}", "-XX:+UseG1GC",
                "-XX:InitiatingHeapOccupancyPercent=30", "-XX:G1ReservePercent=25",
                *([] if self.lasting else [SOON]),
                "-Dio.netty.noUnsafe=true", "-Dlog4j2.disable.jmx=true",
                f"-Dlog4j.configurationFile={HERE / 'log4j2.properties'}"]  # fmt: skip
        given = [f"{name}={value}" for name, value in settings.items()]
        with (self.directory / f"n{number}.log").open("ab") as log:
            self.processes[number] = subprocess.Popen(
                [*java, "-cp", f"{jars}:{jars}/*", "TestNode", str(home), *given],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def start_all(self) -> None:
        """Start those that do not run."""
        for number in range(len(self.http)):
            if number not in self.processes:
                self.start(number)

    def kill(self, number: int) -> None:
        """End a node as a power cut does."""
        process = self.processes.pop(number)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def kill_all(self) -> None:
        for number in list(self.processes):
            self.kill(number)

    def manager(self) -> int:
        """Which node manages the cluster."""
        (found,) = self.get("/_cat/cluster_manager?format=json")
        return int(found["node"].removeprefix("n"))

    def get(self, path: str) -> Any:
        """What the first node that answers says.

        Raises:
            URLError: none of them answers.
        """
        refused: Exception = URLError("no node")
        for number in sorted(self.processes):
            try:
                with urllib.request.urlopen(self.urls[number] + path, timeout=30) as answer:
                    return json.load(answer)
            except OSError as error:
                refused = error
        raise refused

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """What the first node that runs says to a request that changes something."""
        url = self.urls[min(self.processes)] + path
        request = urllib.request.Request(
            url,
            json.dumps(body).encode() if body is not None else None,
            {"content-type": "application/json"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def indices(self, prefix: str) -> list[str]:
        """The names of the indices that begin so."""
        found = self.get(f"/_cat/indices/{prefix}-*?format=json&h=index")
        return sorted(each["index"] for each in found)

    def holding(self, prefix: str) -> int:
        """A node that holds passages of the indices that begin so, and manages nothing."""
        shards = self.get(f"/_cat/shards/{prefix}-g*?format=json&h=node,state")
        names = {each["node"] for each in shards if each["state"] == "STARTED"}
        return min({int(name.removeprefix("n")) for name in names} - {self.manager()})

    def wait(self, status: str = "green") -> None:
        """Until all nodes that run have joined, and the cluster is as well as that or better.

        Raises:
            NoCluster: it takes too long.
        """
        until = time.monotonic() + JOINED_S
        nodes = len(self.processes)
        path = f"/_cluster/health?wait_for_nodes={nodes}&wait_for_status={status}&timeout=10s"
        while time.monotonic() < until:
            with suppress(OSError):
                if not self.get(path)["timed_out"]:
                    return
            time.sleep(LOOK_S)
        raise NoCluster(f"{nodes} nodes were not {status} within {JOINED_S:.0f} s")


@contextmanager
def running(directory: Path, count: int = 3, *, lasting: bool = False) -> Iterator[Nodes]:
    """A cluster, green; it is gone afterwards. ``lasting``: it is to be quick, if not at once.

    Raises:
        NoCluster: it cannot be had here.
    """
    ports = free_ports(2 * count)
    nodes = Nodes(directory, ports[:count], ports[count:], lasting)
    try:
        nodes.start_all()
        nodes.wait()
        yield nodes
    finally:
        nodes.kill_all()
