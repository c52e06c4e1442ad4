"""A lab of many containers on one bridge, and what it costs to observe and to judge it."""

import json
import statistics

# What an `expect` block holds: nothing, state only, or everything.
CLAIMS = ("none", "state", "all")


def address(number):
    return f"172.20.{number // 200}.{number % 200 + 10}"


def state_claims(count):
    """Claims about every container's devices, addresses and routes, and about the bridge's ports."""
    names = [f"c{number}" for number in range(count)]
    yield f"namespaces {' '.join(names)}"
    yield f"host: links eth0 br0 {' '.join(f'v{number}' for number in range(count))}"
    yield "host: addr 172.20.0.1/16 dev br0"
    for number, name in enumerate(names):
        yield f"host: link v{number} up carrier type veth master br0 peer {name}/eth0"
        yield f"{name}: link eth0 up carrier type veth peer host/v{number}"
        yield f"{name}: addr {address(number)}/16 dev eth0"
        yield f"{name}: route default via 172.20.0.1 dev eth0"
        yield f"{name}: route 172.20.0.0/16 dev eth0 proto kernel scope link src {address(number)}"
        yield f"{name}: links eth0"
        yield f"{name}: routes default 172.20.0.0/16"
        yield f"{name}: no link v{number}"
        yield f"{name}: no route 10.0.2.0/24"


def probe_claims(count):
    """Two pings for every container, and some claims that watch where packets go."""
    for number in range(count):
        other = (number + 1) % count
        yield f"c{number}: ping 172.20.0.1"
        yield f"c{number}: ping {address(other)}"
        if number % 20 == 0:
            yield f"c{number}: ping {address(other)} answered by c{other}"
            yield f"c{number}: tcp {address(other)}:80 served by c{other}"
            yield f"c{number}: tcp {address(other)}:81 fails"
            yield f"c{number}: http http://8.8.8.8/ status 200 seen from 10.0.2.15"


def lab(count, claims):
    """The lab's text; `claims` is one of CLAIMS."""
    lines = list(state_claims(count)) if claims != "none" else []
    if claims == "all":
        lines += probe_claims(count)
    block = "\n".join(["```expect", *lines, "```"]) if lines else ""
    return f"""---
netlab: 1
needs: [ip, iptables, ping]
world:
  internet: {{addresses: [8.8.8.8], serves: [http]}}
  sysctl: {{net.ipv4.ip_forward: 1}}
---

# {count} containers on one bridge

## Containers

```console
$ ip link add br0 type bridge
$ ip addr add 172.20.0.1/16 dev br0
$ ip link set br0 up
$ iptables -t nat -A POSTROUTING -s 172.20.0.0/16 ! -o br0 -j MASQUERADE
$ for i in $(seq 0 {count - 1}); do
>   ip netns add c$i
>   ip link add v$i type veth peer name eth0 netns c$i
>   ip link set v$i master br0 up
>   ip -n c$i link set lo up
>   ip -n c$i link set eth0 up
>   ip -n c$i addr add 172.20.$((i / 200)).$((i % 200 + 10))/16 dev eth0
>   ip -n c$i route add default via 172.20.0.1
> done
```

{block}
"""


class Sample:
    """What one run took, in milliseconds."""

    def __init__(self, report, cpu):
        self.commands = 1000 * sum(
            command["seconds"] for step in report["steps"] for command in step["commands"])
        self.rest = 1000 * report["seconds"] - self.commands
        self.cpu = cpu
        self.claims = sum(len(step["claims"]) for step in report["steps"])


def sample(text, cpu):
    """Reads the report of one run, which is the last line that it printed."""
    return Sample(json.loads(text.splitlines()[-1]), cpu)


def table(samples, runs):
    """The lines that say what was measured; `samples` by count and claims."""
    counts = sorted({count for count, _ in samples})

    def median(count, claims, key):
        return statistics.median(getattr(one, key) for one in samples[count, claims])

    yield f"containers on one bridge, {runs} runs each; medians in ms"
    yield f"{'':44}" + "".join(f"{count:>10}" for count in counts)
    rows = [("claims", lambda count: median(count, "all", "claims")),
            ("time of the commands", lambda count: median(count, "all", "commands"))]
    for label, claims in [("state", "state"), ("all claims", "all")]:
        for what, key in [("time", "rest"), ("cpu", "cpu")]:
            def beyond(count, claims=claims, key=key):
                return median(count, claims, key) - median(count, "none", key)

            def place(count, beyond=beyond):
                return beyond(count) / (count + 1)

            rows.append((f"{label}: {what} beyond the commands", beyond))
            rows.append(("  a place", place))
    for label, value in rows:
        yield f"{label:44}" + "".join(f"{value(count):>10.1f}" for count in counts)
