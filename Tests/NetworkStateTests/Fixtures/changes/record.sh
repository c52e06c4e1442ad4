#!/usr/bin/env bash
# Records what makes up two places before and after some changes, in namespaces of its own:
#   sudo unshare --mount --net bash record.sh
set -eu
cd "$(dirname "$0")"
mount -t tmpfs none /run
mkdir /run/netns

record() { # NAME PLACE
  local in=()
  [[ $2 == host ]] || in=(ip netns exec "$2")
  "${in[@]}" ip -j -d addr show > "$1-$2-addr.json"
  "${in[@]}" ip -j -d route show table all > "$1-$2-route.json"
  "${in[@]}" ip -j -d rule show > "$1-$2-rule.json"
  "${in[@]}" ip -j neigh show > "$1-$2-neigh.json"
  "${in[@]}" bridge -j fdb show > "$1-$2-fdb.json"
  "${in[@]}" iptables-save > "$1-$2-iptables.txt"
  "${in[@]}" nft -s list ruleset > "$1-$2-nft.txt" 2> /dev/null
  "${in[@]}" grep -rs '' /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/conf \
    | grep -E 'ip_forward|/(forwarding|accept_redirects|rp_filter):' > "$1-$2-sysctl.txt"
}

ip link set lo up
record fresh host

# A room, and a cable whose ends are both on the host.
ip netns add netns0
ip link add veth0 type veth peer name ceth0
ip addr add 172.18.0.10/16 dev ceth0
record cable host
record cable netns0

# One end moved; the host's end is up and has an address.
ip link set ceth0 netns netns0
ip link set veth0 up
ip addr add 172.18.0.11/16 dev veth0
record moved host
record moved netns0

# The other end too: the cable carries.
ip netns exec netns0 ip link set ceth0 up
ip netns exec netns0 ip addr add 172.18.0.10/16 dev ceth0
ping -c 1 -W 2 172.18.0.10 > /dev/null
ip link show dev veth0 > /dev/null
record joined host
record joined netns0

# A router with a bridge, rules and entries made by hand.
ip link add br0 type bridge
ip link set veth0 master br0
ip link set br0 mtu 1400
bridge fdb add 02:00:00:00:00:77 dev veth0 master static
ip link set veth0 type bridge_slave isolated on
ip neigh add 172.18.0.50 lladdr 02:00:00:00:00:50 dev veth0
ip rule add from 10.0.0.0/8 lookup 100
ip route add blackhole 10.66.0.0/16
sysctl -qw net.ipv4.ip_forward=1
iptables -N OWN
iptables -A FORWARD -i br0 -m comment --comment 'two words' -j OWN
iptables -P FORWARD DROP
iptables -t nat -A POSTROUTING -s 172.18.0.0/16 -j MASQUERADE
nft 'add table inet my; add chain inet my in { type filter hook input priority 0; }; add rule inet my in tcp dport 80 counter drop'
record router host
