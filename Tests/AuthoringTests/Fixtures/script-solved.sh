#!/usr/bin/env bash
# A lab on 10.2
#
# The commands of the lab script, exported by netlab.
# seed: ada
#
# Run it as root, in an empty directory, on a machine that may be changed: it makes what the
# lab makes, and takes nothing back. It stops where a command ends otherwise than in the
# lab.
#
# In the lab, one shell lasts in blue: its variables, functions, directory and jobs. Here
# each `nsenter` starts another, so what one of them sets is not known to the next.

set -e
# Commands read nothing, unless the script itself is read from there.
[ -z "${BASH_SOURCE-}" ] || exec </dev/null
# Root needs no sudo, and a sandbox may have none.
sudo() { "$@"; }
export -f sudo

# step: make
# Make it 10.2
mkdir -p -- tools
cat >tools/look.sh <<'END2'
#!/usr/bin/env bash
cat <<END
$1 and blue
END
END2
chmod +x -- tools/look.sh
# Two rooms
ip netns add red
{
ip netns add blue; true
} || exit
ip link add eth0 netns red type veth peer name eth0 netns blue
nsenter --net=/run/netns/red ip addr add 10.2.0.1/24 dev eth0
# Up it goes.
nsenter --net=/run/netns/red ip link set eth0 up
nsenter --net=/run/netns/blue bash -e -c "$(cat <<'END'
{
for device in lo eth0; do
  ip link set $device up
done
} || exit
ip addr add 10.2.0.2/24 dev eth0
{
cd /tmp; here=$PWD
} || exit
END
)"
nsenter --net=/run/netns/red ping -c 1 8.8.8.8 && exit 1 || [ $? -eq 2 ]
{
(exit 3)
} && exit 1 || [ $? -eq 3 ]
{
./tools/look.sh one >said; grep -q 'and blue' said
} || exit
echo 1 | sudo tee /proc/sys/net/ipv4/ip_forward
nsenter --net=/run/netns/blue bash -e -c "$(cat <<'END'
echo $here
END
)"

# step: do-it
# Do it
nsenter --net=/run/netns/red ip link set lo up
nsenter --net=/run/netns/red ip route add default via 10.2.0.2
