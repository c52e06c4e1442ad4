#!/usr/bin/env bash
# Records what ip, ss and iptables print, in namespaces of its own:
#   sudo unshare --mount --net bash record.sh
set -eu
cd "$(dirname "$0")"
mount -t tmpfs none /run
mkdir /run/netns

ip -j -d addr show > fresh-addr.json
ip -j -d route show table all > fresh-route.json
ip -j neigh show > fresh-neigh.json
ip -j rule show > fresh-rule.json

# The host and its way out.
ip netns add internet
ip link set lo up
ip link add eth0 type veth peer name eth0 netns internet
ip link set eth0 up
ip addr add 10.0.2.15/24 dev eth0
ip -n internet link set eth0 up
ip -n internet addr add 10.0.2.2/24 dev eth0
ip route add default via 10.0.2.2

# A room whose end of the cable is down.
ip netns add red
ip link add v-red type veth peer name eth0 netns red
ip addr add 192.168.7.1/24 dev v-red
ip link set v-red up
ip -n red addr add 192.168.7.2/25 dev eth0

# A room behind a bridge, with IPv6.
ip link add br0 type bridge
ip link set br0 up
ip addr add 172.18.0.1/16 dev br0
ip addr add fd00:18::1/64 dev br0 nodad
ip netns add netns0
ip link add veth0 type veth peer name ceth0 netns netns0
ip link set veth0 master br0 up
ip link set veth0 type bridge_slave isolated on hairpin off
ip -n netns0 link set lo up
ip -n netns0 link set ceth0 address 02:42:ac:12:00:0a
ip -n netns0 link set ceth0 up
ip -n netns0 addr add 172.18.0.10/16 dev ceth0
ip -n netns0 addr add fd00:18::10/64 dev ceth0 nodad
ip -n netns0 route add default via 172.18.0.1
ip -n netns0 route add default via fd00:18::1

# Devices of other kinds.
ip link add p0 type veth peer name p1
ip link add vx0 type vxlan id 42 dstport 4789 remote 172.18.0.10 dev br0
ip addr add 10.244.0.1/24 dev vx0
ip link set vx0 up
ip link add mv0 link eth0 type macvlan mode bridge

# Routes and rules of every kind.
ip route add blackhole 10.66.0.0/16
ip route add unreachable 10.67.0.0/16 metric 7
ip route add prohibit 10.68.0.1
ip route add 10.9.0.0/24 via 172.18.0.10 dev br0 src 172.18.0.1 metric 50 onlink
ip route add 10.10.0.0/24 nexthop via 172.18.0.10 dev br0 weight 1 \
  nexthop via 10.0.2.2 dev eth0 weight 2
ip route add 10.12.0.0/24 via inet6 fd00:18::10 dev br0
ip route add default via 172.18.0.10 table 100
ip -6 route add blackhole fd66::/16
ip -6 route add default dev br0
ip -6 route add fd77::/64 nexthop via fd00:18::10 dev br0 nexthop via fd00:18::11 dev br0
ip rule add from 172.18.0.0/16 lookup 100
ip rule add not from 10.1.0.0/16 to 10.2.0.0/16 iif br0 fwmark 0x10/0xff lookup 1234 priority 500
ip rule add from 10.3.0.1 oif br0 tos 0x10 blackhole priority 501
ip rule add to 10.4.0.0/24 ipproto tcp sport 100-200 dport 80 uidrange 0-99 lookup main \
  suppress_prefixlength 0 priority 502
ip rule add from 10.44.0.0/24 goto 32766 priority 503
ip rule add fwmark 1 unreachable priority 505
ip rule add from 10.9.9.9 lookup 77 protocol static priority 506
ip -6 rule add from fd00:18::/64 lookup 100

ping -c 1 -W 1 172.18.0.10 > /dev/null
ip netns exec netns0 ping -c 1 -W 1 172.18.0.1 > /dev/null
ping -c 1 -W 1 172.18.0.99 > /dev/null || true
ip neigh add 172.18.0.50 lladdr 02:00:00:00:00:50 dev br0
ip neigh add 172.18.0.51 nud failed dev br0
sleep 2 # Duplicate address detection ends.

ip -j -d addr show > host-addr.json
ip -j -d route show table all > host-route.json
ip -j -d -6 route show table all > host-route-6.json
ip route show > host-route.txt
ip -6 route show > host-route-6.txt
ip rule show > host-rule.txt
ip -j rule show > host-rule.json
ip -j -d rule show > host-rule-detailed.json
ip -6 -j rule show > host-rule-6.json
ip -j neigh show > host-neigh.json
for place in red netns0; do
  ip -n $place -j -d addr show > $place-addr.json
  ip -n $place -j -d route show table all > $place-route.json
done
ip -n netns0 -j neigh show > netns0-neigh.json

ip -j -d route get 172.18.0.10 > get-neighbour.json
ip -j route get 8.8.8.8 > get-gateway.json
ip -j route get 172.18.0.1 > get-local.json
ip -j route get fd00:18::10 > get-inet6.json
ip -n red -j route get 8.8.8.8 2> get-unreachable.txt || true
ip -j route get 10.66.0.1 2> get-blackhole.txt || true
ip -j route get 10.68.0.1 2> get-prohibit.txt || true
ip -j -d -force -batch - > batch.txt 2> /dev/null << 'B' || true
addr show
route show table all
route get 10.66.0.1
route get 172.18.0.10
neigh show
B

python3 - << 'P' &
import socket, time

def open_socket(family, kind, address, port, only6=0, device=None):
    s = socket.socket(family, kind)
    if family == socket.AF_INET6:
        s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, only6)
    if device:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, device)
    s.bind((address, port))
    if kind == socket.SOCK_STREAM:
        s.listen()
    return s

I, J, T, U = socket.AF_INET, socket.AF_INET6, socket.SOCK_STREAM, socket.SOCK_DGRAM
sockets = [
    open_socket(I, T, "0.0.0.0", 80), open_socket(I, T, "172.18.0.1", 8080),
    open_socket(I, T, "127.0.0.1", 53), open_socket(J, T, "::", 81),
    open_socket(J, T, "::", 82, 1), open_socket(J, T, "fd00:18::1", 83),
    open_socket(I, T, "0.0.0.0", 57, 0, b"lo"), open_socket(I, U, "0.0.0.0", 53),
    open_socket(J, U, "::", 54), open_socket(I, U, "127.0.0.53", 56, 0, b"lo"),
]
time.sleep(2)
P
sleep 1
ss -Hltn > ss-tcp.txt
ss -Hlun > ss-udp.txt
wait

iptables -N ROOT_NS
iptables -A ROOT_NS -s 1.2.3.4 -j DROP
iptables -P FORWARD DROP
iptables -A INPUT -p tcp --dport 80 -m comment --comment 'a "quoted" word, a back\slash
-A INPUT -j DROP' -j ACCEPT
iptables -A INPUT -i '"' -j ACCEPT
iptables -A INPUT -o '"' -j RETURN 2> /dev/null || true
iptables -A ROOT_NS -m comment --comment plain -j ROOT_NS 2> /dev/null || true
iptables -S > iptables-filter.txt
iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE
iptables -t nat -S > iptables-nat.txt

# An alias takes any bytes, and so does the name of a device but for a few.
ip link set mv0 alias "$(printf 'ctl \001 tab\t bad \377 \303 esc \033[31m quote" back\\ '"'"'u')"
ip link set p1 name "$(printf 'p"\\\001\377')"
ip -j -d addr show > hostile-addr.json
