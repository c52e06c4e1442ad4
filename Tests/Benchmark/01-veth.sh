#!/usr/bin/env bash
# The commands and the claims of labs/01-veth.md as a plain script, the way an instructor would write it:
# one process for each command and for each look at the network. Runs in sandbox.sh only.
# Ends with a line `commands N claims N failed N`, and with status 1 if anything failed.
set -u

commands=0 claims=0 failed=0

# at PLACE COMMAND...: runs it on the host or in a namespace.
at() {
  if [[ $1 == host ]]; then "${@:2}"; else nsenter --net=/var/run/netns/"$1" "${@:2}"; fi
}

# run PLACE COMMAND...: a command of the lab; must succeed.
run() { ends 0 "$@"; }

# ends STATUS PLACE COMMAND...: a command of the lab that ends with a status.
ends() {
  local wanted=$1 status=0
  shift
  ((commands += 1))
  at "$@" || status=$?
  if ((status != wanted)); then
    ((failed += 1))
    echo "FAILED (status $status): $*"
  fi
}

# claim PREDICATE...: must hold; tried again for 3 seconds.
claim() {
  local deadline=$((SECONDS + 3))
  ((claims += 1))
  until "$@"; do
    if ((SECONDS >= deadline)); then
      ((failed += 1))
      echo "FAILED: $*"
      return
    fi
    sleep 0.05
  done
}

# has TEXT WORDS...: all of them are in the text.
has() {
  local text=$1 words
  shift
  for words; do [[ $text == *"$words"* ]] || return 1; done
}

not() { ! "$@"; }

# same_words "A B" "B A": the same words in any order.
same_words() {
  local -A left=() right=()
  local word
  for word in $1; do left[$word]=1; done
  for word in $2; do
    right[$word]=1
    [[ -v left[$word] ]] || return 1
  done
  ((${#left[@]} == ${#right[@]}))
}

# link PLACE NAME WORDS...: the device is there and `ip` says these words of it.
link() {
  local text
  text=$(at "$1" ip -o -d link show dev "$2" 2>/dev/null) || return 1
  has "${text//[<>]/,}" "${@:3}"
}

# down PLACE NAME WORDS...: the device is there, not up, and `ip` says these words of it.
down() {
  local text
  text=$(at "$1" ip -o -d link show dev "$2" 2>/dev/null) || return 1
  text=${text//[<>]/,}
  [[ $text != *,UP,* ]] && has "$text" "${@:3}"
}

# peer PLACE NAME PLACE NAME: the second is the other end of the first.
peer() {
  local mine theirs
  mine=$(at "$1" ip -o link show dev "$2" 2>/dev/null) || return 1
  theirs=$(at "$3" ip -o link show dev "$4" 2>/dev/null) || return 1
  [[ $mine == *" $2@$4:"* || $mine == *" $2@if${theirs%%:*}:"* ]]
}

no_link() { ! at "$1" ip link show dev "$2" >/dev/null 2>&1; }

# links PLACE NAMES...: exactly these, lo aside.
links() {
  local name names=()
  while read -r name _; do
    [[ $name == lo ]] || names+=("${name%%@*}")
  done < <(at "$1" ip -br link)
  same_words "${names[*]}" "${*:2}"
}

addr() { has "$(at "$1" ip -o -4 addr show dev "$3" 2>/dev/null)" " $2 "; }

no_addrs() { [[ -z $(at "$1" ip -o addr show scope global) ]]; }

# route PLACE LINE WORDS...: a line of `ip route` begins so and has these words.
route() {
  local text line
  text=$(at "$1" ip -4 route) || return 1
  while read -r line; do
    [[ "$line " == "$2 "* ]] && has "$line" "${@:3}" && return 0
  done <<<"$text"
  return 1
}

# routes PLACE DESTINATIONS...: exactly these.
routes() {
  local name names=()
  while read -r name _; do names+=("$name"); done < <(at "$1" ip -4 route)
  same_words "${names[*]}" "${*:2}"
}

route_to() { has "$(at "$1" ip route get "$2" 2>/dev/null)" "${@:3}"; }

neigh() {
  local text
  text=$(at "$1" ip neigh show to "$2" dev "$3")
  [[ -n $text && $text != *FAILED* && $text != *INCOMPLETE* ]]
}

chain() { at "$1" iptables -S "$2" >/dev/null 2>&1; }

namespaces() {
  local name names=()
  while read -r name _; do names+=("$name"); done < <(ip netns)
  same_words "${names[*]}" "$*"
}

exists() { [[ -e /run/netns/$1 ]]; }

pings() { at "$1" ping -c 1 -W 1 "$2" >/dev/null 2>&1; }

# echoes PLACE: how many pings the place has answered.
echoes() { at "$1" nstat -asz IcmpOutEchoReps; }

# pings_by PLACE ADDRESS PLACE: an answer comes, and the second place counted one more.
pings_by() {
  local before after
  before=$(echoes "$3")
  pings "$1" "$2" || return 1
  after=$(echoes "$3")
  [[ $before != "$after" ]]
}

unreachable() {
  local text
  text=$(at "$1" ping -c 1 -W 1 "$2" 2>&1) && return 1
  has "$text" "Network is unreachable"
}

# The stack that the host has
cat >inspect-net-stack.sh <<'END'
#!/usr/bin/env bash
echo "> Network devices"
ip link

echo -e "\n> Route table"
ip route

echo -e "\n> Iptables rules"
iptables --list-rules
END
chmod +x inspect-net-stack.sh
run host iptables -N ROOT_NS
run host ./inspect-net-stack.sh
run host ping -c 1 8.8.8.8
claim chain host ROOT_NS
claim namespaces
claim link host lo ,UP,
claim link host eth0 ,UP, ,LOWER_UP, " mtu 1500 "
claim links host eth0
claim addr host 10.0.2.15/24 eth0
claim route host "default via 10.0.2.2 dev eth0"
claim route host "10.0.2.0/24 dev eth0 proto kernel scope link src 10.0.2.15"
claim routes host default 10.0.2.0/24
claim pings host 8.8.8.8

# Another copy of the stack
run host ip netns add netns0
run host ip netns
run netns0 ./inspect-net-stack.sh
claim exists netns0
claim namespaces netns0
claim links netns0
claim down netns0 lo
claim no_addrs netns0
claim routes netns0
claim not chain netns0 ROOT_NS
claim chain host ROOT_NS
claim links host eth0
ends 2 netns0 ping -c 1 127.0.0.1
claim unreachable netns0 127.0.0.1

# A cable with two ends
run host ip link add veth0 type veth peer name ceth0
run host ip link
claim_cable() { down host "$1" " veth " && peer host "$1" host "$2"; }
claim claim_cable veth0 ceth0
claim claim_cable ceth0 veth0
claim links host eth0 veth0 ceth0
claim links netns0

# One end moves in
run host ip addr add 172.18.0.10/16 dev ceth0
run host ip addr show dev ceth0
claim addr host 172.18.0.10/16 ceth0
run host ip link set ceth0 netns netns0
run host ip link
ends 1 host ip link show dev ceth0
run netns0 ip addr show dev ceth0
host_end() { down host veth0 && peer host veth0 netns0 ceth0; }
container_end() { down netns0 ceth0 " veth " && peer netns0 ceth0 host veth0; }
claim no_link host ceth0
claim links host eth0 veth0
claim host_end
claim links netns0 ceth0
claim container_end
claim no_addrs netns0

# The host's end
run host ip link set veth0 up
run host ip addr add 172.18.0.11/16 dev veth0
run host ip link show dev veth0
run host ip route
run host ip route get 172.18.0.11
claim link host veth0 ,UP, ,NO-CARRIER,
claim addr host 172.18.0.11/16 veth0
claim route host "172.18.0.0/16 dev veth0 proto kernel scope link src 172.18.0.11" linkdown
claim routes host default 10.0.2.0/24 172.18.0.0/16
claim route_to host 172.18.0.11 " dev lo "
claim pings host 172.18.0.11

# The container's end
run netns0 ip link set lo up
run netns0 ip link set ceth0 up
run netns0 ip link show dev ceth0
run netns0 ip route
run host ip link show dev veth0
run host ip route
claim link netns0 lo ,UP,
claim pings netns0 127.0.0.1
claim link netns0 ceth0 ,UP, ,LOWER_UP,
claim link host veth0 ,UP, ,LOWER_UP,
claim not route host "172.18.0.0/16 dev veth0" linkdown
claim routes netns0

# An address is not enough
run netns0 ip addr add 172.18.0.10/32 dev ceth0
run netns0 ip route
ends 2 netns0 ping -c 1 172.18.0.11
claim addr netns0 172.18.0.10/32 ceth0
claim routes netns0
claim unreachable netns0 172.18.0.11

# Give it its neighbours
run netns0 ip addr del 172.18.0.10/32 dev ceth0
run netns0 ip addr add 172.18.0.10/16 dev ceth0
claim addr netns0 172.18.0.10/16 ceth0
claim not addr netns0 172.18.0.10/32 ceth0
claim route netns0 "172.18.0.0/16 dev ceth0 proto kernel scope link src 172.18.0.10"
claim route_to netns0 172.18.0.11 " dev ceth0 " " src 172.18.0.10 "
claim pings netns0 172.18.0.11

# Both ways
run netns0 ping -c 1 172.18.0.11
run host ping -c 1 172.18.0.10
run netns0 ip neigh
claim neigh netns0 172.18.0.11 ceth0
claim pings_by netns0 172.18.0.11 host
claim pings_by host 172.18.0.10 netns0
claim route_to host 172.18.0.10 " dev veth0 " " src 172.18.0.11 "

# And nothing else
ends 2 netns0 ping -c 1 10.0.2.15
ends 2 netns0 ping -c 1 8.8.8.8
ends 2 netns0 ip route get 8.8.8.8
claim unreachable netns0 10.0.2.15
claim unreachable netns0 8.8.8.8
claim not route netns0 default
run netns0 ip route
run host ip route
claim links netns0 ceth0
claim routes netns0 172.18.0.0/16
claim routes host default 10.0.2.0/24 172.18.0.0/16
claim route host "172.18.0.0/16 dev veth0 proto kernel scope link src 172.18.0.11"
claim pings host 8.8.8.8
claim chain host ROOT_NS
claim not chain netns0 ROOT_NS

echo "commands $commands claims $claims failed $failed"
((failed == 0))
